# ctest includes this, with the variables that tests/CMakeLists.txt writes before it: a test for each bundled lesson
# against its recording of the real SQLAlchemy (2.0, or 1.4 where it does not name 2.0), and a live one for each that
# names the profile 1.4.
file(GLOB parity_lessons "${parity_source}/lessons/*.md")
foreach(parity_lesson IN LISTS parity_lessons)
  cmake_path(GET parity_lesson STEM LAST_ONLY parity_stem)
  if(parity_stem STREQUAL "README")
    continue()
  endif()
  execute_process(COMMAND "${parity_program}" list --json "${parity_lesson}"
    OUTPUT_VARIABLE parity_list ERROR_QUIET)
  string(JSON parity_profiles ERROR_VARIABLE parity_error GET "${parity_list}" lessons 0 sqlalchemy)
  # recorded/: judged without any Python.
  add_test("parity/recorded/${parity_stem}" "${parity_program}" check --strict "${parity_lesson}"
    --transcript "${parity_source}/tests/parity/${parity_stem}.json")
  set_tests_properties("parity/recorded/${parity_stem}" PROPERTIES LABELS parity)
  if(parity_profiles MATCHES "1\\.4")
    add_test("parity/1.4/${parity_stem}" "${parity_program}" check --strict "${parity_lesson}" --python /usr/bin/python3)
    # Debian 12's python3-sqlalchemy is 1.4.46. Where it is missing, or a newer one, the test says so and is skipped.
    set_tests_properties("parity/1.4/${parity_stem}" PROPERTIES LABELS parity
      SKIP_REGULAR_EXPRESSION "finds no SQLAlchemy;cannot be run;skipped: it does not name SQLAlchemy")
  endif()
endforeach()
