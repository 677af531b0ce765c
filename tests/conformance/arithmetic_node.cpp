// SPDX-License-Identifier: Apache-2.0
#include "arithmetic_node.hpp"

#include <functional>

namespace conformance {

namespace {

template <class Operation>
tensor combine(const tensor& a, const tensor& b, Operation operation) {
    if (a.sizes != b.sizes && a.values.size() != 1 && b.values.size() != 1) {
        throw unsupported("arithmetic that broadcasts more than a single number");
    }
    const bool repeat_a = a.values.size() == 1;
    const bool repeat_b = b.values.size() == 1;
    // A single number has the shape of the other operand, even if that is a single number with more dimensions.
    tensor result{a.sizes.size() < b.sizes.size() || (repeat_a && !repeat_b) ? b.sizes : a.sizes, {}};
    for (std::size_t i = 0; i < (repeat_a ? b : a).values.size(); ++i) {
        result.values.push_back(operation(a.values[repeat_a ? 0 : i], b.values[repeat_b ? 0 : i]));
    }
    return result;
}

tensor constant(const onnx::NodeProto& node) {
    for (const auto& attribute : node.attribute()) {
        if (attribute.name() == "value") return to_tensor(attribute.t());
        if (attribute.name() == "value_float") return {{}, {attribute.f()}};
    }
    throw unsupported("a Constant that is no tensor");
}

}  // namespace

bool is_arithmetic(const onnx::NodeProto& node) {
    const std::string& name = node.op_type();
    return name == "Constant" || name == "Neg" || name == "Add" || name == "Mul" || name == "Div";
}

tensor evaluate_arithmetic(const onnx::NodeProto& node, const tensor_table& tensors) {
    const std::string& name = node.op_type();
    if (name == "Constant") return constant(node);
    const tensor& a = tensors.at(node.input(0));
    if (name == "Neg") return combine(a, {{}, {-1.0f}}, std::multiplies<float>());
    const tensor& b = tensors.at(node.input(1));
    if (name == "Add") return combine(a, b, std::plus<float>());
    if (name == "Mul") return combine(a, b, std::multiplies<float>());
    return combine(a, b, std::divides<float>());
}

}  // namespace conformance
