// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>
#include <functional>
#include <vector>

#include "activation_node.hpp"
#include "tensor.hpp"

namespace conformance {

/// Computes an activation of a tensor, somewhere; the factor of the call is not its business.
using activation_runner = std::function<tensor(const activation_call&, const tensor&)>;

/// Evaluates the nodes of a graph one after the other, activations by `run` and arithmetic between them in float32.
/// @returns the outputs of the graph
/// @throws unsupported if a node is neither
std::vector<tensor> walk(const onnx::GraphProto& graph, const std::vector<tensor>& inputs,
                         const activation_runner& run);

}  // namespace conformance
