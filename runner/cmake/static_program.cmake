# lessonrun_static_program(TARGET): a program without shared libraries, which starts in half the time.
#
# Where it is possible the program also has a fixed address, as Debian's python3 has: nothing is left
# to relocate at its start, which saves a fifth of a short lesson's time. The compiler's own start
# files for that case read all exception tables when the first exception is thrown (3 ms); those of
# a shared program find the table's index instead, so they are named here. Elsewhere it is a static
# program at any address.
include(CheckCXXSourceRuns)
include(CheckLinkerFlag)

function(lessonrun_static_program target)
  set(begin "")
  set(end "")
  foreach(file crt1.o crti.o crtbegin.o crtend.o crtn.o)
    execute_process(COMMAND "${CMAKE_CXX_COMPILER}" -print-file-name=${file}
      OUTPUT_VARIABLE path OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(file MATCHES "end|crtn")
      list(APPEND end "${path}")
    else()
      list(APPEND begin "${path}")
    endif()
  endforeach()
  set(fixed -static -no-pie -nostartfiles -Wl,--eh-frame-hdr)
  set(CMAKE_REQUIRED_LINK_OPTIONS ${fixed})
  set(CMAKE_REQUIRED_LIBRARIES ${begin} ${end})
  check_cxx_source_runs("int main() { try { throw 1; } catch (int) { return 0; } return 1; }"
    LESSONRUN_HAS_FIXED_ADDRESS)
  unset(CMAKE_REQUIRED_LINK_OPTIONS)
  unset(CMAKE_REQUIRED_LIBRARIES)
  if(LESSONRUN_HAS_FIXED_ADDRESS)
    target_link_options(${target} PRIVATE ${fixed} ${begin})
    target_link_libraries(${target} PRIVATE ${end})
  else()
    target_link_options(${target} PRIVATE -static-pie)
  endif()
  # --no-warnings: SQLite has a dlopen() for extensions, which lessons cannot load. Not every
  # linker has either option.
  foreach(option -Wl,--no-warnings -Wl,-z,pack-relative-relocs)
    string(MAKE_C_IDENTIFIER "LESSONRUN_LINKER_HAS${option}" known)
    check_linker_flag(CXX ${option} ${known})
    if(${known})
      target_link_options(${target} PRIVATE ${option})
    endif()
  endforeach()
endfunction()
