// SPDX-License-Identifier: Apache-2.0
/// Launches of kernels.
#include <cuda_runtime_api.h>

#include <array>

#include <emulator/runtime/call.hpp>
#include <emulator/runtime/device.hpp>
#include <emulator/runtime/kernel_limits.hpp>
#include <emulator/runtime/module.hpp>
#include <emulator/runtime/stream.hpp>

using namespace softknee_emulator;
using namespace softknee_emulator::runtime;

namespace {

struct launch_shape {
    dim3 grid;
    dim3 block;
    std::size_t dynamic_shared_bytes;
    cudaStream_t stream;
};

void check_dimensions(const dim3& grid, const dim3& block) {
    const bool has_blocks = grid.x != 0 && grid.y != 0 && grid.z != 0;
    const bool has_threads = block.x != 0 && block.y != 0 && block.z != 0;
    require(has_blocks && has_threads, cudaErrorInvalidConfiguration);
    const bool grid_fits = grid.x <= blocks_per_grid_x && grid.y <= blocks_per_grid_yz && grid.z <= blocks_per_grid_yz;
    const bool block_fits = block.x <= threads_per_block && block.y <= threads_per_block &&
                            block.z <= threads_per_block_z && block.x * block.y * block.z <= threads_per_block;
    require(grid_fits && block_fits, cudaErrorInvalidConfiguration);
}

void launch(const void* function, const launch_shape& shape, void** arguments) {
    const registered_kernel& kernel = find_kernel(function);
    device& where = current_device();
    const auto target = find_stream(shape.stream);
    // "A kernel launch will fail if it is issued to a stream that is not associated to the current device."
    require(target->device == where.ordinal, cudaErrorInvalidResourceHandle);
    check_dimensions(shape.grid, shape.block);
    const program& code = program_on(kernel, where);
    require(shape.dynamic_shared_bytes <= most_dynamic_shared_bytes(kernel, where));
    require(arguments != nullptr || facts_of(code).parameter_bytes == 0);

    const launch_request request{&code,
                                 {shape.grid.x, shape.grid.y, shape.grid.z},
                                 {shape.block.x, shape.block.y, shape.block.z},
                                 take_arguments(code, arguments),
                                 shape.dynamic_shared_bytes};
    submit(*target, cudaGraphNodeTypeKernel, [&where, request] { where.processor.run(request); });
}

/// The shapes between <<<>>> and the launch that nvcc generates for it: more than one if an argument launches as well.
struct pushed_shapes {
    std::array<launch_shape, 16> shapes;
    std::size_t count = 0;
};

thread_local pushed_shapes pushed;

}  // namespace

cudaError_t cudaLaunchKernel(const void* function, dim3 grid, dim3 block, void** arguments, std::size_t shared_bytes,
                             cudaStream_t stream) {
    return call(__func__, [&] { launch(function, {grid, block, shared_bytes, stream}, arguments); });
}

cudaError_t cudaLaunchKernelExC(const cudaLaunchConfig_t* configuration, const void* function, void** arguments) {
    return call(__func__, [&] {
        require(configuration != nullptr);
        for (unsigned i = 0; i < configuration->numAttrs; ++i) {
            const cudaLaunchAttributeID id = configuration->attrs[i].id;
            if (id == cudaLaunchAttributeIgnore || id == cudaLaunchAttributePriority) continue;
            stop("launch attribute " + std::to_string(id) + " is not emulated");
        }
        const launch_shape shape{configuration->gridDim, configuration->blockDim, configuration->dynamicSmemBytes,
                                 configuration->stream};
        launch(function, shape, arguments);
    });
}

extern "C" {

cudaError_t __cudaLaunchKernel(cudaKernel_t kernel, dim3 grid, dim3 block, void** arguments, std::size_t shared_bytes,
                               cudaStream_t stream) {
    return call(__func__, [&] {
        launch(reinterpret_cast<const void*>(kernel), {grid, block, shared_bytes, stream}, arguments);
    });
}

unsigned __cudaPushCallConfiguration(dim3 grid, dim3 block, std::size_t shared_bytes, cudaStream_t stream) {
    const cudaError_t status = call_without_device(__func__, [&] {
        if (pushed.count == pushed.shapes.size()) stop("launches in the arguments of launches, too deep");
        pushed.shapes[pushed.count++] = {grid, block, shared_bytes, stream};
    });
    return static_cast<unsigned>(status);
}

cudaError_t __cudaPopCallConfiguration(dim3* grid, dim3* block, std::size_t* shared_bytes, void* stream) {
    return call_without_device(__func__, [&] {
        require(pushed.count != 0, cudaErrorMissingConfiguration);
        const launch_shape& last = pushed.shapes[--pushed.count];
        *grid = last.grid;
        *block = last.block;
        *shared_bytes = last.dynamic_shared_bytes;
        *static_cast<cudaStream_t*>(stream) = last.stream;
    });
}
}
