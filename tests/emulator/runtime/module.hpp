// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <emulator/interpreter/machine.hpp>
#include <emulator/runtime/device.hpp>
#include <emulator/runtime/fat_binary.hpp>

/// What an executable has registered: binaries, and the kernels and variables in them.
namespace softknee_emulator::runtime {

/// The device code of one translation unit, loaded on a device when it is first needed there.
class registered_binary {
public:
    explicit registered_binary(const void* wrapper) : images_(find_ptx(wrapper)) {}

    /// Refuses with cudaErrorNoKernelImageForDevice if there is no PTX that the device can run.
    /// @throws fault for compressed PTX, and for what the emulator does not know
    const loaded_module& on(device& where);
    /// Unloads it from a device.
    void forget(int device) { loaded_.erase(device); }

private:
    std::vector<ptx_image> images_;
    std::map<int, loaded_module> loaded_;
};

struct registered_kernel {
    registered_binary* binary;
    std::string name;
    std::map<int, std::size_t> most_dynamic_shared_bytes{};  ///< by device, where cudaFuncSetAttribute has set it
};

struct registered_variable {
    registered_binary* binary;
    std::string name;
    std::size_t bytes;
};

/// The kernel of a function of the program, or of a handle from __cudaGetKernel.
/// Refuses with cudaErrorInvalidDeviceFunction if it is neither.
registered_kernel& find_kernel(const void* function);

/// Refuses as registered_binary::on does.
const program& program_on(const registered_kernel& kernel, device& where);

/// The variable of a symbol of the program. Refuses with cudaErrorInvalidSymbol if it is none.
const registered_variable& find_variable(const void* symbol);

std::byte* address_on(const registered_variable& variable, device& where);

/// Unloads everything from a device, as cudaDeviceReset does.
void unload_modules(int device);

}  // namespace softknee_emulator::runtime
