// SPDX-License-Identifier: Apache-2.0
#include "launch_graph.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include <cuda_runtime_api.h>

#include "runtime_status.hpp"

namespace softknee::bench {
namespace {

struct graph_release {
    void operator()(CUgraph_st* graph) const { cudaGraphDestroy(graph); }
};
using captured_graph = std::unique_ptr<CUgraph_st, graph_release>;

captured_graph capture(stream_ref stream, const std::function<void()>& submit) {
    cudaGraph_t graph = nullptr;
    check(cudaStreamBeginCapture(stream.get(), cudaStreamCaptureModeThreadLocal), "cudaStreamBeginCapture");
    try {
        submit();
    } catch (...) {
        cudaStreamEndCapture(stream.get(), &graph);
        captured_graph unfinished(graph);
        throw;
    }
    check(cudaStreamEndCapture(stream.get(), &graph), "cudaStreamEndCapture");
    return captured_graph(graph);
}

int kernels_of(cudaGraph_t graph) {
    std::size_t count = 0;
    check(cudaGraphGetNodes(graph, nullptr, &count), "cudaGraphGetNodes");
    std::vector<cudaGraphNode_t> nodes(count);
    check(cudaGraphGetNodes(graph, nodes.data(), &count), "cudaGraphGetNodes");
    return static_cast<int>(std::ranges::count_if(nodes, [](cudaGraphNode_t node) {
        cudaGraphNodeType type;
        check(cudaGraphNodeGetType(node, &type), "cudaGraphNodeGetType");
        return type == cudaGraphNodeTypeKernel;
    }));
}

cudaGraphExec_t executable(cudaGraph_t graph) {
    cudaGraphExec_t result = nullptr;
    check(cudaGraphInstantiateWithFlags(&result, graph, 0), "cudaGraphInstantiateWithFlags");
    return result;
}

cudaEvent_t new_event() {
    cudaEvent_t event = nullptr;
    check(cudaEventCreate(&event), "cudaEventCreate");
    return event;
}

}  // namespace

void launch_graph::release::operator()(CUgraphExec_st* graph) const {
    cudaGraphExecDestroy(graph);
}

void launch_graph::release::operator()(CUevent_st* event) const {
    cudaEventDestroy(event);
}

launch_graph::launch_graph(stream_ref stream, const std::function<void()>& submit)
    : stream_(stream), start_(new_event()), end_(new_event()) {
    const captured_graph captured = capture(stream, submit);
    kernels_ = kernels_of(captured.get());
    graph_.reset(executable(captured.get()));
    check(cudaGraphUpload(graph_.get(), stream.get()), "cudaGraphUpload");
}

double launch_graph::seconds(int runs) const {
    check(cudaEventRecord(start_.get(), stream_.get()), "cudaEventRecord");
    for (int run = 0; run < runs; ++run) check(cudaGraphLaunch(graph_.get(), stream_.get()), "cudaGraphLaunch");
    check(cudaEventRecord(end_.get(), stream_.get()), "cudaEventRecord");
    check(cudaEventSynchronize(end_.get()), "cudaEventSynchronize");
    float milliseconds = 0;
    check(cudaEventElapsedTime(&milliseconds, start_.get(), end_.get()), "cudaEventElapsedTime");
    return static_cast<double>(milliseconds) * 1e-3;
}

}  // namespace softknee::bench
