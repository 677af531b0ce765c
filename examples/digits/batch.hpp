// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include <softknee/buffer.hpp>

#include "backend.hpp"
#include "dataset.hpp"

namespace digits {

/// Images on their way through a network: the input, what every layer keeps for the backward pass, and the gradients.
struct batch {
    matrix ones;                    ///< [images, 1]
    matrix images;                  ///< [images, 64]
    std::vector<matrix> inputs;     ///< [images, width] of every activation; empty if the output is saved instead
    std::vector<matrix> outputs;    ///< [images, width] of every activation
    matrix logits;                  ///< [images, 10], before softmax
    std::vector<matrix> gradients;  ///< [images, width] of every activation: of its output, then of its input
    matrix logits_gradient;         ///< [images, 10]
    softknee::host_buffer<float> host_images;
    softknee::host_buffer<float> host_logits;
    std::vector<int> labels;  ///< [images]
    matrix workspace;         ///< what the sums of learned slopes need
};

/// Memory for `images` images in a network of `depth` hidden layers.
batch make_batch(backend& device, int images, int depth, int width, bool keep_inputs);

/// Copies the images of `data` that `indices` names, and their labels. The copy is ordered by the backend's stream, and
/// its source is the batch's own: no other fill before the stream is done.
/// @throws std::invalid_argument if the batch is of another size
void fill(backend& device, batch& target, const dataset& data, std::span<const std::size_t> indices);

/// All images of `data`, in their order.
void fill(backend& device, batch& target, const dataset& data);

}  // namespace digits
