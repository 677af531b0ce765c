// SPDX-License-Identifier: Apache-2.0
#include <cuda_runtime_api.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <string>

#include "runtime_fat_binary.hpp"

/// A process for the tests of the stand-in runtime to look at from outside: it does one thing, named by its argument.
namespace {

void* allocate() {
    void* pointer = nullptr;
    cudaMalloc(&pointer, 100);
    return pointer;
}

/// Frees in the destructor of a static object, after the handlers of atexit.
struct static_buffer {
    void* pointer = nullptr;
    ~static_buffer() {
        if (pointer != nullptr) std::printf("freed at the end: %s\n", cudaGetErrorName(cudaFree(pointer)));
    }
};

static_buffer buffer;

int describe_devices() {
    int count = -1;
    const cudaError_t status = cudaGetDeviceCount(&count);
    std::printf("%d devices, %s\n", count, cudaGetErrorName(status));
    for (int device = 0; device < count; ++device) {
        cudaDeviceProp properties;
        cudaGetDeviceProperties(&properties, device);
        std::printf("%d.%d, %d multiprocessors, %zu bytes\n", properties.major, properties.minor,
                    properties.multiProcessorCount, properties.totalGlobalMem);
    }
    return EXIT_SUCCESS;
}

int use_what_needs_a_device() {
    void* pointer = nullptr;
    cudaStream_t stream = nullptr;
    int number = 0;
    std::printf("malloc %s, ", cudaGetErrorName(cudaMalloc(&pointer, 1)));
    std::printf("stream %s, ", cudaGetErrorName(cudaStreamCreate(&stream)));
    std::printf("device %s, ", cudaGetErrorName(cudaGetDevice(&number)));
    std::printf("version %s, ", cudaGetErrorName(cudaRuntimeGetVersion(&number)));
    std::printf("last %s\n", cudaGetErrorName(cudaGetLastError()));
    return EXIT_SUCCESS;
}

int synchronise_three_times() {
    for (int i = 0; i < 3; ++i) std::printf("%s ", cudaGetErrorName(cudaDeviceSynchronize()));
    std::printf("\n");
    return EXIT_SUCCESS;
}

/// The PTX has nothing to say that the variable is managed: what the runtime does for it is to fill in the pointer.
int use_managed_variable() {
    softknee_emulator::test::fat_binary binary;
    binary.add(".version 8.8\n.target sm_75\n.address_size 64\n.visible .global .align 4 .u32 number = 42;\n", 75);
    void** const handle = __cudaRegisterFatBinary(binary.wrapper());
    int* pointer = nullptr;
    __cudaRegisterManagedVar(handle, reinterpret_cast<void**>(&pointer), nullptr, "number", 0, sizeof(int), 0, 0);
    __cudaInitModule(handle);
    std::printf("the managed variable is %d\n", *pointer);
    __cudaUnregisterFatBinary(handle);
    return EXIT_SUCCESS;
}

const std::map<std::string, std::function<int()>> actions = {
    {"nothing", [] { return EXIT_SUCCESS; }},
    {"describe", describe_devices},
    {"need", use_what_needs_a_device},
    {"synchronise", synchronise_three_times},
    {"managed", use_managed_variable},
    {"leak",
     [] {
         allocate();
         return EXIT_SUCCESS;
     }},
    {"leak pinned",
     [] {
         void* pointer = nullptr;
         return static_cast<int>(cudaMallocHost(&pointer, 7));
     }},
    {"leak and fail",
     [] {
         allocate();
         return 3;
     }},
    {"static",
     [] {
         buffer.pointer = allocate();
         return EXIT_SUCCESS;
     }},
    {"output",
     [] {
         allocate();
         std::printf("this is still printed");
         return EXIT_SUCCESS;
     }},
};

}  // namespace

int main(int argc, char** argv) {
    const auto action = actions.find(argc == 2 ? argv[1] : "");
    return action == actions.end() ? 99 : action->second();
}
