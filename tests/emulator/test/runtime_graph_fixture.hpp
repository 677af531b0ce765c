// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "runtime_fixture.hpp"

namespace softknee_emulator::test {

/// Captures work into graphs, which are destroyed with the test.
class graph_test : public runtime_test {
protected:
    ~graph_test() override {
        for (const cudaGraphExec_t executable : executables_) EXPECT_EQ(cudaGraphExecDestroy(executable), cudaSuccess);
        for (const cudaGraph_t graph : graphs_) EXPECT_EQ(cudaGraphDestroy(graph), cudaSuccess);
    }

    cudaGraph_t captured(const std::function<void()>& work) {
        cudaGraph_t graph = nullptr;
        EXPECT_EQ(cudaStreamBeginCapture(stream_, cudaStreamCaptureModeRelaxed), cudaSuccess);
        work();
        EXPECT_EQ(cudaStreamEndCapture(stream_, &graph), cudaSuccess);
        graphs_.push_back(graph);
        return graph;
    }
    cudaGraphExec_t instantiated(cudaGraph_t graph, unsigned long long flags = 0) {
        cudaGraphExec_t executable = nullptr;
        EXPECT_EQ(cudaGraphInstantiate(&executable, graph, flags), cudaSuccess);
        executables_.push_back(executable);
        return executable;
    }
    static std::size_t node_count(cudaGraph_t graph) {
        std::size_t count = 0;
        EXPECT_EQ(cudaGraphGetNodes(graph, nullptr, &count), cudaSuccess);
        return count;
    }
    static std::vector<cudaGraphNodeType> node_types(cudaGraph_t graph) {
        std::size_t count = node_count(graph);
        std::vector<cudaGraphNode_t> nodes(count);
        EXPECT_EQ(cudaGraphGetNodes(graph, nodes.data(), &count), cudaSuccess);
        std::vector<cudaGraphNodeType> types(count);
        for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(cudaGraphNodeGetType(nodes[i], &types[i]), cudaSuccess);
        return types;
    }

    test_stream stream_;
    std::vector<cudaGraph_t> graphs_;
    std::vector<cudaGraphExec_t> executables_;
};

}  // namespace softknee_emulator::test
