// SPDX-License-Identifier: Apache-2.0
#include "momentum.hpp"

namespace digits {

momentum_descent::momentum_descent(backend& device, const std::vector<parameter*>& all, float momentum)
    : device_(device), momentum_(momentum) {
    for (parameter* moved : all) {
        parameters_.push_back({moved, device.allocate(moved->value.rows(), moved->value.cols())});
    }
}

void momentum_descent::step(float rate) {
    for (moving_parameter& parameter : parameters_) {
        device_.scale(momentum_, parameter.velocity);
        device_.add_scaled(1.0f, parameter.moved->gradient, parameter.velocity);
        device_.add_scaled(-rate, parameter.velocity, parameter.moved->value);
    }
}

}  // namespace digits
