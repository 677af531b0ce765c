// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include <softknee/catalogue.hpp>
#include <softknee/evaluate.hpp>

/// Which of cuDNN's functions are softknee's. Needs nothing of cuDNN.
namespace softknee::bench {

enum class cudnn_function { relu, sigmoid, tanh, elu, swish, softplus, gelu, gelu_tanh };

/// The two ways into cuDNN.
enum class cudnn_interface {
    legacy,  ///< cudnnActivationForward, and cudnnActivationBackward, which asks for y, dy and x
    graph,   ///< execution plans of one pointwise operation; gradients ask for x and dy
};

struct cudnn_call {
    cudnn_function function;
    double parameter = 0;  ///< alpha of elu, beta of swish and softplus
    bool operator==(const cudnn_call&) const = default;
};

/// What cuDNN calls this pass; nothing if it has none that means the same, or if the other interface is asked for it.
/// Gradients from y are the legacy interface's: these have the y that it asks for. Gradients from x are the graph's,
/// and of the forward passes those that the legacy interface lacks, and swish, which shows what the interface is worth.
/// clip is left out: the clipped relu starts at 0, clip in the benchmark at -1.
std::optional<cudnn_call> find_cudnn_call(cudnn_interface interface, const activation& function, pass direction);

}  // namespace softknee::bench
