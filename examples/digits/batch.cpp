// SPDX-License-Identifier: Apache-2.0
#include "batch.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace digits {

batch make_batch(backend& device, int images, int depth, int width, bool keep_inputs) {
    batch result{.ones = device.allocate(images, 1),
                 .images = device.allocate(images, pixels_per_image),
                 .inputs = {},
                 .outputs = {},
                 .logits = device.allocate(images, class_count),
                 .gradients = {},
                 .logits_gradient = device.allocate(images, class_count),
                 .host_images = softknee::host_buffer<float>(images * pixels_per_image),
                 .host_logits = softknee::host_buffer<float>(images * class_count),
                 .labels = std::vector<int>(static_cast<std::size_t>(images)),
                 .workspace = device.allocate(1, 0)};
    for (int layer = 0; layer < depth; ++layer) {
        if (keep_inputs) result.inputs.push_back(device.allocate(images, width));
        result.outputs.push_back(device.allocate(images, width));
        result.gradients.push_back(device.allocate(images, width));
    }
    softknee::copy(std::vector<float>(static_cast<std::size_t>(images), 1.0f), result.ones.view(), device.stream());
    device.synchronize();
    return result;
}

void fill(backend& device, batch& target, const dataset& data, std::span<const std::size_t> indices) {
    if (indices.size() != target.labels.size()) throw std::invalid_argument("fill: another number of images");
    auto pixels = target.host_images.begin();
    for (std::size_t i = 0; i < indices.size(); ++i) {
        pixels = std::ranges::copy(data.image(indices[i]), pixels).out;
        target.labels[i] = data.labels[indices[i]];
    }
    softknee::copy(target.host_images, target.images.view(), device.stream());
}

void fill(backend& device, batch& target, const dataset& data) {
    std::vector<std::size_t> indices(data.size());
    std::iota(indices.begin(), indices.end(), std::size_t{0});
    fill(device, target, data, indices);
}

}  // namespace digits
