// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace softknee::tool {

/// What was known when this build was configured.
struct build_information {
    std::string_view version;
    std::string_view compiler;            ///< "GNU 12.2.0"
    std::string_view configuration;       ///< "Release"
    std::string_view cuda_toolkit;        ///< "13.0.48", or empty for a build without CUDA
    std::string_view cuda_architectures;  ///< "75;90", or empty
};

extern const build_information build;

}  // namespace softknee::tool
