// SPDX-License-Identifier: Apache-2.0
#include "linear_layer.hpp"

#include <cmath>
#include <vector>

#include <softknee/buffer.hpp>

namespace digits {

namespace {

parameter make_parameter(backend& device, int rows, int cols) {
    return {device.allocate(rows, cols), device.allocate(rows, cols)};
}

}  // namespace

linear_layer make_linear_layer(backend& device, int inputs, int outputs, initialisation start,
                               std::mt19937_64& random) {
    linear_layer layer{make_parameter(device, inputs, outputs), make_parameter(device, 1, outputs)};
    const int fans = start == initialisation::he ? inputs : inputs + outputs;
    std::normal_distribution<float> weight(0.0f, std::sqrt(2.0f / static_cast<float>(fans)));
    std::vector<float> values(static_cast<std::size_t>(layer.weights.value.count()));
    for (float& value : values) value = weight(random);
    softknee::copy(values, layer.weights.value.view(), device.stream());
    device.synchronize();
    return layer;
}

void forward(backend& device, const linear_layer& layer, const matrix& a, const matrix& ones, matrix& z) {
    device.multiply(a, transpose::no, layer.weights.value, transpose::no, z);
    device.multiply(ones, transpose::no, layer.bias.value, transpose::no, z, true);
}

void backward_to_parameters(backend& device, linear_layer& layer, const matrix& a, const matrix& ones,
                            const matrix& dz) {
    device.multiply(a, transpose::yes, dz, transpose::no, layer.weights.gradient);
    device.multiply(ones, transpose::yes, dz, transpose::no, layer.bias.gradient);
}

void backward_to_input(backend& device, const linear_layer& layer, const matrix& dz, matrix& da) {
    device.multiply(dz, transpose::no, layer.weights.value, transpose::yes, da);
}

}  // namespace digits
