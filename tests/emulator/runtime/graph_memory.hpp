// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace softknee_emulator::runtime {

/// What an allocation node takes: its address is fixed when the node is made, and the memory exists from a run of that
/// node to a run of a free node or to a free outside of the graph. While it does not exist, copies of it are refused,
/// and a kernel that reads it is a fault, because nothing in it has been written; one that writes it is not noticed.
class graph_memory {
public:
    /// Reserves the address. Refuses with cudaErrorMemoryAllocation beyond the memory of the device.
    graph_memory(std::size_t bytes, int device);
    graph_memory(const graph_memory&) = delete;
    graph_memory& operator=(const graph_memory&) = delete;
    /// Memory that exists outlives its graph until it is freed.
    ~graph_memory();

    void* address() const { return address_; }
    bool exists() const;
    /// Refuses with cudaErrorInvalidValue if it exists: a graph cannot be launched again before its memory is freed.
    void begin_to_exist();
    void end_to_exist();
    /// Notes that a node of its graph frees it. Refuses with cudaErrorInvalidValue if one does already: it can "only be
    /// freed once in the owning graph".
    void add_free_node();

private:
    void* address_;
    bool has_free_node_ = false;
};

}  // namespace softknee_emulator::runtime
