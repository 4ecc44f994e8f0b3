# Finds libcmark and defines CMark::CMark.
# Debian's libcmark-dev ships a config package that names a file it does not install, hence this module.
find_path(CMark_INCLUDE_DIR cmark.h)
find_library(CMark_LIBRARY NAMES cmark)
if(CMark_INCLUDE_DIR AND EXISTS "${CMark_INCLUDE_DIR}/cmark_version.h")
  file(STRINGS "${CMark_INCLUDE_DIR}/cmark_version.h" cmark_version_line
       REGEX "define CMARK_VERSION_STRING")
  string(REGEX REPLACE ".*\"([0-9.]+)\".*" "\\1" CMark_VERSION "${cmark_version_line}")
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(CMark REQUIRED_VARS CMark_LIBRARY CMark_INCLUDE_DIR
                                  VERSION_VAR CMark_VERSION)
if(CMark_FOUND AND NOT TARGET CMark::CMark)
  add_library(CMark::CMark UNKNOWN IMPORTED)
  set_target_properties(CMark::CMark PROPERTIES IMPORTED_LOCATION "${CMark_LIBRARY}"
                        INTERFACE_INCLUDE_DIRECTORIES "${CMark_INCLUDE_DIR}")
endif()
mark_as_advanced(CMark_INCLUDE_DIR CMark_LIBRARY)
