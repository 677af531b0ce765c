// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>
#include <softknee/tensor_view.hpp>

namespace softknee_peers {

/// What oneDNN reads and writes: tensors of one dtype, with a slope for each index of dimension 1.
struct prelu_tensors {
    softknee::tensor_shape shape;
    softknee::dtype type;
    void* x;
    void* slopes;
    void* y;
    void* dy;
    void* dx;
    void* slope_gradients;
};

/// oneDNN's PReLU on the CPU, with the kernels it chooses for the shape.
class onednn_prelu {
public:
    /// @throws dnnl::error if it has none for them, as for float64
    explicit onednn_prelu(const prelu_tensors& tensors);
    ~onednn_prelu();

    /// Returns when the work is done.
    void run(softknee::pass direction);

private:
    struct primitives;
    std::unique_ptr<primitives> primitives_;
};

/// "oneDNN 2.6.3"
std::string onednn_name();

}  // namespace softknee_peers
