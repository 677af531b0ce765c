// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>

#include "backend.hpp"

namespace digits {

/// The standard deviation of the first weights, a normal distribution around 0.
enum class initialisation {
    he,      ///< sqrt(2 / inputs), for rectifiers: He, Zhang, Ren and Sun, arXiv:1502.01852
    glorot,  ///< sqrt(2 / (inputs + outputs)), for functions with slope 1 at 0: Glorot and Bengio, AISTATS 2010
};

/// A number to learn with the slope of the loss along it.
struct parameter {
    matrix value;
    matrix gradient;
};

/// z = a weights + bias, for every row of a.
struct linear_layer {
    parameter weights;  ///< [inputs, outputs]
    parameter bias;     ///< [1, outputs]
};

/// Random weights, and biases of 0.
linear_layer make_linear_layer(backend& device, int inputs, int outputs, initialisation start, std::mt19937_64& random);

/// @param a     [images, inputs]
/// @param ones  [images, 1], ones: the product with the bias repeats it for every image
/// @param z     [images, outputs]
void forward(backend& device, const linear_layer& layer, const matrix& a, const matrix& ones, matrix& z);

/// Sets the gradients of the weights and of the bias from dz, the gradient of z.
void backward_to_parameters(backend& device, linear_layer& layer, const matrix& a, const matrix& ones,
                            const matrix& dz);

/// Sets da, the gradient of a, from dz.
void backward_to_input(backend& device, const linear_layer& layer, const matrix& dz, matrix& da);

}  // namespace digits
