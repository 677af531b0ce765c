// SPDX-License-Identifier: Apache-2.0
#include "graph_walk.hpp"

#include "arithmetic_node.hpp"

namespace conformance {

namespace {

/// Initializers, and the inputs of the graph in their order. Old models list initializers among the inputs.
tensor_table known_tensors(const onnx::GraphProto& graph, const std::vector<tensor>& inputs) {
    tensor_table tensors;
    for (const auto& initializer : graph.initializer()) tensors[initializer.name()] = to_tensor(initializer);
    auto next = inputs.begin();
    for (const auto& input : graph.input()) {
        if (tensors.contains(input.name())) continue;
        if (next == inputs.end()) throw std::runtime_error("no data for the input " + input.name());
        tensors[input.name()] = *next++;
    }
    return tensors;
}

tensor evaluate(const onnx::NodeProto& node, const tensor_table& tensors, const activation_runner& run) {
    if (is_arithmetic(node)) return evaluate_arithmetic(node, tensors);
    const activation_call call = activation_of(node, tensors);
    tensor result = run(call, tensors.at(node.input(0)));
    if (call.factor != 1.0f) {
        for (float& value : result.values) value *= call.factor;
    }
    return result;
}

}  // namespace

std::vector<tensor> walk(const onnx::GraphProto& graph, const std::vector<tensor>& inputs,
                         const activation_runner& run) {
    tensor_table tensors = known_tensors(graph, inputs);
    for (const auto& node : graph.node()) tensors[node.output(0)] = evaluate(node, tensors, run);
    std::vector<tensor> outputs;
    for (const auto& output : graph.output()) outputs.push_back(tensors.at(output.name()));
    return outputs;
}

}  // namespace conformance
