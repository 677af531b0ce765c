// SPDX-License-Identifier: Apache-2.0
#include "activation_layer.hpp"

#include <algorithm>
#include <numeric>

#include <softknee/pointwise.hpp>

namespace digits {

namespace {

/// He, Zhang, Ren and Sun, arXiv:1502.01852, section 2.1.
constexpr float first_slope = 0.25f;

/// A [1, width] matrix broadcasts to [images, width].
softknee::parameter_view by_unit(const matrix& slopes) {
    return softknee::broadcasting(slopes.view());
}

}  // namespace

activation_layer activation_layer::prelu(backend& device, int width) {
    activation_layer layer(softknee::relu{});
    layer.slopes_.emplace(parameter{device.allocate(1, width), device.allocate(1, width)});
    softknee::copy(std::vector<float>(static_cast<std::size_t>(width), first_slope), layer.slopes_->value.view(),
                   device.stream());
    device.synchronize();
    return layer;
}

void activation_layer::forward(backend& device, matrix& x, matrix& y) const {
    if (slopes_) {
        softknee::forward(softknee::prelu{}, x.view(), {by_unit(slopes_->value)}, y.view(), device.stream());
    } else {
        softknee::forward(function_, x.view(), y.view(), device.stream());
    }
}

void activation_layer::backward(backend& device, const softknee::saved_tensor& saved, matrix& dy, matrix& space) {
    if (slopes_) {
        softknee::backward(softknee::prelu{}, saved, {by_unit(slopes_->value)}, dy.view(),
                           {.dx = dy.view(), .parameters = {slopes_->gradient.view()}}, space.view(), device.stream());
    } else {
        softknee::backward(function_, saved, dy.view(), dy.view(), device.stream());
    }
}

void activation_layer::backward_to_input(backend& device, const softknee::saved_tensor& saved, matrix& dy,
                                         matrix& space) const {
    if (slopes_) {
        softknee::backward(softknee::prelu{}, saved, {by_unit(slopes_->value)}, dy.view(),
                           {.dx = dy.view(), .parameters = {std::nullopt}}, space.view(), device.stream());
    } else {
        softknee::backward(function_, saved, dy.view(), dy.view(), device.stream());
    }
}

std::size_t activation_layer::workspace_bytes(const matrix& x) const {
    if (!slopes_) return 0;
    return softknee::workspace_bytes(softknee::prelu{}, x.view(), {by_unit(slopes_->value)});
}

slope_summary summarise(backend& device, const matrix& slopes) {
    std::vector<float> values(static_cast<std::size_t>(slopes.count()));
    softknee::copy(slopes.view(), values, device.stream());
    device.synchronize();
    const auto [least, greatest] = std::ranges::minmax(values);
    const float sum = std::accumulate(values.begin(), values.end(), 0.0f);
    return {least, sum / static_cast<float>(values.size()), greatest};
}

}  // namespace digits
