# The tests' own precompiled header.
if(GODWIT_TESTS)
  add_library(godwit_testing STATIC ${PROJECT_SOURCE_DIR}/cmake/testing.cc)
  target_link_libraries(godwit_testing PUBLIC GTest::gmock fmt::fmt)
  target_compile_options(godwit_testing PRIVATE -O0)
  target_precompile_headers(godwit_testing PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled_test.h)
endif()

# godwit_folder(NAME [USES folder...] [LIBRARIES target...] [SOURCES generated.cc...] [PRECOMPILED header...]
#               [TEST_PRECOMPILED header...] [COLD glob...])
#
# COLD names files that run seldom: they are optimised less, for the compiler's time is most of a build.
#
# One library per folder, of every .cc below it that is not a test, and one test program of every
# *_test.cc beside them, which links that library and nothing else: that is what proves USES.
function(godwit_folder name)
  cmake_parse_arguments(FOLDER "" "" "USES;LIBRARIES;SOURCES;PRECOMPILED;TEST_PRECOMPILED;COLD" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cc)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cc$")
  if(GODWIT_MUTATIONS)
    godwit_put_defects(sources)
  endif()

  add_library(godwit_${name} STATIC ${sources} ${FOLDER_SOURCES})
  set_target_properties(godwit_${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_include_directories(godwit_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR})
  foreach(used ${FOLDER_USES})
    target_link_libraries(godwit_${name} PUBLIC godwit_${used})
  endforeach()
  target_link_libraries(godwit_${name} PUBLIC fmt::fmt ${FOLDER_LIBRARIES})

  if(FOLDER_COLD AND CMAKE_BUILD_TYPE STREQUAL Release)
    file(GLOB cold CONFIGURE_DEPENDS ${FOLDER_COLD})
    list(FILTER cold EXCLUDE REGEX "_test\\.cc$")
    set_source_files_properties(${cold} PROPERTIES COMPILE_OPTIONS -O1)
  endif()

  # One precompiled header for all: compiled once, with base. A folder whose every file includes
  # something slow has one of its own.
  if(FOLDER_PRECOMPILED)
    target_precompile_headers(godwit_${name} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled.h
                              ${FOLDER_PRECOMPILED})
  elseif(name STREQUAL "base")
    target_precompile_headers(godwit_base PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled.h)
  else()
    target_precompile_headers(godwit_${name} REUSE_FROM godwit_base)
  endif()

  if(GODWIT_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE godwit_${name} godwit_testing GTest::gtest_main)
    # Not optimised: most of the time that tests take is the compiler's.
    target_compile_options(${name}_test PRIVATE -O0)
    if(FOLDER_TEST_PRECOMPILED)
      target_precompile_headers(${name}_test PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled_test.h
                                ${FOLDER_TEST_PRECOMPILED})
    else()
      target_precompile_headers(${name}_test REUSE_FROM godwit_testing)
    endif()
    target_compile_definitions(${name}_test PRIVATE GODWIT_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    gtest_discover_tests(${name}_test TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60
                         PROPERTIES TIMEOUT 300)
  endif()
endfunction()
