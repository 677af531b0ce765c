# SPDX-License-Identifier: Apache-2.0
# The installed copy: headers, library, CMake package and pkg-config file.
include(CMakePackageConfigHelpers)

install(DIRECTORY include/softknee DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
install(TARGETS softknee EXPORT softknee_targets)
if(TARGET softknee_tool)
  install(TARGETS softknee_tool)
endif()

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/softknee)
install(EXPORT softknee_targets NAMESPACE softknee:: FILE softknee_targets.cmake DESTINATION ${package_folder})
configure_package_config_file(cmake/softknee-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/softknee-config.cmake
                              INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/softknee-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/softknee-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/softknee-config-version.cmake DESTINATION ${package_folder})

# A static library brings its dependencies with it; pkg-config names them as flags.
list(TRANSFORM OpenMP_CXX_LIB_NAMES PREPEND -l OUTPUT_VARIABLE openmp_libraries)
list(JOIN openmp_libraries " " openmp_libraries)
set(SOFTKNEE_PRIVATE_LIBRARIES "-lstdc++ -lm -pthread ${openmp_libraries}")
if(SOFTKNEE_HAS_CUDA)
  find_package(CUDAToolkit REQUIRED)
  string(APPEND SOFTKNEE_PRIVATE_LIBRARIES " -L${CUDAToolkit_LIBRARY_DIR} -lcudart")
endif()
# Relative to its own folder, so that the installed copy can be moved.
file(RELATIVE_PATH SOFTKNEE_PREFIX_FROM_PKGCONFIG /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/softknee.pc.in ${CMAKE_CURRENT_BINARY_DIR}/softknee.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/softknee.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
