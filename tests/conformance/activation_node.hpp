// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>
#include <map>
#include <optional>
#include <softknee/catalogue.hpp>
#include <string>

#include "tensor.hpp"

namespace conformance {

/// The tensors of a graph that are known so far, by name.
using tensor_table = std::map<std::string, tensor>;

/// What softknee computes for a node.
struct activation_call {
    softknee::activation activation;
    /// The slopes of a PRelu, which takes the place of the activation.
    std::optional<tensor> slopes = std::nullopt;
    /// A factor on the result: 1 except for a Selu whose gamma is not selu's.
    float factor = 1.0f;
};

/// Whether the node's operator is an activation, supported or not.
bool is_activation(const onnx::NodeProto& node);

/// Whether the operator only selects, moves or scales: IEEE 754 then leaves no choice, and results must be equal.
bool is_exact(const onnx::NodeProto& node);

/// The activation with the parameters that the node's attributes and, for Clip, its inputs give.
/// @throws unsupported if softknee has no such activation, or the node has an attribute that is not in the standard.
activation_call activation_of(const onnx::NodeProto& node, const tensor_table& tensors);

}  // namespace conformance
