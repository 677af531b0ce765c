// SPDX-License-Identifier: Apache-2.0
#include <cstring>
#include <map>
#include <vector>

#include <dnnl.hpp>

#include "peer.hpp"

namespace softknee_peers {

namespace {

using dnnl::algorithm;

struct primitive_of {
    algorithm kind;
    float alpha = 0;
    float beta = 0;
};

const std::map<std::string_view, primitive_of> eltwise_primitives = {
    {"elu", {algorithm::eltwise_elu, 1}},          {"gelu", {algorithm::eltwise_gelu_erf}},
    {"gelu_tanh", {algorithm::eltwise_gelu_tanh}}, {"silu", {algorithm::eltwise_swish, 1}},
    {"mish", {algorithm::eltwise_mish}},           {"softplus", {algorithm::eltwise_soft_relu}},
    {"sigmoid", {algorithm::eltwise_logistic}},    {"log_sigmoid", {algorithm::eltwise_logsigmoid}},
    {"tanh", {algorithm::eltwise_tanh}},           {"hard_swish", {algorithm::eltwise_hardswish}},
};

void evaluate(const primitive_of& which, softknee::pass direction, const float* input, float* output,
              std::size_t count) {
    static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    dnnl::stream stream(engine);
    const dnnl::memory::desc shape({static_cast<dnnl::memory::dim>(count)}, dnnl::memory::data_type::f32,
                                   dnnl::memory::format_tag::a);
    dnnl::memory x(shape, engine, const_cast<float*>(input));
    dnnl::memory y(shape, engine, output);
    const dnnl::eltwise_forward::primitive_desc forward(
        {dnnl::prop_kind::forward_training, which.kind, shape, which.alpha, which.beta}, engine);
    if (direction == softknee::pass::forward) {
        dnnl::eltwise_forward(forward).execute(stream, {{DNNL_ARG_SRC, x}, {DNNL_ARG_DST, y}});
    } else {
        std::vector<float> ones(count, 1);
        dnnl::memory dy(shape, engine, ones.data());
        const dnnl::eltwise_backward::primitive_desc backward({which.kind, shape, shape, which.alpha, which.beta},
                                                              engine, forward);
        dnnl::eltwise_backward(backward).execute(stream,
                                                 {{DNNL_ARG_SRC, x}, {DNNL_ARG_DIFF_DST, dy}, {DNNL_ARG_DIFF_SRC, y}});
    }
    stream.wait();
}

}  // namespace

peer onednn() {
    const dnnl_version_t* version = dnnl_version();
    const std::string name = "oneDNN " + std::to_string(version->major) + "." + std::to_string(version->minor) + "." +
                             std::to_string(version->patch);
    return {name, [](std::string_view activation, softknee::pass direction) {
                const auto found = eltwise_primitives.find(activation);
                std::optional<softknee_accuracy::block_evaluator> result;
                if (found == eltwise_primitives.end() || direction == softknee::pass::backward_from_output)
                    return result;
                const primitive_of which = found->second;
                result = [which, direction](const void* input, void* output, std::size_t count) {
                    evaluate(which, direction, static_cast<const float*>(input), static_cast<float*>(output), count);
                };
                return result;
            }};
}

}  // namespace softknee_peers
