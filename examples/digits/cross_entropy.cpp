// SPDX-License-Identifier: Apache-2.0
#include "cross_entropy.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace digits {

namespace {

/// Replaces the logits of one image by the gradient of its loss; returns the loss.
double differentiate(std::span<float> logits, std::size_t label, double factor) {
    // The largest logit is taken off first, so that no exponential overflows.
    const double largest = *std::ranges::max_element(logits);
    double sum = 0.0;
    for (const float logit : logits) sum += std::exp(logit - largest);
    const double loss = std::log(sum) - (logits[label] - largest);
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const double probability = std::exp(logits[i] - largest) / sum;
        logits[i] = static_cast<float>(factor * (probability - (i == label ? 1.0 : 0.0)));
    }
    return loss;
}

}  // namespace

score cross_entropy(backend& device, batch& images) {
    softknee::copy(images.logits.view(), images.host_logits, device.stream());
    device.synchronize();
    score result;
    for (std::size_t i = 0; i < images.labels.size(); ++i) {
        const auto logits = std::span(images.host_logits).subspan(i * class_count, class_count);
        const auto label = static_cast<std::size_t>(images.labels[i]);
        const auto answer = std::ranges::max_element(logits) - logits.begin();
        result.correct += answer == images.labels[i];
        result.loss += differentiate(logits, label, 1.0 / static_cast<double>(images.labels.size()));
        ++result.images;
    }
    softknee::copy(images.host_logits, images.logits_gradient.view(), device.stream());
    return result;
}

}  // namespace digits
