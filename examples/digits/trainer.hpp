// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "cross_entropy.hpp"
#include "dataset.hpp"
#include "network.hpp"

namespace digits {

struct training_plan {
    int epochs = 30;
    int images_per_step = 32;
    float learning_rate = 0.1f;  ///< of the first epoch; falls linearly to 0 after the last
    float momentum = 0.9f;
};

/// One pass over the training images, and the held-out images after it.
struct epoch_result {
    int epoch;  ///< from 1
    score training;
    score held_out;
};

/// Trains on the images in a new random order for every epoch; those that do not fill a step are left out of the epoch.
/// @param report  called after every epoch
/// @throws std::invalid_argument if there are fewer images than a step takes; std::runtime_error if the loss becomes
///         infinite or NaN
std::vector<epoch_result> train(backend& device, network& model, const dataset_split& data, const training_plan& plan,
                                const std::function<void(const epoch_result&)>& report);

}  // namespace digits
