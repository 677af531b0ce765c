# SPDX-License-Identifier: Apache-2.0
# Every function that the linker may merge with one of another object (weak, or unique) must carry the instruction set in
# its name; otherwise a machine could run code that was compiled for a newer one.
set(checked 0)
foreach(object IN LISTS OBJECTS)
  execute_process(COMMAND ${NM} --demangle --defined-only ${object} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "[0-9a-f]+ [WVu] [^\n]*" mergeable "${symbols}")
  foreach(symbol IN LISTS mergeable)
    math(EXPR checked "${checked} + 1")
    if(NOT symbol MATCHES "instruction_set\\)[12]")
      message(FATAL_ERROR "${object}: ${symbol}")
    endif()
  endforeach()
endforeach()
if(checked EQUAL 0)
  message(FATAL_ERROR "no mergeable symbol was found: the check looks at the wrong files")
endif()
message(STATUS "${checked} symbols, each with its instruction set")
