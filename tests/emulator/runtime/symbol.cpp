// SPDX-License-Identifier: Apache-2.0
/// Variables of device code, which the program knows by a symbol of its own.
#include <cuda_runtime_api.h>

#include <emulator/runtime/call.hpp>
#include <emulator/runtime/copy.hpp>
#include <emulator/runtime/device.hpp>
#include <emulator/runtime/module.hpp>

using namespace softknee_emulator::runtime;

namespace {

/// The address of bytes of a variable on the current device.
std::byte* bytes_of(const void* symbol, std::size_t offset, std::size_t bytes) {
    const registered_variable& variable = find_variable(symbol);
    require(offset <= variable.bytes && bytes <= variable.bytes - offset);
    return address_on(variable, current_device()) + offset;
}

/// The variable is on the device: the other end of a copy decides between two kinds.
void check_direction(cudaMemcpyKind kind, cudaMemcpyKind with_host) {
    const bool fits = kind == with_host || kind == cudaMemcpyDeviceToDevice || kind == cudaMemcpyDefault;
    require(fits, cudaErrorInvalidMemcpyDirection);
}

copy_request copy_to(const void* symbol, const void* source, std::size_t bytes, std::size_t offset, cudaMemcpyKind kind,
                     const char* function) {
    check_direction(kind, cudaMemcpyHostToDevice);
    return one_row(bytes_of(symbol, offset, bytes), source, bytes, kind, function);
}

copy_request copy_from(void* destination, const void* symbol, std::size_t bytes, std::size_t offset,
                       cudaMemcpyKind kind, const char* function) {
    check_direction(kind, cudaMemcpyDeviceToHost);
    return one_row(destination, bytes_of(symbol, offset, bytes), bytes, kind, function);
}

}  // namespace

cudaError_t cudaGetSymbolAddress(void** address, const void* symbol) {
    return call(__func__, [&] {
        require(address != nullptr);
        *address = bytes_of(symbol, 0, 0);
    });
}

cudaError_t cudaGetSymbolSize(std::size_t* bytes, const void* symbol) {
    return call(__func__, [&] {
        require(bytes != nullptr);
        *bytes = find_variable(symbol).bytes;
    });
}

cudaError_t cudaMemcpyToSymbol(const void* symbol, const void* source, std::size_t bytes, std::size_t offset,
                               cudaMemcpyKind kind) {
    return call(__func__, [&] { copy_and_wait(copy_to(symbol, source, bytes, offset, kind, "cudaMemcpyToSymbol")); });
}

cudaError_t cudaMemcpyToSymbolAsync(const void* symbol, const void* source, std::size_t bytes, std::size_t offset,
                                    cudaMemcpyKind kind, cudaStream_t stream) {
    return call(__func__,
                [&] { submit_copy(copy_to(symbol, source, bytes, offset, kind, "cudaMemcpyToSymbolAsync"), stream); });
}

cudaError_t cudaMemcpyFromSymbol(void* destination, const void* symbol, std::size_t bytes, std::size_t offset,
                                 cudaMemcpyKind kind) {
    return call(__func__,
                [&] { copy_and_wait(copy_from(destination, symbol, bytes, offset, kind, "cudaMemcpyFromSymbol")); });
}

cudaError_t cudaMemcpyFromSymbolAsync(void* destination, const void* symbol, std::size_t bytes, std::size_t offset,
                                      cudaMemcpyKind kind, cudaStream_t stream) {
    return call(__func__, [&] {
        submit_copy(copy_from(destination, symbol, bytes, offset, kind, "cudaMemcpyFromSymbolAsync"), stream);
    });
}
