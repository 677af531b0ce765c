// SPDX-License-Identifier: Apache-2.0
#include "runtime_kernel_fixture.hpp"

/// What an executable registers, and which of its PTX is run.
namespace softknee_emulator::test {
namespace {

using registration_test = kernel_test;

TEST_F(registration_test, the_highest_target_that_the_device_can_run_is_chosen) {
    const registration registered(fat_binary()
                                      .add_machine_code(90)
                                      .add(ptx_for("100", 100), 100)
                                      .add(ptx_for("75", 75), 75)
                                      .add(ptx_for("86", 86), 86));
    EXPECT_EQ(number_of(registered), 86);
    ASSERT_EQ(cudaSetDevice(1), cudaSuccess);
    EXPECT_EQ(number_of(registered), 75);
}

TEST_F(registration_test, ptx_for_one_architecture_alone_is_chosen_there_alone) {
    const registration with_own(
        fat_binary().add(ptx_for("80a", 800), 80).add(ptx_for("90a", 900), 90).add(ptx_for("90", 90), 90));
    EXPECT_EQ(number_of(with_own), 900);
    const registration with_others(fat_binary().add(ptx_for("80a", 800), 80).add(ptx_for("75", 75), 75));
    EXPECT_EQ(number_of(with_others), 75);
}

TEST_F(registration_test, without_ptx_for_the_device_a_launch_is_refused) {
    const registration registered(fat_binary().add(ptx_for("80", 0), 80).add_machine_code(75));
    const device_bytes words(4);
    EXPECT_EQ(registered.launch(words.data(), 0, 1, 1), cudaSuccess);
    ASSERT_EQ(cudaSetDevice(1), cudaSuccess);
    cudaFuncAttributes attributes;
    EXPECT_EQ(registered.launch(words.data(), 0, 1, 1), cudaErrorNoKernelImageForDevice);
    EXPECT_EQ(cudaFuncGetAttributes(&attributes, registered.function()), cudaErrorNoKernelImageForDevice);
}

TEST_F(registration_test, a_kernel_of_an_unregistered_binary_is_refused) {
    const void* function = nullptr;
    {
        const registration registered(fat_binary().add(ptx_for("75", 0), 75));
        function = registered.function();
    }
    EXPECT_EQ(cudaLaunchKernel(function, 1, 1, nullptr, 0, nullptr), cudaErrorInvalidDeviceFunction);
}

using registration_death_test = registration_test;

TEST_F(registration_death_test, compressed_ptx_is_asked_to_be_left_as_it_is) {
    const registration registered(fat_binary().add("\x01\x02\x03", 90));
    EXPECT_DEATH(registered.launch(nullptr, 0, 1, 1), "the PTX in this executable is compressed.*--compress-mode=none");
}

TEST_F(registration_death_test, what_is_no_fat_binary_ends_the_process) {
    fat_binary binary;
    std::uint32_t* const wrapper = static_cast<std::uint32_t*>(binary.wrapper());
    wrapper[1] = 2;
    EXPECT_DEATH(__cudaRegisterFatBinary(wrapper), "relocatable device code .* is not emulated");
    wrapper[0] = 0;
    EXPECT_DEATH(__cudaRegisterFatBinary(wrapper), "unknown wrapper");
}

}  // namespace
}  // namespace softknee_emulator::test
