// SPDX-License-Identifier: Apache-2.0
#include "activation_node.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <limits>
#include <set>
#include <stdexcept>
#include <string_view>

namespace conformance {

namespace {

/// Defaults as the standard prints them, in decimal digits of the float32.
constexpr float selu_alpha = 1.67326319217681884765625f;
constexpr float selu_gamma = 1.05070102214813232421875f;

/// The attributes of a node, which all have to be asked for.
class attributes {
public:
    explicit attributes(const onnx::NodeProto& node) : node_(node) {}

    float get(const std::string& name, float default_value) {
        known_.insert(name);
        for (const auto& attribute : node_.attribute()) {
            if (attribute.name() == name) return attribute.f();
        }
        return default_value;
    }

    void refuse_others() const {
        for (const auto& attribute : node_.attribute()) {
            if (!known_.contains(attribute.name())) {
                throw unsupported(node_.op_type() + " with the attribute " + attribute.name());
            }
        }
    }

private:
    const onnx::NodeProto& node_;
    std::set<std::string> known_;
};

/// 17 digits name a float32 exactly.
std::string text(float value) {
    std::array<char, 32> buffer;
    std::snprintf(buffer.data(), buffer.size(), "%.17g", static_cast<double>(value));
    return buffer.data();
}

/// "name(a, b)"
activation_call call(const std::string& name, std::initializer_list<float> parameters) {
    std::string arguments;
    for (const float parameter : parameters) arguments += (arguments.empty() ? "" : ", ") + text(parameter);
    return {softknee::parse(name + '(' + arguments + ')')};
}

/// An optional input with one value; before opset 11 Clip's bounds were attributes instead.
float bound(const onnx::NodeProto& node, int index, const tensor_table& tensors, float default_value) {
    if (node.input_size() <= index || node.input(index).empty()) return default_value;
    return tensors.at(node.input(index)).values.at(0);
}

struct activation_operator {
    std::string_view name;
    bool exact;
    std::function<activation_call(const onnx::NodeProto&, attributes&, const tensor_table&)> make;
};

activation_call make_clip(const onnx::NodeProto& node, attributes& of_node, const tensor_table& tensors) {
    const float lowest = of_node.get("min", std::numeric_limits<float>::lowest());
    const float highest = of_node.get("max", std::numeric_limits<float>::max());
    return call("clip", {bound(node, 1, tensors, lowest), bound(node, 2, tensors, highest)});
}

activation_call make_selu(attributes& of_node) {
    const float alpha = of_node.get("alpha", selu_alpha);
    const float gamma = of_node.get("gamma", selu_gamma);
    if (alpha == selu_alpha && gamma == selu_gamma) return {softknee::parse("selu")};
    activation_call result = call("elu", {alpha});
    result.factor = gamma;
    return result;
}

const std::vector<activation_operator>& operators() {
    const auto plain = [](std::string_view name) {
        return [name](const onnx::NodeProto&, attributes&, const tensor_table&) {
            return activation_call{softknee::parse(name)};
        };
    };
    using node = const onnx::NodeProto&;
    using tensors = const tensor_table&;
    static const std::vector<activation_operator> table{
        {"Identity", true, plain("identity")},
        {"Relu", true, plain("relu")},
        {"Clip", true, make_clip},
        {"LeakyRelu", true, [](node, attributes& of, tensors) { return call("leaky_relu", {of.get("alpha", 0.01f)}); }},
        {"ThresholdedRelu", true,
         [](node, attributes& of, tensors) { return call("thresholded_relu", {of.get("alpha", 1.0f)}); }},
        {"Shrink", true,
         [](node, attributes& of, tensors) {
             return call("shrink", {of.get("lambd", 0.5f), of.get("bias", 0.0f)});
         }},
        {"Elu", false, [](node, attributes& of, tensors) { return call("elu", {of.get("alpha", 1.0f)}); }},
        {"Celu", false, [](node, attributes& of, tensors) { return call("celu", {of.get("alpha", 1.0f)}); }},
        {"Selu", false, [](node, attributes& of, tensors) { return make_selu(of); }},
        {"HardSigmoid", false,
         [](node, attributes& of, tensors) {
             return call("hard_sigmoid", {of.get("alpha", 0.2f), of.get("beta", 0.5f)});
         }},
        {"HardSwish", false, plain("hard_swish")},
        {"Sigmoid", false, plain("sigmoid")},
        {"Tanh", false, plain("tanh")},
        {"Softplus", false, plain("softplus")},
        {"Softsign", false, plain("softsign")},
        {"PRelu", true,
         [](node of, attributes&, tensors all) {
             return activation_call{softknee::identity{}, all.at(of.input(1))};
         }},
    };
    return table;
}

const activation_operator* find(const onnx::NodeProto& node) {
    const auto found = std::ranges::find(operators(), std::string_view(node.op_type()), &activation_operator::name);
    return node.domain().empty() && found != operators().end() ? &*found : nullptr;
}

}  // namespace

bool is_activation(const onnx::NodeProto& node) {
    return find(node) != nullptr;
}

bool is_exact(const onnx::NodeProto& node) {
    const auto* const found = find(node);
    return found && found->exact;
}

activation_call activation_of(const onnx::NodeProto& node, const tensor_table& tensors) {
    const auto* const found = find(node);
    if (!found) throw unsupported("the operator " + node.op_type());
    attributes of_node(node);
    const activation_call result = found->make(node, of_node, tensors);
    of_node.refuse_others();
    return result;
}

}  // namespace conformance
