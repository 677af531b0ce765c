// SPDX-License-Identifier: Apache-2.0
/// Graphs that can be launched.
#include <cuda_runtime_api.h>

#include <algorithm>

#include <emulator/runtime/call.hpp>
#include <emulator/runtime/capture.hpp>
#include <emulator/runtime/graph.hpp>
#include <emulator/runtime/handle_table.hpp>
#include <emulator/runtime/immortal.hpp>
#include <emulator/runtime/stream.hpp>

namespace softknee_emulator::runtime {
namespace {

/// The nodes as they were at the instantiation: neither changes nor the end of the graph reach it.
struct executable_graph {
    std::vector<std::shared_ptr<graph_node>> nodes;
    unsigned long long flags;

    bool frees_on_launch() const { return (flags & cudaGraphInstantiateFlagAutoFreeOnLaunch) != 0; }
};

struct executable_table {
    handle_table<cudaGraphExec_t, executable_graph> graphs{0x712};
};

auto& executables() {
    return immortal<executable_table>().graphs;
}

constexpr unsigned long long instantiation_flags =
    cudaGraphInstantiateFlagAutoFreeOnLaunch | cudaGraphInstantiateFlagUpload | cudaGraphInstantiateFlagUseNodePriority;

bool touches_memory(const graph_node& node) {
    return node.type == cudaGraphNodeTypeMemAlloc || node.type == cudaGraphNodeTypeMemFree;
}

cudaGraphExec_t instantiate(cudaGraph_t handle, unsigned long long flags) {
    graph& content = *find_graph(handle);
    if ((flags & cudaGraphInstantiateFlagDeviceLaunch) != 0) stop("a launch of graphs by kernels is not emulated");
    require((flags & ~instantiation_flags) == 0);
    // "If graph contains any allocation or free nodes, there can be at most one executable graph in existence for that
    // graph at a time."
    const bool has_memory = std::any_of(content.nodes().begin(), content.nodes().end(),
                                        [](const auto& node) { return touches_memory(*node); });
    require(!has_memory || content.instantiation.expired());
    const auto made = std::make_shared<executable_graph>(executable_graph{content.nodes(), flags});
    content.instantiation = made;
    return executables().add(made);
}

void run(const executable_graph& executable) {
    if (executable.frees_on_launch()) {
        for (const auto& node : executable.nodes) {
            if (node->memory != nullptr) node->memory->end_to_exist();
        }
    }
    // A copy: a host function may wait for another thread that updates the executable graph.
    const std::vector<std::shared_ptr<graph_node>> nodes = executable.nodes;
    for (const auto& node : nodes) node->work();
}

/// Graphs within graphs are not emulated.
void stop_if_captured(const stream& target) {
    if (capture_of(target) != nullptr) stop("a launch of a graph into a captured stream is not emulated");
}

/// Why one graph cannot take the place of another in an executable graph.
cudaGraphExecUpdateResult find_difference(const executable_graph& executable, const graph& update) {
    if (executable.nodes.size() != update.nodes().size()) return cudaGraphExecUpdateErrorTopologyChanged;
    for (std::size_t i = 0; i < executable.nodes.size(); ++i) {
        const graph_node& before = *executable.nodes[i];
        const graph_node& after = *update.nodes()[i];
        if (touches_memory(before) || touches_memory(after)) return cudaGraphExecUpdateErrorNotSupported;
        if (before.type != after.type) return cudaGraphExecUpdateErrorNodeTypeChanged;
        if (before.dependencies != after.dependencies) return cudaGraphExecUpdateErrorTopologyChanged;
    }
    return cudaGraphExecUpdateSuccess;
}

}  // namespace
}  // namespace softknee_emulator::runtime

using namespace softknee_emulator::runtime;

cudaError_t cudaGraphInstantiate(cudaGraphExec_t* executable, cudaGraph_t graph, unsigned long long flags) {
    return call(__func__, [&] {
        require(executable != nullptr);
        *executable = instantiate(graph, flags);
    });
}

cudaError_t cudaGraphInstantiateWithFlags(cudaGraphExec_t* executable, cudaGraph_t graph, unsigned long long flags) {
    return call(__func__, [&] {
        require(executable != nullptr);
        *executable = instantiate(graph, flags);
    });
}

cudaError_t cudaGraphExecGetFlags(cudaGraphExec_t executable, unsigned long long* flags) {
    return call(__func__, [&] {
        require(flags != nullptr);
        *flags = executables().find(executable, cudaErrorInvalidValue)->flags;
    });
}

cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable) {
    return call(__func__, [&] {
        executables().find(executable, cudaErrorInvalidValue);
        executables().remove(executable);
    });
}

cudaError_t cudaGraphUpload(cudaGraphExec_t executable, cudaStream_t stream) {
    return call(__func__, [&] {
        executables().find(executable, cudaErrorInvalidValue);
        stop_if_captured(*find_stream(stream));
    });
}

cudaError_t cudaGraphLaunch(cudaGraphExec_t handle, cudaStream_t stream) {
    return call(__func__, [&] {
        // A copy of the pointer: a host function may destroy the executable graph while it runs.
        const std::shared_ptr<executable_graph> executable = executables().find(handle, cudaErrorInvalidValue);
        const auto target = find_stream(stream);
        stop_if_captured(*target);
        refuse_legacy_conflict(*target);
        run(*executable);
    });
}

cudaError_t cudaGraphExecUpdate(cudaGraphExec_t handle, cudaGraph_t update,
                                cudaGraphExecUpdateResultInfo* information) {
    return call(__func__, [&] {
        require(information != nullptr);
        executable_graph& executable = *executables().find(handle, cudaErrorInvalidValue);
        const graph& replacement = *find_graph(update);
        *information = {};
        information->result = find_difference(executable, replacement);
        require(information->result == cudaGraphExecUpdateSuccess, cudaErrorGraphExecUpdateFailure);
        executable.nodes = replacement.nodes();
    });
}
