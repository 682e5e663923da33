# With GODWIT_MUTATIONS, copies that hold deliberate defects are compiled in place of some sources:
# tools/mutations.py.
set(GODWIT_MUTATED ${CMAKE_BINARY_DIR}/mutated)
execute_process(COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tools/mutations.py make ${GODWIT_MUTATED}
                OUTPUT_VARIABLE mutated_sources COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[^\n]+" GODWIT_MUTATED_SOURCES "${mutated_sources}")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS tools/mutations.py tests/defects.toml
                                       ${GODWIT_MUTATED_SOURCES})

# In a list of absolute paths, each file that has a copy becomes that copy.
function(godwit_put_defects list)
  foreach(source ${GODWIT_MUTATED_SOURCES})
    list(TRANSFORM ${list} REPLACE "^${PROJECT_SOURCE_DIR}/${source}$" ${GODWIT_MUTATED}/${source})
  endforeach()
  if(name STREQUAL "base")
    list(APPEND ${list} ${GODWIT_MUTATED}/switch.cc)
  endif()
  set(${list} ${${list}} PARENT_SCOPE)
endfunction()
