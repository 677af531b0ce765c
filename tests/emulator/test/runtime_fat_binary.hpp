// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

/// What nvcc generates a call of; see crt/host_runtime.h.
extern "C" {
void** __cudaRegisterFatBinary(void* wrapper);
void __cudaRegisterFatBinaryEnd(void** handle);
void __cudaUnregisterFatBinary(void** handle);
char __cudaInitModule(void** handle);
void __cudaRegisterFunction(void** handle, const char* host_function, char* device_function, const char* name,
                            int thread_limit, uint3* thread, uint3* block, dim3* block_size, dim3* grid_size,
                            int* warp_size);
void __cudaRegisterVar(void** handle, char* symbol, char* address, const char* name, int is_external, size_t bytes,
                       int is_constant, int is_global);
void __cudaRegisterManagedVar(void** handle, void** pointer, char* address, const char* name, int is_external,
                              size_t bytes, int is_constant, int is_global);
unsigned __cudaPushCallConfiguration(dim3 grid, dim3 block, size_t shared_bytes, cudaStream_t stream);
cudaError_t __cudaPopCallConfiguration(dim3* grid, dim3* block, size_t* shared_bytes, void* stream);
cudaError_t __cudaGetKernel(cudaKernel_t* kernel, const void* function);
cudaError_t __cudaLaunchKernel(cudaKernel_t kernel, dim3 grid, dim3 block, void** arguments, size_t shared_bytes,
                               cudaStream_t stream);
}

namespace softknee_emulator::test {

/// A fat binary as nvcc would have put it into the executable, from PTX that a test has written.
class fat_binary {
public:
    /// Adds an entry: PTX for a target, 90 for sm_90.
    fat_binary& add(const std::string& text, int target) {
        constexpr std::uint16_t ptx = 1;
        return add_entry(ptx, text + '\0', target);
    }
    /// Adds machine code, which the emulator passes over.
    fat_binary& add_machine_code(int target) {
        constexpr std::uint16_t elf = 2;
        return add_entry(elf,
                         "\x7f"
                         "ELF",
                         target);
    }

    /// What __cudaRegisterFatBinary takes; of no use after another entry.
    void* wrapper() {
        data_.assign(16, '\0');
        put(0, std::uint32_t(0xba55ed50));
        put(4, std::uint16_t(1));
        put(6, std::uint16_t(16));
        put(8, std::uint64_t(entries_.size()));
        data_ += entries_;
        wrapper_ = {0x466243b1, 1, data_.data(), nullptr};
        return &wrapper_;
    }

private:
    fat_binary& add_entry(std::uint16_t kind, std::string content, int target) {
        constexpr std::uint32_t header_bytes = 64;
        content.resize((content.size() + 7) / 8 * 8);
        data_.assign(header_bytes, '\0');
        put(0, kind);
        put(4, header_bytes);
        put(8, std::uint64_t(content.size()));
        put(28, std::uint32_t(target));
        entries_ += data_ + content;
        return *this;
    }
    template <class Number>
    void put(std::size_t place, Number number) {
        std::memcpy(&data_[place], &number, sizeof number);
    }

    struct wrapper_layout {
        std::uint32_t magic;
        std::uint32_t version;
        const char* data;
        const void* unused;
    };
    std::string entries_;
    std::string data_;
    wrapper_layout wrapper_ = {};
};

}  // namespace softknee_emulator::test
