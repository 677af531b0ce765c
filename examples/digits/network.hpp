// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <softknee/catalogue.hpp>
#include <softknee/saved_tensor.hpp>

#include "activation_layer.hpp"
#include "batch.hpp"
#include "linear_layer.hpp"

namespace digits {

/// What a network is made of.
struct architecture {
    softknee::activation activation;
    bool prelu = false;                                        ///< prelu with learned slopes in place of the activation
    softknee::saved_kind saved = softknee::saved_kind::input;  ///< what the backward pass of the activation reads
    int depth = 2;                                             ///< hidden layers
    int width = 128;                                           ///< units of a hidden layer
    initialisation start = initialisation::he;
    std::uint64_t seed = 1;
};

/// "elu(alpha=1)", or "prelu"
std::string activation_text(const architecture& plan);

/// `depth` times a linear layer and the activation, then a linear layer to the 10 classes.
///
/// If the output is saved, the activation runs in place over the result of the linear layer: half the memory between
/// the passes. The gradient always runs in place.
class network {
public:
    /// @throws softknee::saved_tensor_error if the saved tensor does not determine the derivative of the activation
    network(backend& device, const architecture& plan);

    batch make_batch(int images) const;

    /// Sets the logits of the batch, and what it keeps for `backward`.
    void forward(batch& images) const;
    /// Sets the gradients of all parameters from the gradient of the logits; overwrites the gradients of the batch.
    void backward(batch& images);
    /// activation' of every hidden unit for every image after `forward`, in the gradients of the batch.
    void derivatives(batch& images) const;

    /// The hidden layers, then the one that makes the logits.
    std::vector<linear_layer>& layers() noexcept { return layers_; }
    /// The activations of the hidden layers.
    std::vector<activation_layer>& activations() noexcept { return activations_; }
    /// Everything that is learned.
    std::vector<parameter*> parameters();
    const architecture& plan() const noexcept { return plan_; }

private:
    softknee::saved_tensor saved(const batch& images, std::size_t layer) const;

    backend& device_;
    architecture plan_;
    std::vector<linear_layer> layers_;
    std::vector<activation_layer> activations_;
};

}  // namespace digits
