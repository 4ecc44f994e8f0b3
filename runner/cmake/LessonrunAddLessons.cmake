# lessonrun_add_lessons(NAME FILES path... [LABELS label...] [ARGS argument...])
#
# One ctest test for each lesson in FILES (lessons, or folders of lessons), named NAME/lesson. ARGS go to
# `lessonrun run`. The lessons are looked up when ctest runs: a lesson is data, so a list made while building would
# miss a file that was added since.
set(LESSONRUN_DISCOVER_SCRIPT "${CMAKE_CURRENT_LIST_DIR}/LessonrunDiscoverLessons.cmake")

function(lessonrun_add_lessons name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "FILES;LABELS;ARGS")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_FILES)
    message(FATAL_ERROR "lessonrun_add_lessons(NAME FILES path... [LABELS label...] [ARGS argument...])")
  endif()
  set(files)
  foreach(file IN LISTS arg_FILES)
    cmake_path(ABSOLUTE_PATH file NORMALIZE)
    list(APPEND files "${file}")
  endforeach()
  if(TARGET lessonrun)
    set(program "$<TARGET_FILE:lessonrun>")
  else()
    set(program "$<TARGET_FILE:lessonrun::lessonrun>")
  endif()
  set(script "${CMAKE_CURRENT_BINARY_DIR}/${name}_lessons.cmake")
  file(GENERATE OUTPUT "${script}" CONTENT
"set(lessonrun_name [==[${name}]==])
set(lessonrun_program [==[${program}]==])
set(lessonrun_base [==[${CMAKE_CURRENT_SOURCE_DIR}]==])
set(lessonrun_files [==[${files}]==])
set(lessonrun_labels [==[${arg_LABELS}]==])
set(lessonrun_args [==[${arg_ARGS}]==])
include([==[${LESSONRUN_DISCOVER_SCRIPT}]==])
")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${script}")
endfunction()
