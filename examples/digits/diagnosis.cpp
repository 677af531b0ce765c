// SPDX-License-Identifier: Apache-2.0
#include "diagnosis.hpp"

#include <cmath>

#include "cross_entropy.hpp"

namespace digits {

namespace {

unit_counts count_layer(const std::vector<float>& derivatives, std::size_t images, std::size_t units) {
    unit_counts counts{.units = static_cast<int>(units)};
    for (std::size_t unit = 0; unit < units; ++unit) {
        std::size_t zero = 0;
        std::size_t small = 0;
        for (std::size_t image = 0; image < images; ++image) {
            const float derivative = std::abs(derivatives[image * units + unit]);
            zero += derivative == 0.0f;
            small += derivative < saturated_derivative;
        }
        if (zero == images) {
            ++counts.dead;
        } else if (static_cast<double>(small) >= saturated_share * static_cast<double>(images)) {
            ++counts.saturated;
        }
    }
    return counts;
}

}  // namespace

std::vector<unit_counts> count_units(backend& device, const network& model, const dataset& data) {
    batch all = model.make_batch(static_cast<int>(data.size()));
    fill(device, all, data);
    model.forward(all);
    model.derivatives(all);
    std::vector<unit_counts> result;
    for (const matrix& layer : all.gradients) {
        std::vector<float> derivatives(static_cast<std::size_t>(layer.count()));
        softknee::copy(layer.view(), derivatives, device.stream());
        device.synchronize();
        result.push_back(count_layer(derivatives, data.size(), static_cast<std::size_t>(layer.cols())));
    }
    return result;
}

std::vector<float> gradient_norms(backend& device, network& model, const dataset& data) {
    batch all = model.make_batch(static_cast<int>(data.size()));
    fill(device, all, data);
    model.forward(all);
    cross_entropy(device, all);
    model.backward(all);
    std::vector<float> norms;
    for (const linear_layer& layer : model.layers()) norms.push_back(device.norm(layer.weights.gradient));
    return norms;
}

}  // namespace digits
