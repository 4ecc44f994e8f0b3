# What `cmake --install` puts where: the program, the ORM library with its public headers, and a CMake package, so that
# another project says find_package(lessonrun) and links lessonrun::orm.
include(CMakePackageConfigHelpers)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/lessonrun")

install(TARGETS lessonrun_orm EXPORT lessonrunTargets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
if(TARGET lessonrun)
  install(TARGETS lessonrun EXPORT lessonrunTargets RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()
install(EXPORT lessonrunTargets NAMESPACE lessonrun:: DESTINATION "${package_dir}")

configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/lessonrunConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/lessonrunConfig.cmake" INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/lessonrunConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/lessonrunConfig.cmake" "${PROJECT_BINARY_DIR}/lessonrunConfigVersion.cmake"
  "${CMAKE_CURRENT_LIST_DIR}/FindCMark.cmake" "${CMAKE_CURRENT_LIST_DIR}/LessonrunAddLessons.cmake"
  "${CMAKE_CURRENT_LIST_DIR}/LessonrunDiscoverLessons.cmake"
  DESTINATION "${package_dir}")
