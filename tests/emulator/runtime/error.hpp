// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>

#include <optional>
#include <string_view>

namespace softknee_emulator::runtime {

/// The code of a name ("cudaErrorMemoryAllocation") or of a number ("2") that the runtime knows.
std::optional<cudaError_t> find_error(std::string_view name_or_number);

}  // namespace softknee_emulator::runtime
