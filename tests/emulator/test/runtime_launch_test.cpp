// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include "runtime_kernel_fixture.hpp"

/// Launches, and what is known of kernels.
namespace softknee_emulator::test {
namespace {

using launch_test = kernel_test;

TEST_F(launch_test, a_kernel_runs_and_is_counted) {
    const registration registered(fat_binary().add(ptx_for("75", 0), 75));
    const device_bytes words(64 * sizeof(int));
    EXPECT_EQ(registered.launch(words.data(), 5, 2, 32), cudaSuccess);
    int result[64] = {};
    EXPECT_EQ(cudaMemcpy(result, words.data(), sizeof result, cudaMemcpyDefault), cudaSuccess);
    EXPECT_EQ(result[0], 5);
    EXPECT_EQ(result[63], 5);
    EXPECT_EQ(softknee_emulator_total("launches"), 1u);
    EXPECT_EQ(softknee_emulator_total("blocks"), 2u);
    EXPECT_EQ(softknee_emulator_total("threads"), 64u);
    EXPECT_GE(softknee_emulator_total("instructions"), 64u * 11);
}

TEST_F(launch_test, all_ways_to_launch_run_the_kernel) {
    const registration registered(fat_binary().add(ptx_for("75", 0), 75));
    const device_bytes words(sizeof(int));
    const test_stream stream;
    void* pointer = words.data();
    int value = 0;
    void* arguments[] = {&pointer, &value};
    const auto result = [&] {
        int word = -1;
        EXPECT_EQ(cudaMemcpy(&word, pointer, sizeof word, cudaMemcpyDefault), cudaSuccess);
        return word;
    };

    value = 1;
    EXPECT_EQ(cudaLaunchKernel(registered.function(), 1, 1, arguments, 0, stream), cudaSuccess);
    EXPECT_EQ(result(), 1);

    value = 2;
    cudaLaunchConfig_t configuration = {};
    configuration.gridDim = 1;
    configuration.blockDim = 1;
    EXPECT_EQ(cudaLaunchKernelExC(&configuration, registered.function(), arguments), cudaSuccess);
    EXPECT_EQ(result(), 2);

    value = 3;
    cudaKernel_t kernel = nullptr;
    ASSERT_EQ(__cudaGetKernel(&kernel, registered.function()), cudaSuccess);
    EXPECT_EQ(__cudaLaunchKernel(kernel, 1, 1, arguments, 0, stream), cudaSuccess);
    EXPECT_EQ(result(), 3);

    value = 4;
    ASSERT_EQ(cudaGetKernel(&kernel, registered.function()), cudaSuccess);
    EXPECT_EQ(cudaLaunchKernelExC(&configuration, reinterpret_cast<const void*>(kernel), arguments), cudaSuccess);
    EXPECT_EQ(result(), 4);
}

TEST_F(launch_test, shapes_of_launches_are_kept_for_the_thread_that_names_them) {
    dim3 grid;
    dim3 block;
    std::size_t shared_bytes = 0;
    cudaStream_t stream = nullptr;
    const auto pop = [&] { return __cudaPopCallConfiguration(&grid, &block, &shared_bytes, &stream); };
    EXPECT_EQ(pop(), cudaErrorMissingConfiguration);
    EXPECT_EQ(__cudaPushCallConfiguration(dim3(1, 2, 3), dim3(4, 5, 6), 7, cudaStreamPerThread), 0u);
    EXPECT_EQ(__cudaPushCallConfiguration(dim3(8), dim3(9), 10, nullptr), 0u);
    std::thread([&] { EXPECT_EQ(pop(), cudaErrorMissingConfiguration); }).join();
    ASSERT_EQ(pop(), cudaSuccess);
    EXPECT_EQ(grid.x, 8u);
    ASSERT_EQ(pop(), cudaSuccess);
    EXPECT_EQ(grid.z, 3u);
    EXPECT_EQ(block.y, 5u);
    EXPECT_EQ(shared_bytes, 7u);
    EXPECT_EQ(stream, cudaStreamPerThread);
}

TEST_F(launch_test, shapes_beyond_the_limits_of_the_device_are_refused) {
    const registration registered(fat_binary().add(ptx_for("75", 0), 75));
    const device_bytes words(sizeof(int));
    const auto launch = [&](dim3 grid, dim3 block) { return registered.launch(words.data(), 0, grid, block); };
    for (const dim3 none : {dim3(0, 1, 1), dim3(1, 0, 1), dim3(1, 1, 0)}) {
        EXPECT_EQ(launch(none, 1), cudaErrorInvalidConfiguration);
        EXPECT_EQ(launch(1, none), cudaErrorInvalidConfiguration);
    }
    for (const dim3 block : {dim3(1025), dim3(1, 1025), dim3(1, 1, 65), dim3(32, 33), dim3(1 << 16, 1 << 16, 1)}) {
        EXPECT_EQ(launch(1, block), cudaErrorInvalidConfiguration);
    }
    for (const dim3 grid : {dim3(1u << 31), dim3(1, 65536), dim3(1, 1, 65536)}) {
        EXPECT_EQ(launch(grid, 1), cudaErrorInvalidConfiguration);
    }
    EXPECT_EQ(softknee_emulator_total("launches"), 0u);
}

TEST_F(launch_test, a_block_has_as_much_shared_memory_as_the_kernel_was_allowed) {
    const registration registered(fat_binary().add(ptx_for("75", 0), 75));
    const device_bytes words(sizeof(int));
    const auto launch = [&](int bytes) {
        return registered.launch(words.data(), 0, 1, 1, static_cast<std::size_t>(bytes));
    };
    const auto allow = [&](int bytes) {
        return cudaFuncSetAttribute(registered.function(), cudaFuncAttributeMaxDynamicSharedMemorySize, bytes);
    };
    EXPECT_EQ(launch(48 << 10), cudaSuccess);
    EXPECT_EQ(launch((48 << 10) + 1), cudaErrorInvalidValue);
    EXPECT_EQ(allow((227 << 10) + 1), cudaErrorInvalidValue);
    EXPECT_EQ(allow(-1), cudaErrorInvalidValue);
    EXPECT_EQ(allow(227 << 10), cudaSuccess);
    EXPECT_EQ(launch(227 << 10), cudaSuccess);
    cudaFuncAttributes attributes;
    EXPECT_EQ(cudaFuncGetAttributes(&attributes, registered.function()), cudaSuccess);
    EXPECT_EQ(attributes.maxDynamicSharedSizeBytes, 227 << 10);
    EXPECT_EQ(attributes.maxThreadsPerBlock, 1024);
    const auto carve_out = [&](int percent) {
        return cudaFuncSetAttribute(registered.function(), cudaFuncAttributePreferredSharedMemoryCarveout, percent);
    };
    EXPECT_EQ(carve_out(cudaSharedmemCarveoutDefault), cudaSuccess);
    EXPECT_EQ(carve_out(100), cudaSuccess);
    EXPECT_EQ(carve_out(101), cudaErrorInvalidValue);
    EXPECT_EQ(attributes.ptxVersion, 75);
}

TEST_F(launch_test, what_is_no_kernel_is_refused) {
    const registration registered(fat_binary().add(ptx_for("75", 0), 75));
    const int no_function = 0;
    cudaLaunchConfig_t configuration = {};
    configuration.gridDim = 1;
    configuration.blockDim = 1;
    cudaKernel_t kernel = nullptr;
    cudaFuncAttributes attributes;
    int blocks = 0;
    for (const void* const function : {static_cast<const void*>(nullptr), static_cast<const void*>(&no_function)}) {
        EXPECT_EQ(cudaLaunchKernel(function, 1, 1, nullptr, 0, nullptr), cudaErrorInvalidDeviceFunction);
        EXPECT_EQ(cudaLaunchKernelExC(&configuration, function, nullptr), cudaErrorInvalidDeviceFunction);
        EXPECT_EQ(cudaGetKernel(&kernel, function), cudaErrorInvalidDeviceFunction);
        EXPECT_EQ(cudaFuncGetAttributes(&attributes, function), cudaErrorInvalidDeviceFunction);
        EXPECT_EQ(cudaFuncSetAttribute(function, cudaFuncAttributeMaxDynamicSharedMemorySize, 0),
                  cudaErrorInvalidDeviceFunction);
        EXPECT_EQ(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, function, 32, 0),
                  cudaErrorInvalidDeviceFunction);
    }
    EXPECT_EQ(cudaLaunchKernelExC(nullptr, registered.function(), nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaLaunchKernel(registered.function(), 1, 1, nullptr, 0, nullptr), cudaErrorInvalidValue);
}

TEST_F(launch_test, null_for_an_answer_is_refused) {
    const registration registered(fat_binary().add(ptx_for("75", 0), 75));
    const void* const function = registered.function();
    EXPECT_EQ(cudaGetKernel(nullptr, function), cudaErrorInvalidValue);
    EXPECT_EQ(cudaFuncGetAttributes(nullptr, function), cudaErrorInvalidValue);
    EXPECT_EQ(cudaFuncGetName(nullptr, function), cudaErrorInvalidValue);
    EXPECT_EQ(cudaOccupancyMaxActiveBlocksPerMultiprocessor(nullptr, function, 32, 0), cudaErrorInvalidValue);
    EXPECT_EQ(cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(nullptr, function, 32, 0, 0),
              cudaErrorInvalidValue);
    EXPECT_EQ(cudaGetSymbolAddress(nullptr, registered.symbol()), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGetSymbolSize(nullptr, registered.symbol()), cudaErrorInvalidValue);
    const char* name = nullptr;
    EXPECT_EQ(cudaFuncGetName(&name, function), cudaSuccess);
    EXPECT_STREQ(name, "fill");
}

TEST_F(launch_test, a_kernel_is_launched_into_a_stream_of_the_current_device) {
    const registration registered(fat_binary().add(ptx_for("75", 0), 75));
    const device_bytes words(sizeof(int));
    const test_stream stream_of_0;
    ASSERT_EQ(cudaSetDevice(1), cudaSuccess);
    EXPECT_EQ(registered.launch(words.data(), 0, 1, 1, 0, stream_of_0), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(registered.launch(words.data(), 0, 1, 1, 0, reinterpret_cast<cudaStream_t>(77 * 16)),
              cudaErrorInvalidResourceHandle);
}

TEST_F(launch_test, a_captured_launch_keeps_its_arguments) {
    const registration registered(fat_binary().add(ptx_for("75", 0), 75));
    const device_bytes words(sizeof(int));
    const test_stream stream;
    cudaGraph_t graph = nullptr;
    cudaGraphExec_t executable = nullptr;
    ASSERT_EQ(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal), cudaSuccess);
    EXPECT_EQ(registered.launch(words.data(), 7, 1, 1, 0, stream), cudaSuccess);
    ASSERT_EQ(cudaStreamEndCapture(stream, &graph), cudaSuccess);
    EXPECT_EQ(softknee_emulator_total("launches"), 0u);
    ASSERT_EQ(cudaGraphInstantiate(&executable, graph, 0), cudaSuccess);
    EXPECT_EQ(cudaGraphLaunch(executable, stream), cudaSuccess);
    EXPECT_EQ(softknee_emulator_total("launches"), 1u);
    int word = 0;
    EXPECT_EQ(cudaMemcpy(&word, words.data(), sizeof word, cudaMemcpyDefault), cudaSuccess);
    EXPECT_EQ(word, 7);
    EXPECT_EQ(cudaGraphExecDestroy(executable), cudaSuccess);
    EXPECT_EQ(cudaGraphDestroy(graph), cudaSuccess);
}

TEST_F(launch_test, occupancy_follows_the_limits_of_the_device) {
    const registration registered(fat_binary().add(ptx_for("75", 0), 75));
    const auto blocks_of = [&](int threads, std::size_t shared_bytes) {
        int blocks = -1;
        EXPECT_EQ(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, registered.function(), threads, shared_bytes),
                  cudaSuccess);
        int with_flags = -1;
        EXPECT_EQ(cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(&with_flags, registered.function(), threads,
                                                                         shared_bytes, cudaOccupancyDefault),
                  cudaSuccess);
        EXPECT_EQ(with_flags, blocks);
        return blocks;
    };
    EXPECT_EQ(blocks_of(32, 0), 32);
    EXPECT_EQ(blocks_of(512, 0), 4);
    EXPECT_EQ(blocks_of(513, 0), 3);
    EXPECT_EQ(blocks_of(1025, 0), 0);
    EXPECT_EQ(blocks_of(32, 75 << 10), 3);
    ASSERT_EQ(cudaSetDevice(1), cudaSuccess);
    EXPECT_EQ(blocks_of(32, 0), 16);
    EXPECT_EQ(blocks_of(512, 0), 2);
    int blocks = 0;
    EXPECT_EQ(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, registered.function(), 0, 0),
              cudaErrorInvalidValue);
    EXPECT_EQ(cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(&blocks, registered.function(), 32, 0, 77),
              cudaErrorInvalidValue);
}

using launch_death_test = launch_test;

TEST_F(launch_death_test, a_fault_of_a_kernel_ends_the_process) {
    const registration registered(fat_binary().add(ptx_for("75", 0), 75));
    const device_bytes words(sizeof(int));
    EXPECT_DEATH(registered.launch(words.data(), 0, 1, 2), "softknee emulator: .*fill");
}

TEST_F(launch_death_test, a_launch_attribute_without_an_effect_here_ends_the_process) {
    const registration registered(fat_binary().add(ptx_for("75", 0), 75));
    cudaLaunchAttribute attribute = {};
    attribute.id = cudaLaunchAttributeClusterDimension;
    cudaLaunchConfig_t configuration = {};
    configuration.gridDim = 1;
    configuration.blockDim = 1;
    configuration.attrs = &attribute;
    configuration.numAttrs = 1;
    EXPECT_DEATH(cudaLaunchKernelExC(&configuration, registered.function(), nullptr), "launch attribute 4 is not");
}

}  // namespace
}  // namespace softknee_emulator::test
