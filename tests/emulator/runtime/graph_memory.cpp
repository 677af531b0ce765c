// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/graph_memory.hpp>

#include <emulator/runtime/block.hpp>
#include <emulator/runtime/counts.hpp>
#include <emulator/runtime/refusal.hpp>

namespace softknee_emulator::runtime {
namespace {

/// The block of a graph's memory; null after cudaDeviceReset.
block* block_of(const graph_memory& memory) {
    block* const found = find_block(memory.address());
    return found != nullptr && found->graph == &memory ? found : nullptr;
}

}  // namespace

graph_memory::graph_memory(std::size_t bytes, int device)
    : address_(allocate_block({.data = nullptr,
                               .bytes = bytes,
                               .device = device,
                               .kind = block_kind::device,
                               .allocated_by = "an allocation node of a graph",
                               .graph = this,
                               .exists = false})
                   .data) {}

graph_memory::~graph_memory() {
    block* const reserved = block_of(*this);
    if (reserved == nullptr) return;
    reserved->graph = nullptr;
    if (!reserved->exists) release_block(*reserved);
}

bool graph_memory::exists() const {
    const block* const reserved = block_of(*this);
    return reserved != nullptr && reserved->exists;
}

void graph_memory::begin_to_exist() {
    block* const reserved = block_of(*this);
    require(reserved != nullptr && !reserved->exists);
    reserved->exists = true;
    counts().add_allocation();
}

void graph_memory::add_free_node() {
    require(!has_free_node_);
    has_free_node_ = true;
}

void graph_memory::end_to_exist() {
    if (exists()) free_block(*block_of(*this));
}

}  // namespace softknee_emulator::runtime
