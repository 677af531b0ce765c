// SPDX-License-Identifier: Apache-2.0
#include "network.hpp"

#include <random>
#include <string>

#include <softknee/error.hpp>

namespace digits {

std::string activation_text(const architecture& plan) {
    return plan.prelu ? "prelu" : format(plan.activation);
}

network::network(backend& device, const architecture& plan) : device_(device), plan_(plan) {
    if (!plan.prelu && !softknee::determines_derivative(plan.activation, plan.saved)) {
        throw softknee::saved_tensor_error("digits::network", "saved", std::string(name_of(plan.saved)),
                                           "a tensor that determines the derivative of " + format(plan.activation));
    }
    std::mt19937_64 random(plan.seed);
    for (int layer = 0; layer <= plan.depth; ++layer) {
        const int inputs = layer == 0 ? pixels_per_image : plan.width;
        const int outputs = layer == plan.depth ? class_count : plan.width;
        layers_.push_back(make_linear_layer(device, inputs, outputs, plan.start, random));
        if (layer == plan.depth) break;
        activations_.push_back(plan.prelu ? activation_layer::prelu(device, plan.width)
                                          : activation_layer(plan.activation));
    }
}

std::vector<parameter*> network::parameters() {
    std::vector<parameter*> all;
    for (linear_layer& layer : layers_) all.insert(all.end(), {&layer.weights, &layer.bias});
    for (activation_layer& layer : activations_) {
        if (layer.slopes() != nullptr) all.push_back(layer.slopes());
    }
    return all;
}

batch network::make_batch(int images) const {
    batch result =
        digits::make_batch(device_, images, plan_.depth, plan_.width, plan_.saved == softknee::saved_kind::input);
    const std::size_t bytes = activations_.front().workspace_bytes(result.outputs.front());
    result.workspace = device_.allocate(1, static_cast<std::int64_t>(bytes / sizeof(float)));
    return result;
}

softknee::saved_tensor network::saved(const batch& images, std::size_t layer) const {
    return plan_.saved == softknee::saved_kind::input ? softknee::from_input(images.inputs[layer].view())
                                                      : softknee::from_output(images.outputs[layer].view());
}

void network::forward(batch& images) const {
    const matrix* a = &images.images;
    for (std::size_t layer = 0; layer < images.outputs.size(); ++layer) {
        matrix& y = images.outputs[layer];
        matrix& x = images.inputs.empty() ? y : images.inputs[layer];
        digits::forward(device_, layers_[layer], *a, images.ones, x);
        activations_[layer].forward(device_, x, y);
        a = &y;
    }
    digits::forward(device_, layers_.back(), *a, images.ones, images.logits);
}

void network::backward(batch& images) {
    const matrix* dz = &images.logits_gradient;
    for (std::size_t layer = layers_.size(); layer-- > 0;) {
        const matrix& a = layer == 0 ? images.images : images.outputs[layer - 1];
        backward_to_parameters(device_, layers_[layer], a, images.ones, *dz);
        if (layer == 0) break;
        matrix& dy = images.gradients[layer - 1];
        backward_to_input(device_, layers_[layer], *dz, dy);
        activations_[layer - 1].backward(device_, saved(images, layer - 1), dy, images.workspace);
        dz = &dy;
    }
}

void network::derivatives(batch& images) const {
    for (std::size_t layer = 0; layer < images.gradients.size(); ++layer) {
        matrix& dy = images.gradients[layer];
        softknee::copy(std::vector<float>(static_cast<std::size_t>(dy.count()), 1.0f), dy.view(), device_.stream());
        device_.synchronize();
        activations_[layer].backward_to_input(device_, saved(images, layer), dy, images.workspace);
    }
}

}  // namespace digits
