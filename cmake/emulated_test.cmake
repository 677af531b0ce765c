# SPDX-License-Identifier: Apache-2.0
# add_emulated_test(NAME name COMMAND target arguments... [ENVIRONMENT variable=value...]): a test that runs an
# executable's kernels in the emulator, which stands in for the CUDA runtime. There is none for another CUDA than 13.
function(add_emulated_test)
  if(NOT TARGET softknee_emulated_runtime)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 0 test "" "NAME" "COMMAND;ENVIRONMENT")
  add_test(NAME ${test_NAME} COMMAND ${test_COMMAND})
  set_tests_properties(
    ${test_NAME} PROPERTIES ENVIRONMENT
                            "LD_LIBRARY_PATH=$<TARGET_FILE_DIR:softknee_emulated_runtime>;${test_ENVIRONMENT}")
endfunction()
