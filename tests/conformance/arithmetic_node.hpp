// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>

#include "activation_node.hpp"

namespace conformance {

/// Whether the node is one of the few operators between activations that a graph is walked over: Constant, Neg, and
/// Add, Mul and Div of equal shapes or with a single number.
bool is_arithmetic(const onnx::NodeProto& node);

/// What the node computes, in float32.
/// @throws unsupported if the shapes differ otherwise, or a Constant is of another kind.
tensor evaluate_arithmetic(const onnx::NodeProto& node, const tensor_table& tensors);

}  // namespace conformance
