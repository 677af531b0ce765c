// SPDX-License-Identifier: Apache-2.0
/// cudaMallocAsync and cudaFreeAsync, which become nodes of a graph in a captured stream.
#include <cuda_runtime_api.h>

#include <memory>

#include <emulator/runtime/block.hpp>
#include <emulator/runtime/call.hpp>
#include <emulator/runtime/capture.hpp>
#include <emulator/runtime/device.hpp>
#include <emulator/runtime/graph_memory.hpp>
#include <emulator/runtime/memory_pool.hpp>
#include <emulator/runtime/stream.hpp>

using namespace softknee_emulator::runtime;

namespace {

void* allocate_in_graph(stream& captured, std::size_t bytes, int device) {
    const auto memory = std::make_shared<graph_memory>(bytes, device);
    add_captured_node(captured,
                      {cudaGraphNodeTypeMemAlloc, {}, [raw = memory.get()] { raw->begin_to_exist(); }, memory});
    return memory->address();
}

void free_in_graph(stream& captured, const block& freed) {
    // "This function results in the creation of a free node and must therefore be passed the address of a graph
    // allocation."
    require(freed.graph != nullptr);
    freed.graph->add_free_node();
    void* const address = freed.data;
    add_captured_node(captured, {cudaGraphNodeTypeMemFree, {}, [address] { free_block(block_at(address)); }});
}

void* allocate_from(const std::shared_ptr<memory_pool>& pool, std::size_t bytes, stream& target, const char* function) {
    require(bytes != 0);
    if (capture_of(target) != nullptr) return allocate_in_graph(target, bytes, pool->device);
    refuse_legacy_conflict(target);
    return allocate_block({.data = nullptr,
                           .bytes = bytes,
                           .device = pool->device,
                           .kind = block_kind::device,
                           .allocated_by = function,
                           .pool = pool})
        .data;
}

}  // namespace

cudaError_t cudaMallocAsync(void** pointer, std::size_t bytes, cudaStream_t stream) {
    return call(__func__, [&] {
        require(pointer != nullptr);
        const auto target = find_stream(stream);
        *pointer = allocate_from(pool_of_device(target->device), bytes, *target, "cudaMallocAsync");
    });
}

cudaError_t cudaMallocFromPoolAsync(void** pointer, std::size_t bytes, cudaMemPool_t pool, cudaStream_t stream) {
    return call(__func__, [&] {
        require(pointer != nullptr);
        const auto target = find_stream(stream);
        *pointer = allocate_from(find_pool(pool), bytes, *target, "cudaMallocFromPoolAsync");
    });
}

cudaError_t cudaFreeAsync(void* pointer, cudaStream_t stream) {
    return call(__func__, [&] {
        const auto target = find_stream(stream);
        if (capture_of(*target) != nullptr) {
            const block* const freed = find_block(pointer);
            require(freed != nullptr && freed->data == pointer);
            free_in_graph(*target, *freed);
            return;
        }
        refuse_legacy_conflict(*target);
        block& freed = block_at(pointer);
        require(freed.kind != block_kind::pinned);
        free_block(freed);
    });
}
