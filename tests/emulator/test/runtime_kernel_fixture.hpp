// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "runtime_fat_binary.hpp"
#include "runtime_fixture.hpp"

/// A kernel whose PTX is written here: those that nvcc compiles are run by the tests of the device.
namespace softknee_emulator::test {

/// `fill` writes the second argument to as many 32-bit words as there are threads; `number` is a variable of 4 bytes,
/// and `fill` adds it.
inline std::string ptx_for(const std::string& target, int number) {
    return ".version 8.8\n.target sm_" + target + "\n.address_size 64\n" +
           ".visible .global .align 4 .u32 number = " + std::to_string(number) + ";\n" + R"(
.visible .entry fill(.param .u64 fill_param_0, .param .u32 fill_param_1)
{
    .reg .b32 %r<8>;
    .reg .b64 %rd<6>;
    ld.param.u64 %rd1, [fill_param_0];
    ld.param.u32 %r1, [fill_param_1];
    cvta.to.global.u64 %rd2, %rd1;
    mov.u32 %r2, %ctaid.x;
    mov.u32 %r3, %ntid.x;
    mov.u32 %r4, %tid.x;
    mad.lo.s32 %r5, %r2, %r3, %r4;
    mul.wide.s32 %rd3, %r5, 4;
    add.s64 %rd4, %rd2, %rd3;
    ld.global.u32 %r6, [number];
    add.s32 %r7, %r1, %r6;
    st.global.u32 [%rd4], %r7;
    ret;
}
)";
}

/// A registered binary with the kernel and the variable above.
class registration {
public:
    explicit registration(fat_binary binary) : binary_(std::move(binary)) {
        handle_ = __cudaRegisterFatBinary(binary_.wrapper());
        __cudaRegisterFunction(handle_, &function_, &function_, "fill", -1, nullptr, nullptr, nullptr, nullptr,
                               nullptr);
        __cudaRegisterVar(handle_, &symbol_, &symbol_, "number", 0, sizeof(int), 0, 0);
        __cudaRegisterFatBinaryEnd(handle_);
    }
    ~registration() { __cudaUnregisterFatBinary(handle_); }
    registration(const registration&) = delete;
    registration& operator=(const registration&) = delete;

    const void* function() const { return &function_; }
    const void* symbol() const { return &symbol_; }

    cudaError_t launch(void* words, int value, dim3 grid, dim3 block, std::size_t shared_bytes = 0,
                       cudaStream_t stream = nullptr) const {
        void* arguments[] = {&words, &value};
        return cudaLaunchKernel(&function_, grid, block, arguments, shared_bytes, stream);
    }

private:
    fat_binary binary_;
    void** handle_ = nullptr;
    char function_ = 0;
    char symbol_ = 0;
};

class kernel_test : public runtime_test {
protected:
    /// What the kernel of a binary makes of 0 on the current device: its variable `number`.
    static int number_of(const registration& registered) {
        const device_bytes word(sizeof(int));
        EXPECT_EQ(registered.launch(word.data(), 0, 1, 1), cudaSuccess);
        int number = -1;
        EXPECT_EQ(cudaMemcpy(&number, word.data(), sizeof number, cudaMemcpyDefault), cudaSuccess);
        return number;
    }
};

}  // namespace softknee_emulator::test
