// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "batch.hpp"

namespace digits {

/// Sums over the images of a batch.
struct score {
    double loss = 0.0;  ///< -log of the probability given to the right class
    int correct = 0;    ///< the right class has the largest logit
    int images = 0;

    double mean_loss() const { return loss / images; }
    double accuracy() const { return static_cast<double>(correct) / images; }
    score& operator+=(const score& other) {
        loss += other.loss;
        correct += other.correct;
        images += other.images;
        return *this;
    }
};

/// Softmax and cross-entropy of the logits, and the gradient of their mean in `logits_gradient`. Ten numbers an image:
/// they are copied to the host and back, and the call waits for the stream.
score cross_entropy(backend& device, batch& images);

}  // namespace digits
