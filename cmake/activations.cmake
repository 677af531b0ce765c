# SPDX-License-Identifier: Apache-2.0
# SOFTKNEE_ACTIVATIONS: the names in the catalogue, read from the headers that it includes, so that there is one list.
set(catalogue ${CMAKE_CURRENT_SOURCE_DIR}/include/softknee/catalogue.hpp)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${catalogue})
file(STRINGS ${catalogue} lines REGEX "^#include <softknee/activation/")
set(SOFTKNEE_ACTIVATIONS "")
foreach(line IN LISTS lines)
  string(REGEX REPLACE ".*activation/([a-z0-9_]+)\\.hpp.*" "\\1" name "${line}")
  list(APPEND SOFTKNEE_ACTIVATIONS ${name})
endforeach()

file(GLOB files CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/include/softknee/activation
     ${CMAKE_CURRENT_SOURCE_DIR}/include/softknee/activation/*.hpp)
foreach(file IN LISTS files)
  string(REGEX REPLACE "\\.hpp$" "" name ${file})
  if(NOT name STREQUAL "description" AND NOT name IN_LIST SOFTKNEE_ACTIVATIONS)
    message(FATAL_ERROR "include/softknee/activation/${file} is not in the catalogue, include/softknee/catalogue.hpp")
  endif()
endforeach()
