// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/graph.hpp>

#include <algorithm>

#include <emulator/runtime/call.hpp>
#include <emulator/runtime/handle_table.hpp>
#include <emulator/runtime/immortal.hpp>

namespace softknee_emulator::runtime {
namespace {

struct graph_tables {
    handle_table<cudaGraph_t, graph> graphs{0x710};
    handle_table<cudaGraphNode_t, graph_node> nodes{0x711};
};

/// Writes handles as the functions do that list nodes: without an array they say how many there are, with one that is
/// larger the rest is filled with null.
void write_nodes(const std::vector<cudaGraphNode_t>& found, cudaGraphNode_t* nodes, std::size_t* count) {
    require(count != nullptr);
    if (nodes == nullptr) {
        *count = found.size();
        return;
    }
    for (std::size_t i = 0; i < *count; ++i) nodes[i] = i < found.size() ? found[i] : nullptr;
    *count = std::min(*count, found.size());
}

}  // namespace

graph::~graph() {
    for (const auto& node : nodes_) immortal<graph_tables>().nodes.remove(node->handle);
}

std::size_t graph::add(graph_node node) {
    nodes_.push_back(std::make_shared<graph_node>(std::move(node)));
    nodes_.back()->handle = immortal<graph_tables>().nodes.add(nodes_.back());
    return nodes_.size() - 1;
}

std::vector<bool> graph::ancestors_of(const std::vector<std::size_t>& nodes) const {
    std::vector<bool> reached(nodes_.size());
    for (const std::size_t node : nodes) reached[node] = true;
    for (std::size_t i = nodes_.size(); i-- > 0;) {
        if (!reached[i]) continue;
        for (const std::size_t earlier : nodes_[i]->dependencies) reached[earlier] = true;
    }
    return reached;
}

cudaGraph_t add_graph(std::shared_ptr<graph> content) {
    return immortal<graph_tables>().graphs.add(std::move(content));
}

const std::shared_ptr<graph>& find_graph(cudaGraph_t handle) {
    return immortal<graph_tables>().graphs.find(handle, cudaErrorInvalidValue);
}

void remove_graph(cudaGraph_t handle) {
    immortal<graph_tables>().graphs.remove(handle);
}

}  // namespace softknee_emulator::runtime

using namespace softknee_emulator::runtime;

cudaError_t cudaGraphDestroy(cudaGraph_t handle) {
    return call(__func__, [&] {
        find_graph(handle);
        remove_graph(handle);
    });
}

cudaError_t cudaGraphGetNodes(cudaGraph_t handle, cudaGraphNode_t* nodes, std::size_t* count) {
    return call(__func__, [&] {
        std::vector<cudaGraphNode_t> found;
        for (const auto& node : find_graph(handle)->nodes()) found.push_back(node->handle);
        write_nodes(found, nodes, count);
    });
}

cudaError_t cudaGraphGetRootNodes(cudaGraph_t handle, cudaGraphNode_t* nodes, std::size_t* count) {
    return call(__func__, [&] {
        std::vector<cudaGraphNode_t> found;
        for (const auto& node : find_graph(handle)->nodes()) {
            if (node->dependencies.empty()) found.push_back(node->handle);
        }
        write_nodes(found, nodes, count);
    });
}

cudaError_t cudaGraphNodeGetType(cudaGraphNode_t node, cudaGraphNodeType* type) {
    return call(__func__, [&] {
        require(type != nullptr);
        *type = immortal<graph_tables>().nodes.find(node, cudaErrorInvalidValue)->type;
    });
}
