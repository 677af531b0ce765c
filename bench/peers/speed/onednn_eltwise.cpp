// SPDX-License-Identifier: Apache-2.0
#include "onednn_eltwise.hpp"

#include <optional>
#include <unordered_map>

#include <dnnl.hpp>

namespace softknee_peers {
namespace {

using dnnl::algorithm;
using softknee::pass;

struct operation {
    algorithm kind;
    float alpha = 0;
    float beta = 0;
};

/// From x; softknee's parameters are at their defaults.
struct find_from_input {
    using result = std::optional<operation>;
    result operator()(const softknee::relu&) const { return operation{algorithm::eltwise_relu}; }
    result operator()(const softknee::leaky_relu& a) const {
        return operation{algorithm::eltwise_relu, static_cast<float>(a.negative_slope)};
    }
    result operator()(const softknee::clip& a) const {
        return operation{algorithm::eltwise_clip_v2, static_cast<float>(a.lo), static_cast<float>(a.hi)};
    }
    result operator()(const softknee::elu& a) const {
        return operation{algorithm::eltwise_elu, static_cast<float>(a.alpha)};
    }
    result operator()(const softknee::gelu&) const { return operation{algorithm::eltwise_gelu_erf}; }
    result operator()(const softknee::gelu_tanh&) const { return operation{algorithm::eltwise_gelu_tanh}; }
    result operator()(const softknee::silu&) const { return operation{algorithm::eltwise_swish, 1}; }
    result operator()(const softknee::quick_gelu&) const { return operation{algorithm::eltwise_swish, 1.702f}; }
    result operator()(const softknee::swish& a) const {
        return operation{algorithm::eltwise_swish, static_cast<float>(a.beta)};
    }
    result operator()(const softknee::mish&) const { return operation{algorithm::eltwise_mish}; }
    result operator()(const softknee::softplus& a) const {
        return a.beta == 1 ? result(operation{algorithm::eltwise_soft_relu}) : std::nullopt;
    }
    result operator()(const softknee::sigmoid&) const { return operation{algorithm::eltwise_logistic}; }
    result operator()(const softknee::log_sigmoid&) const { return operation{algorithm::eltwise_logsigmoid}; }
    result operator()(const softknee::tanh&) const { return operation{algorithm::eltwise_tanh}; }
    result operator()(const softknee::hard_swish&) const { return operation{algorithm::eltwise_hardswish}; }
    template <class Other>
    result operator()(const Other&) const {
        return std::nullopt;
    }
};

std::optional<operation> find_operation(const softknee::activation& activation, pass direction) {
    std::optional<operation> found = std::visit(find_from_input{}, activation);
    if (!found || direction != pass::backward_from_output) return found;
    static const std::unordered_map<int, algorithm> from_output = {
        {static_cast<int>(algorithm::eltwise_relu), algorithm::eltwise_relu_use_dst_for_bwd},
        {static_cast<int>(algorithm::eltwise_elu), algorithm::eltwise_elu_use_dst_for_bwd},
        {static_cast<int>(algorithm::eltwise_clip_v2), algorithm::eltwise_clip_v2_use_dst_for_bwd},
        {static_cast<int>(algorithm::eltwise_logistic), algorithm::eltwise_logistic_use_dst_for_bwd},
        {static_cast<int>(algorithm::eltwise_tanh), algorithm::eltwise_tanh_use_dst_for_bwd},
    };
    const auto other = from_output.find(static_cast<int>(found->kind));
    if (other == from_output.end()) return std::nullopt;
    found->kind = other->second;
    return found;
}

std::optional<dnnl::memory::data_type> find_type(softknee::dtype type) {
    if (type == softknee::dtype::bfloat16) return dnnl::memory::data_type::bf16;
    if (type == softknee::dtype::float32) return dnnl::memory::data_type::f32;
    return std::nullopt;
}

}  // namespace

struct onednn_eltwise::primitives {
    dnnl::stream stream;
    dnnl::primitive primitive;
    std::unordered_map<int, dnnl::memory> arguments;
};

onednn_eltwise::onednn_eltwise(std::unique_ptr<primitives> ready) : primitives_(std::move(ready)) {}
onednn_eltwise::~onednn_eltwise() = default;

std::unique_ptr<onednn_eltwise> onednn_eltwise::find(const softknee::activation& activation, pass direction,
                                                     const eltwise_tensors& tensors) {
    const std::optional<operation> which = find_operation(activation, direction);
    const auto type = find_type(tensors.type);
    if (!which || !type) return nullptr;
    const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    const dnnl::memory::desc shape({tensors.count}, *type, dnnl::memory::format_tag::a);
    const dnnl::memory saved(shape, engine, tensors.saved);
    const dnnl::memory output(shape, engine, tensors.output);
    try {
        const dnnl::eltwise_forward::primitive_desc forward(
            {dnnl::prop_kind::forward_training, which->kind, shape, which->alpha, which->beta}, engine);
        auto ready = std::make_unique<primitives>();
        ready->stream = dnnl::stream(engine);
        if (direction == pass::forward) {
            ready->primitive = dnnl::eltwise_forward(forward);
            ready->arguments = {{DNNL_ARG_SRC, saved}, {DNNL_ARG_DST, output}};
        } else {
            const dnnl::eltwise_backward::primitive_desc backward(
                {which->kind, shape, shape, which->alpha, which->beta}, engine, forward);
            ready->primitive = dnnl::eltwise_backward(backward);
            ready->arguments = {{direction == pass::backward_from_output ? DNNL_ARG_DST : DNNL_ARG_SRC, saved},
                                {DNNL_ARG_DIFF_DST, dnnl::memory(shape, engine, tensors.dy)},
                                {DNNL_ARG_DIFF_SRC, output}};
        }
        return std::unique_ptr<onednn_eltwise>(new onednn_eltwise(std::move(ready)));
    } catch (const dnnl::error& error) {
        if (error.status == dnnl_unimplemented || error.status == dnnl_invalid_arguments) return nullptr;
        throw;
    }
}

void onednn_eltwise::run() {
    primitives_->primitive.execute(primitives_->stream, primitives_->arguments);
    primitives_->stream.wait();
}

}  // namespace softknee_peers
