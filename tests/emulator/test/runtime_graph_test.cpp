// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "runtime_graph_fixture.hpp"

/// Graphs that come from stream capture, and what they become.
namespace softknee_emulator::test {
namespace {

void add_1(void* number) {
    ++*static_cast<int*>(number);
}

TEST_F(graph_test, nodes_are_of_the_types_of_the_captured_work) {
    const device_bytes memory(16);
    int calls = 0;
    char byte = 0;
    const cudaGraph_t graph = captured([&] {
        EXPECT_EQ(cudaMemsetAsync(memory.data(), 0, 16, stream_), cudaSuccess);
        EXPECT_EQ(cudaMemcpyAsync(&byte, memory.data(), 1, cudaMemcpyDefault, stream_), cudaSuccess);
        EXPECT_EQ(cudaLaunchHostFunc(stream_, add_1, &calls), cudaSuccess);
        void* pointer = nullptr;
        EXPECT_EQ(cudaMallocAsync(&pointer, 8, stream_), cudaSuccess);
        EXPECT_EQ(cudaFreeAsync(pointer, stream_), cudaSuccess);
    });
    const std::vector<cudaGraphNodeType> expected = {cudaGraphNodeTypeMemset, cudaGraphNodeTypeMemcpy,
                                                     cudaGraphNodeTypeHost, cudaGraphNodeTypeMemAlloc,
                                                     cudaGraphNodeTypeMemFree};
    EXPECT_EQ(node_types(graph), expected);
    EXPECT_EQ(calls, 0);
}

TEST_F(graph_test, a_graph_runs_in_order_at_every_launch) {
    const device_bytes memory(16);
    int calls = 0;
    std::string text = "0123456789abcdef";
    std::string result(16, '-');
    const cudaGraphExec_t executable = instantiated(captured([&] {
        EXPECT_EQ(cudaMemcpyAsync(memory.data(), text.data(), 16, cudaMemcpyDefault, stream_), cudaSuccess);
        EXPECT_EQ(cudaMemsetAsync(memory.data(), '.', 4, stream_), cudaSuccess);
        EXPECT_EQ(cudaMemcpyAsync(result.data(), memory.data(), 16, cudaMemcpyDefault, stream_), cudaSuccess);
        EXPECT_EQ(cudaLaunchHostFunc(stream_, add_1, &calls), cudaSuccess);
    }));
    EXPECT_EQ(result, std::string(16, '-'));
    EXPECT_EQ(cudaGraphUpload(executable, stream_), cudaSuccess);
    EXPECT_EQ(cudaGraphLaunch(executable, stream_), cudaSuccess);
    EXPECT_EQ(result, "....456789abcdef");
    text = "fedcba9876543210";
    EXPECT_EQ(cudaGraphLaunch(executable, nullptr), cudaSuccess);
    EXPECT_EQ(result, "....ba9876543210");
    EXPECT_EQ(calls, 2);
}

TEST_F(graph_test, listing_nodes_fills_the_array_that_it_is_given) {
    const device_bytes memory(16);
    const cudaGraph_t graph = captured([&] {
        for (int i = 0; i < 3; ++i) EXPECT_EQ(cudaMemsetAsync(memory.data(), 0, 16, stream_), cudaSuccess);
    });
    cudaGraphNode_t nodes[5];
    std::size_t count = 2;
    EXPECT_EQ(cudaGraphGetNodes(graph, nodes, &count), cudaSuccess);
    EXPECT_EQ(count, 2u);
    count = 5;
    EXPECT_EQ(cudaGraphGetNodes(graph, nodes, &count), cudaSuccess);
    EXPECT_EQ(count, 3u);
    EXPECT_EQ(nodes[4], nullptr);
    EXPECT_EQ(cudaGraphGetRootNodes(graph, nullptr, &count), cudaSuccess);
    EXPECT_EQ(count, 1u);
}

TEST_F(graph_test, forked_work_belongs_to_the_graph) {
    const device_bytes memory(16);
    const test_stream forked;
    const test_event fork;
    const test_event join;
    const cudaGraph_t graph = captured([&] {
        EXPECT_EQ(cudaEventRecord(fork, stream_), cudaSuccess);
        EXPECT_EQ(cudaStreamWaitEvent(forked, fork, 0), cudaSuccess);
        EXPECT_EQ(cudaMemsetAsync(memory.data(), 'a', 8, stream_), cudaSuccess);
        EXPECT_EQ(cudaMemsetAsync(memory.data() + 8, 'b', 8, forked), cudaSuccess);
        EXPECT_EQ(cudaEventRecord(join, forked), cudaSuccess);
        EXPECT_EQ(cudaStreamWaitEvent(stream_, join, 0), cudaSuccess);
    });
    EXPECT_EQ(node_count(graph), 2u);
    std::size_t roots = 0;
    EXPECT_EQ(cudaGraphGetRootNodes(graph, nullptr, &roots), cudaSuccess);
    EXPECT_EQ(roots, 2u);
    EXPECT_EQ(cudaGraphLaunch(instantiated(graph), stream_), cudaSuccess);
    std::string result(16, '-');
    EXPECT_EQ(cudaMemcpy(result.data(), memory.data(), 16, cudaMemcpyDefault), cudaSuccess);
    EXPECT_EQ(result, "aaaaaaaabbbbbbbb");
}

TEST_F(graph_test, an_executable_graph_outlives_its_graph) {
    int calls = 0;
    const cudaGraph_t graph = captured([&] { cudaLaunchHostFunc(stream_, add_1, &calls); });
    cudaGraphExec_t executable = nullptr;
    ASSERT_EQ(cudaGraphInstantiateWithFlags(&executable, graph, cudaGraphInstantiateFlagUseNodePriority), cudaSuccess);
    executables_.push_back(executable);
    EXPECT_EQ(cudaGraphDestroy(graph), cudaSuccess);
    graphs_.clear();
    EXPECT_EQ(cudaGraphLaunch(executable, stream_), cudaSuccess);
    EXPECT_EQ(calls, 1);
    unsigned long long flags = 0;
    EXPECT_EQ(cudaGraphExecGetFlags(executable, &flags), cudaSuccess);
    EXPECT_EQ(flags, static_cast<unsigned long long>(cudaGraphInstantiateFlagUseNodePriority));
}

TEST_F(graph_test, what_is_destroyed_is_refused) {
    const cudaGraph_t graph = captured([] {});
    cudaGraphExec_t executable = instantiated(graph);
    executables_.clear();
    graphs_.clear();
    ASSERT_EQ(cudaGraphExecDestroy(executable), cudaSuccess);
    ASSERT_EQ(cudaGraphDestroy(graph), cudaSuccess);
    std::size_t count = 0;
    unsigned long long flags = 0;
    EXPECT_EQ(cudaGraphLaunch(executable, stream_), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGraphUpload(executable, stream_), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGraphExecGetFlags(executable, &flags), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGraphExecDestroy(executable), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGraphDestroy(graph), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGraphGetNodes(graph, nullptr, &count), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGraphGetRootNodes(graph, nullptr, &count), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGraphInstantiate(&executable, graph, 0), cudaErrorInvalidValue);
}

TEST_F(graph_test, wrong_arguments_are_refused) {
    const cudaGraph_t graph = captured([] {});
    cudaGraphExec_t executable = nullptr;
    cudaGraphNodeType type;
    EXPECT_EQ(cudaGraphInstantiate(&executable, graph, 1 << 20), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGraphNodeGetType(nullptr, &type), cudaErrorInvalidValue);
}

TEST_F(graph_test, an_update_takes_a_graph_of_the_same_form) {
    const device_bytes memory(16);
    const auto set = [&](int value) { cudaMemsetAsync(memory.data(), value, 16, stream_); };
    const cudaGraphExec_t executable = instantiated(captured([&] { set('a'); }));
    cudaGraphExecUpdateResultInfo information = {};
    EXPECT_EQ(cudaGraphExecUpdate(executable, captured([&] { set('b'); }), &information), cudaSuccess);
    EXPECT_EQ(information.result, cudaGraphExecUpdateSuccess);
    EXPECT_EQ(cudaGraphLaunch(executable, stream_), cudaSuccess);
    char byte = 0;
    EXPECT_EQ(cudaMemcpy(&byte, memory.data(), 1, cudaMemcpyDefault), cudaSuccess);
    EXPECT_EQ(byte, 'b');
}

TEST_F(graph_test, an_update_refuses_a_graph_of_another_form) {
    const device_bytes memory(16);
    int calls = 0;
    const auto set = [&] { cudaMemsetAsync(memory.data(), 'a', 16, stream_); };
    const auto refused = [](cudaGraphExec_t executable, cudaGraph_t graph) {
        cudaGraphExecUpdateResultInfo information = {};
        EXPECT_EQ(cudaGraphExecUpdate(executable, graph, &information), cudaErrorGraphExecUpdateFailure);
        return information.result;
    };
    const cudaGraphExec_t executable = instantiated(captured(set));
    EXPECT_EQ(refused(executable, captured([&] { set(), set(); })), cudaGraphExecUpdateErrorTopologyChanged);
    EXPECT_EQ(refused(executable, captured([&] { cudaLaunchHostFunc(stream_, add_1, &calls); })),
              cudaGraphExecUpdateErrorNodeTypeChanged);
    const auto allocate_and_free = [&] {
        void* pointer = nullptr;
        cudaMallocAsync(&pointer, 8, stream_);
        cudaFreeAsync(pointer, stream_);
    };
    EXPECT_EQ(refused(instantiated(captured(allocate_and_free)), captured(allocate_and_free)),
              cudaGraphExecUpdateErrorNotSupported);
}

TEST_F(graph_test, an_error_in_a_graph_is_that_of_its_launch) {
    void* pointer = nullptr;
    ASSERT_EQ(cudaMalloc(&pointer, 8), cudaSuccess);
    const cudaGraphExec_t executable = instantiated(captured([&] { cudaMemsetAsync(pointer, 0, 8, stream_); }));
    ASSERT_EQ(cudaFree(pointer), cudaSuccess);
    EXPECT_EQ(cudaGraphLaunch(executable, stream_), cudaErrorInvalidValue);
}

using graph_death_test = graph_test;

TEST_F(graph_death_test, a_graph_within_a_graph_ends_the_process) {
    const cudaGraphExec_t executable = instantiated(captured([] {}));
    captured([&] {
        EXPECT_DEATH(cudaGraphLaunch(executable, stream_), "a launch of a graph into a captured stream is not");
        EXPECT_DEATH(cudaGraphUpload(executable, stream_), "a launch of a graph into a captured stream is not");
    });
    EXPECT_DEATH(instantiated(captured([] {}), cudaGraphInstantiateFlagDeviceLaunch), "launch of graphs by kernels");
}

}  // namespace
}  // namespace softknee_emulator::test
