// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include <emulator/runtime/graph_memory.hpp>

namespace softknee_emulator::runtime {

/// Work that a stream has been given while it was captured.
struct graph_node {
    cudaGraphNodeType type;
    std::vector<std::size_t> dependencies;  ///< the indexes of earlier nodes of the graph
    std::function<void()> work;
    std::shared_ptr<graph_memory> memory{};  ///< of an allocation node
    cudaGraphNode_t handle = nullptr;
};

/// Nodes in the order in which they were captured, which is one in which they can run.
class graph {
public:
    graph() = default;
    graph(const graph&) = delete;
    graph& operator=(const graph&) = delete;
    /// The handles of its nodes end with a graph.
    ~graph();

    /// @return the index of the node
    std::size_t add(graph_node node);
    const std::vector<std::shared_ptr<graph_node>>& nodes() const { return nodes_; }
    /// For each node whether one of those named comes after it or is it.
    std::vector<bool> ancestors_of(const std::vector<std::size_t>& nodes) const;

    std::weak_ptr<const void> instantiation{};  ///< the last one made of it

private:
    std::vector<std::shared_ptr<graph_node>> nodes_;
};

/// The graphs that have a handle.
cudaGraph_t add_graph(std::shared_ptr<graph> content);
/// Refuses with cudaErrorInvalidValue if there is no such graph.
const std::shared_ptr<graph>& find_graph(cudaGraph_t handle);
void remove_graph(cudaGraph_t handle);

}  // namespace softknee_emulator::runtime
