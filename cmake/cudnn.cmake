# SPDX-License-Identifier: Apache-2.0
# Finds cuDNN, which the benchmark of a GPU is compared with where it is there: the target softknee_cudnn. CUDNN_ROOT, a
# variable of CMake or of the environment, may name its folder, also the nvidia/cudnn of Python's nvidia-cudnn-cu13.
if(NOT SOFTKNEE_HAS_CUDA OR NOT SOFTKNEE_BUILD_TOOL)
  return()
endif()
set(cudnn_status "cudnn.h or libcudnn was not found, or SOFTKNEE_CUDNN is off")
if(SOFTKNEE_CUDNN)
  find_package(CUDAToolkit REQUIRED)
  set(cudnn_hints ${CUDNN_ROOT} $ENV{CUDNN_ROOT} ${CUDAToolkit_INCLUDE_DIRS} ${CUDAToolkit_LIBRARY_DIR})
  find_path(SOFTKNEE_CUDNN_INCLUDE cudnn_version.h HINTS ${cudnn_hints} PATH_SUFFIXES include)
  # The one beside the header before others. The Python package has no libcudnn.so.
  find_library(SOFTKNEE_CUDNN_LIBRARY NAMES cudnn libcudnn.so.9 NAMES_PER_DIR
               HINTS ${SOFTKNEE_CUDNN_INCLUDE}/.. ${cudnn_hints} PATH_SUFFIXES lib lib64)
  if(SOFTKNEE_CUDNN_INCLUDE AND SOFTKNEE_CUDNN_LIBRARY)
    file(STRINGS ${SOFTKNEE_CUDNN_INCLUDE}/cudnn_version.h cudnn_defines
         REGEX "define CUDNN_(MAJOR|MINOR|PATCHLEVEL) +[0-9]")
    string(REGEX REPLACE "[^0-9;]" "" cudnn_version "${cudnn_defines}")
    string(REPLACE ";" "." cudnn_version "${cudnn_version}")
    if(cudnn_version VERSION_LESS 9)
      set(cudnn_status "found ${cudnn_version}, needs 9")
    else()
      add_library(softknee_cudnn UNKNOWN IMPORTED)
      set_target_properties(softknee_cudnn PROPERTIES IMPORTED_LOCATION ${SOFTKNEE_CUDNN_LIBRARY}
                                                      INTERFACE_INCLUDE_DIRECTORIES ${SOFTKNEE_CUDNN_INCLUDE})
    endif()
  endif()
endif()
if(TARGET softknee_cudnn)
  message(STATUS "softknee: cuDNN ${cudnn_version} for the benchmark, ${SOFTKNEE_CUDNN_LIBRARY}")
else()
  message(STATUS "softknee: no cuDNN beside the benchmark (${cudnn_status})")
endif()
