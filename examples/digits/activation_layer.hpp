// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <softknee/catalogue.hpp>
#include <softknee/channelwise.hpp>

#include "backend.hpp"
#include "linear_layer.hpp"

namespace digits {

/// What follows a linear layer: an activation of the catalogue, or prelu with a slope for each unit, which is learned.
class activation_layer {
public:
    explicit activation_layer(const softknee::activation& function) : function_(function) {}
    /// prelu, with the slopes that its authors begin with.
    static activation_layer prelu(backend& device, int width);

    /// @param x, y  [images, width]; may be one matrix
    void forward(backend& device, matrix& x, matrix& y) const;

    /// Overwrites dy with dx, and sets the gradients of the slopes.
    /// @param space  as large as workspace_bytes says
    void backward(backend& device, const softknee::saved_tensor& saved, matrix& dy, matrix& space);

    /// Overwrites dy with dx, and leaves the gradients of the slopes alone.
    void backward_to_input(backend& device, const softknee::saved_tensor& saved, matrix& dy, matrix& space) const;

    /// For a batch whose activations are like `x`; 0 for an activation of the catalogue.
    std::size_t workspace_bytes(const matrix& x) const;

    /// [1, width]; null for an activation of the catalogue.
    parameter* slopes() noexcept { return slopes_ ? &*slopes_ : nullptr; }

private:
    softknee::activation function_;
    std::optional<parameter> slopes_;
};

/// The slopes of all units of a layer, in short.
struct slope_summary {
    float least;
    float mean;
    float greatest;
};

/// Waits for the stream.
slope_summary summarise(backend& device, const matrix& slopes);

}  // namespace digits
