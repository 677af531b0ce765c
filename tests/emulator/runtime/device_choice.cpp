// SPDX-License-Identifier: Apache-2.0
/// Which devices there are, and which of them a thread uses.
#include <cuda_runtime_api.h>

#include <emulator/runtime/block.hpp>
#include <emulator/runtime/call.hpp>
#include <emulator/runtime/capture.hpp>
#include <emulator/runtime/counts.hpp>
#include <emulator/runtime/device.hpp>
#include <emulator/runtime/event.hpp>
#include <emulator/runtime/module.hpp>
#include <emulator/runtime/stream.hpp>

using namespace softknee_emulator::runtime;

cudaError_t cudaGetDeviceCount(int* count) {
    return call_without_device(__func__, [&] {
        require(count != nullptr);
        *count = device_count();
        require(*count != 0, cudaErrorNoDevice);
    });
}

cudaError_t cudaGetDevice(int* device) {
    return call(__func__, [&] {
        require(device != nullptr);
        *device = current_device().ordinal;
    });
}

cudaError_t cudaSetDevice(int device) {
    return call(__func__, [&] { set_current_device(device); });
}

cudaError_t cudaInitDevice(int device, unsigned, unsigned) {
    return call(__func__, [&] { find_device(device); });
}

cudaError_t cudaSetDeviceFlags(unsigned) {
    // How a thread waits makes no difference here: it never does.
    return call(__func__, [] {});
}

cudaError_t cudaGetDeviceFlags(unsigned* flags) {
    return call(__func__, [&] {
        require(flags != nullptr);
        *flags = cudaDeviceScheduleAuto;
    });
}

cudaError_t cudaDriverGetVersion(int* version) {
    return call_without_device(__func__, [&] {
        require(version != nullptr);
        *version = CUDART_VERSION;
    });
}

cudaError_t cudaRuntimeGetVersion(int* version) {
    return call_without_device(__func__, [&] {
        require(version != nullptr);
        *version = CUDART_VERSION;
    });
}

cudaError_t cudaDeviceSynchronize() {
    return call(__func__, [] {
        refuse_if_device_capturing(current_device().ordinal);
        counts().add_synchronisation();
    });
}

cudaError_t cudaDeviceReset() {
    return call(__func__, [] {
        const int device = current_device().ordinal;
        abandon_captures(device);
        remove_all_events(device);
        remove_all_streams(device);
        unload_modules(device);
        release_all_blocks(device);
    });
}
