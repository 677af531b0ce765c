// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "linear_layer.hpp"

namespace digits {

/// Stochastic gradient descent with momentum (Polyak 1964): v = momentum v + gradient; value = value - rate v.
class momentum_descent {
public:
    momentum_descent(backend& device, const std::vector<parameter*>& moved, float momentum);

    /// Moves every parameter against its gradient.
    void step(float rate);

private:
    struct moving_parameter {
        parameter* moved;
        matrix velocity;
    };

    backend& device_;
    float momentum_;
    std::vector<moving_parameter> parameters_;
};

}  // namespace digits
