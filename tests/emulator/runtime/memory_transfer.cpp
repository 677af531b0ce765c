// SPDX-License-Identifier: Apache-2.0
/// cudaMemcpy, cudaMemset and their variants.
#include <cuda_runtime_api.h>

#include <emulator/runtime/call.hpp>
#include <emulator/runtime/copy.hpp>

using namespace softknee_emulator::runtime;

cudaError_t cudaMemcpy(void* destination, const void* source, std::size_t bytes, cudaMemcpyKind kind) {
    return call(__func__, [&] { copy_and_wait(one_row(destination, source, bytes, kind, "cudaMemcpy")); });
}

cudaError_t cudaMemcpyAsync(void* destination, const void* source, std::size_t bytes, cudaMemcpyKind kind,
                            cudaStream_t stream) {
    return call(__func__, [&] { submit_copy(one_row(destination, source, bytes, kind, "cudaMemcpyAsync"), stream); });
}

cudaError_t cudaMemcpy2D(void* destination, std::size_t destination_pitch, const void* source, std::size_t source_pitch,
                         std::size_t width, std::size_t height, cudaMemcpyKind kind) {
    return call(__func__, [&] {
        copy_and_wait({destination, destination_pitch, source, source_pitch, {width, height}, kind, "cudaMemcpy2D"});
    });
}

cudaError_t cudaMemcpy2DAsync(void* destination, std::size_t destination_pitch, const void* source,
                              std::size_t source_pitch, std::size_t width, std::size_t height, cudaMemcpyKind kind,
                              cudaStream_t stream) {
    return call(__func__, [&] {
        const rectangle extent{width, height};
        submit_copy({destination, destination_pitch, source, source_pitch, extent, kind, "cudaMemcpy2DAsync"}, stream);
    });
}

cudaError_t cudaMemset(void* destination, int value, std::size_t bytes) {
    return call(__func__, [&] { set_and_wait({destination, bytes, value, {bytes, 1}}); });
}

cudaError_t cudaMemsetAsync(void* destination, int value, std::size_t bytes, cudaStream_t stream) {
    return call(__func__, [&] { submit_set({destination, bytes, value, {bytes, 1}}, stream); });
}

cudaError_t cudaMemset2D(void* destination, std::size_t pitch, int value, std::size_t width, std::size_t height) {
    return call(__func__, [&] { set_and_wait({destination, pitch, value, {width, height}}); });
}

cudaError_t cudaMemset2DAsync(void* destination, std::size_t pitch, int value, std::size_t width, std::size_t height,
                              cudaStream_t stream) {
    return call(__func__, [&] { submit_set({destination, pitch, value, {width, height}}, stream); });
}
