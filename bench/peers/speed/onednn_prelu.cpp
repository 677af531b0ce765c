// SPDX-License-Identifier: Apache-2.0
#include "onednn_prelu.hpp"

#include <stdexcept>

#include <dnnl.hpp>

namespace softknee_peers {
namespace {

dnnl::memory::data_type type_of(softknee::dtype type) {
    switch (type) {
        case softknee::dtype::bfloat16:
            return dnnl::memory::data_type::bf16;
        case softknee::dtype::float32:
            return dnnl::memory::data_type::f32;
        default:
            throw std::invalid_argument("oneDNN has PReLU on the CPU for float32 and bfloat16 alone");
    }
}

/// Row-major.
dnnl::memory::desc description_of(dnnl::memory::dims sizes, softknee::dtype type) {
    dnnl::memory::dims strides(sizes.size(), 1);
    for (std::size_t d = sizes.size() - 1; d > 0; --d) strides[d - 1] = strides[d] * sizes[d];
    return {sizes, type_of(type), strides};
}

dnnl::memory::dims sizes_of(const softknee::tensor_shape& shape) {
    dnnl::memory::dims sizes;
    for (int d = 0; d < shape.rank(); ++d) sizes.push_back(shape.size(d));
    return sizes;
}

dnnl::memory::dims slope_sizes_of(const softknee::tensor_shape& shape) {
    dnnl::memory::dims sizes(static_cast<std::size_t>(shape.rank()), 1);
    sizes[1] = shape.size(1);
    return sizes;
}

}  // namespace

struct onednn_prelu::primitives {
    dnnl::engine engine{dnnl::engine::kind::cpu, 0};
    dnnl::stream stream{engine};
    dnnl::memory x, slopes, y, dy, dx, slope_gradients;
    dnnl::prelu_forward forward;
    dnnl::prelu_backward backward;
};

onednn_prelu::onednn_prelu(const prelu_tensors& t) : primitives_(std::make_unique<primitives>()) {
    primitives& p = *primitives_;
    const dnnl::memory::desc data = description_of(sizes_of(t.shape), t.type);
    const dnnl::memory::desc slopes = description_of(slope_sizes_of(t.shape), t.type);
    p.x = dnnl::memory(data, p.engine, t.x);
    p.y = dnnl::memory(data, p.engine, t.y);
    p.dy = dnnl::memory(data, p.engine, t.dy);
    p.dx = dnnl::memory(data, p.engine, t.dx);
    p.slopes = dnnl::memory(slopes, p.engine, t.slopes);
    p.slope_gradients = dnnl::memory(slopes, p.engine, t.slope_gradients);
    const dnnl::prelu_forward::primitive_desc forward({dnnl::prop_kind::forward_training, data, slopes}, p.engine);
    const dnnl::prelu_backward::primitive_desc backward({data, slopes, data, slopes}, p.engine, forward);
    p.forward = dnnl::prelu_forward(forward);
    p.backward = dnnl::prelu_backward(backward);
}

onednn_prelu::~onednn_prelu() = default;

void onednn_prelu::run(softknee::pass direction) {
    primitives& p = *primitives_;
    if (direction == softknee::pass::forward) {
        p.forward.execute(p.stream, {{DNNL_ARG_SRC, p.x}, {DNNL_ARG_WEIGHTS, p.slopes}, {DNNL_ARG_DST, p.y}});
    } else {
        p.backward.execute(p.stream, {{DNNL_ARG_SRC, p.x},
                                      {DNNL_ARG_WEIGHTS, p.slopes},
                                      {DNNL_ARG_DIFF_DST, p.dy},
                                      {DNNL_ARG_DIFF_SRC, p.dx},
                                      {DNNL_ARG_DIFF_WEIGHTS, p.slope_gradients}});
    }
    p.stream.wait();
}

std::string onednn_name() {
    const dnnl_version_t* version = dnnl_version();
    return "oneDNN " + std::to_string(version->major) + "." + std::to_string(version->minor) + "." +
           std::to_string(version->patch);
}

}  // namespace softknee_peers
