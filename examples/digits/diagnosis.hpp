// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "dataset.hpp"
#include "network.hpp"

namespace digits {

/// A unit whose derivative is smaller than this hardly learns from an image.
inline constexpr float saturated_derivative = 0.05f;
/// A unit is saturated if it is so for this part of the images.
inline constexpr double saturated_share = 0.95;

/// The health of a hidden layer's units, over the images of a data set. A unit counts once.
struct unit_counts {
    int units = 0;
    int dead = 0;       ///< derivative 0 for every image: no image can ever change the unit
    int saturated = 0;  ///< |derivative| below `saturated_derivative` for `saturated_share` of the images; not dead

    double dead_fraction() const { return static_cast<double>(dead) / units; }
    double saturated_fraction() const { return static_cast<double>(saturated) / units; }
};

/// The units of every hidden layer, counted from the derivatives that softknee's backward pass gives for dy = 1.
std::vector<unit_counts> count_units(backend& device, const network& model, const dataset& data);

/// The norm of the gradient of every layer's weights, of the mean loss over all images; the layer of the logits last.
std::vector<float> gradient_norms(backend& device, network& model, const dataset& data);

}  // namespace digits
