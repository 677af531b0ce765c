# SPDX-License-Identifier: Apache-2.0
# The names in a catalogue, read from the headers of include/softknee/<folder> that it includes, so that there is one
# list. A header of that folder that is in no list is an error.
function(softknee_read_catalogue variable catalogue folder)
  set(path ${CMAKE_CURRENT_SOURCE_DIR}/include/softknee)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path}/${catalogue})
  file(STRINGS ${path}/${catalogue} lines REGEX "^#include <softknee/${folder}/")
  set(names "")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE ".*${folder}/([a-z0-9_]+)\\.hpp.*" "\\1" name "${line}")
    list(APPEND names ${name})
  endforeach()

  file(GLOB files CONFIGURE_DEPENDS RELATIVE ${path}/${folder} ${path}/${folder}/*.hpp)
  foreach(file IN LISTS files)
    string(REGEX REPLACE "\\.hpp$" "" name ${file})
    if(NOT name STREQUAL "description" AND NOT name IN_LIST names)
      message(FATAL_ERROR "include/softknee/${folder}/${file} is not in include/softknee/${catalogue}")
    endif()
  endforeach()
  set(${variable} ${names} PARENT_SCOPE)
endfunction()

softknee_read_catalogue(SOFTKNEE_ACTIVATIONS catalogue.hpp activation)
softknee_read_catalogue(SOFTKNEE_LEARNABLES learnable.hpp learnable)
