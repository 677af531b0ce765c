// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include <emulator/runtime/module.hpp>

namespace softknee_emulator::runtime {

/// How much dynamic shared memory a launch of a kernel may ask for: what its variables leave of 48 KiB, or more if
/// cudaFuncSetAttribute has allowed it.
std::size_t most_dynamic_shared_bytes(const registered_kernel& kernel, device& where);

}  // namespace softknee_emulator::runtime
