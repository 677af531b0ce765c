// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/module.hpp>

#include <memory>

#include <emulator/fault.hpp>
#include <emulator/runtime/call.hpp>
#include <emulator/runtime/immortal.hpp>

namespace softknee_emulator::runtime {
namespace {

struct managed_variable {
    registered_variable variable;
    void** pointer;  ///< of the program, to the variable
};

struct registrations {
    std::map<registered_binary*, std::unique_ptr<registered_binary>> binaries;
    std::map<const void*, registered_kernel> kernels;
    std::map<const void*, registered_variable> variables;
    std::vector<managed_variable> managed;
};

registrations& registered() {
    return immortal<registrations>();
}

registered_binary* binary_of(void** handle) {
    return reinterpret_cast<registered_binary*>(handle);
}

/// Puts the addresses of managed variables into the pointers of the program that stand for them. There is one address
/// for all devices, so that only one can have the variable.
void place_managed_variables(const registered_binary* binary) {
    for (const managed_variable& each : registered().managed) {
        if (each.variable.binary != binary) continue;
        if (device_count() > 1) throw fault("managed variables are not emulated for several devices");
        *each.pointer = address_on(each.variable, find_device(0));
    }
}

}  // namespace

const loaded_module& registered_binary::on(device& where) {
    const auto place = loaded_.find(where.ordinal);
    if (place != loaded_.end()) return place->second;
    const ptx_image* const image = choose_image(images_, where.capability());
    require(image != nullptr, cudaErrorNoKernelImageForDevice);
    if (image->is_compressed) {
        throw fault("the PTX in this executable is compressed: compile it with nvcc --compress-mode=none");
    }
    return loaded_.try_emplace(where.ordinal, image->text, memory(), where.ordinal).first->second;
}

registered_kernel& find_kernel(const void* function) {
    auto& kernels = registered().kernels;
    const auto place = kernels.find(function);
    if (place != kernels.end()) return place->second;
    for (auto& [host_function, kernel] : kernels) {
        if (&kernel == function) return kernel;
    }
    refuse(cudaErrorInvalidDeviceFunction);
}

const program& program_on(const registered_kernel& kernel, device& where) {
    const program* const found = kernel.binary->on(where).find_kernel(kernel.name);
    if (found == nullptr) throw fault("the PTX in this executable has no kernel " + kernel.name);
    return *found;
}

const registered_variable& find_variable(const void* symbol) {
    const auto place = registered().variables.find(symbol);
    require(place != registered().variables.end(), cudaErrorInvalidSymbol);
    return place->second;
}

std::byte* address_on(const registered_variable& variable, device& where) {
    const auto [address, bytes] = variable.binary->on(where).find_variable(variable.name);
    if (address == nullptr) throw fault("the PTX in this executable has no variable " + variable.name);
    return static_cast<std::byte*>(address);
}

void unload_modules(int device) {
    for (const auto& [key, binary] : registered().binaries) binary->forget(device);
}

}  // namespace softknee_emulator::runtime

using namespace softknee_emulator::runtime;

// What nvcc generates calls, declared in crt/host_runtime.h, which only its output may include.
extern "C" {

void** __cudaRegisterFatBinary(void* wrapper) {
    registered_binary* binary = nullptr;
    const cudaError_t status = call_without_device(__func__, [&] {
        auto made = std::make_unique<registered_binary>(wrapper);
        binary = made.get();
        registered().binaries.emplace(binary, std::move(made));
    });
    if (status != cudaSuccess) stop("__cudaRegisterFatBinary cannot fail");
    return reinterpret_cast<void**>(binary);
}

void __cudaRegisterFatBinaryEnd(void**) {
    count_call(__func__);
}

void __cudaUnregisterFatBinary(void** handle) {
    call_without_device(__func__, [&] {
        const auto belongs = [&](const auto& entry) { return entry.second.binary == binary_of(handle); };
        std::erase_if(registered().kernels, belongs);
        std::erase_if(registered().variables, belongs);
        std::erase_if(registered().managed,
                      [&](const auto& each) { return each.variable.binary == binary_of(handle); });
        registered().binaries.erase(binary_of(handle));
    });
}

char __cudaInitModule(void** handle) {
    return call(__func__, [&] { place_managed_variables(binary_of(handle)); }) == cudaSuccess;
}

void __cudaRegisterFunction(void** handle, const char* host_function, char*, const char* name, int, uint3*, uint3*,
                            dim3*, dim3*, int*) {
    call_without_device(__func__, [&] { registered().kernels[host_function] = {binary_of(handle), name}; });
}

void __cudaRegisterVar(void** handle, char* symbol, char*, const char* name, int, std::size_t bytes, int, int) {
    call_without_device(__func__, [&] { registered().variables[symbol] = {binary_of(handle), name, bytes}; });
}

void __cudaRegisterManagedVar(void** handle, void** pointer, char*, const char* name, int, std::size_t bytes, int,
                              int) {
    call_without_device(__func__, [&] {
        const registered_variable variable{binary_of(handle), name, bytes};
        registered().managed.push_back({variable, pointer});
        registered().variables[pointer] = variable;
    });
}

cudaError_t __cudaGetKernel(cudaKernel_t* kernel, const void* function) {
    return call_without_device(__func__, [&] { *kernel = reinterpret_cast<cudaKernel_t>(&find_kernel(function)); });
}

cudaError_t cudaGetKernel(cudaKernel_t* kernel, const void* function) {
    return call(__func__, [&] {
        require(kernel != nullptr);
        *kernel = reinterpret_cast<cudaKernel_t>(&find_kernel(function));
    });
}
}
