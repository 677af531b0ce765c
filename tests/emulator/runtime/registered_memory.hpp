// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

/// Memory of the program that cudaHostRegister has page-locked. Copies reach it as they reach any memory of the host;
/// kernels do not: an access is a fault, as if it were not registered.
namespace softknee_emulator::runtime {

/// Refuses with cudaErrorHostMemoryAlreadyRegistered if a byte of it is page-locked already.
void register_host_memory(const void* address, std::size_t bytes);

/// Refuses with cudaErrorHostMemoryNotRegistered if no registered memory begins there.
void unregister_host_memory(const void* address);

bool is_registered(const void* address);

}  // namespace softknee_emulator::runtime
