# SPDX-License-Identifier: Apache-2.0
# One include root for each layer, so that an include against the direction of the layers does not compile:
# <softknee/...> is include/; <kernels/...>, <host/...> and <bench/...> are links to the folders of those names.
foreach(layer kernels host bench)
  file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/layers/${layer})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${layer} ${CMAKE_CURRENT_BINARY_DIR}/layers/${layer}/${layer} SYMBOLIC)
  set(SOFTKNEE_${layer}_INCLUDE ${CMAKE_CURRENT_BINARY_DIR}/layers/${layer})
endforeach()

# The tool, the examples and the tests spend their time in the library: optimising them less halves their compile time.
function(softknee_configure_user target)
  softknee_configure_target(${target})
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release,RelWithDebInfo>:-O1>)
endfunction()

# What every target of the project is compiled with. -ffp-contract=off is part of the arithmetic: see
# docs/arithmetic.md.
function(softknee_configure_target target)
  target_compile_features(${target} PRIVATE cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON)
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-ffp-contract=off;-Wall;-Wextra;-Wpedantic>)
  if(CMAKE_UNITY_BUILD)
    # GCC takes an anonymous namespace for a header's if the file is included, as unity builds do.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  endif()
  if(SOFTKNEE_WARNINGS_AS_ERRORS)
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-Werror>)
  endif()
  if(SOFTKNEE_HAS_CUDA)
    set_target_properties(${target} PROPERTIES CUDA_STANDARD 20 CUDA_STANDARD_REQUIRED ON CUDA_EXTENSIONS OFF
                                               CUDA_RUNTIME_LIBRARY Shared)
    # Uncompressed PTX, which tools can read from the finished executable. The host code that nvcc generates for a
    # pointer to member has parentheses that GCC warns of.
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=-ffp-contract=off,-Wall,-Wextra,-Wno-parentheses
                                             --compress-mode=none>)
    if(SOFTKNEE_WARNINGS_AS_ERRORS)
      target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CUDA>:-Werror=all-warnings>)
    endif()
  endif()
endfunction()
