// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <softknee/softknee.hpp>

#include "../device_patterns.hpp"
#include "fixed_inputs.hpp"
#include "fnv1a.hpp"

/// The kernels with parameter tensors: what each makes of three rows of the fixed inputs, with parameters of each
/// column.
namespace softknee::test {

inline constexpr std::int64_t fixed_columns = fixed_count / 3;
inline constexpr std::int64_t fixed_rows = 3;

/// Positive and between 2^-4 and 2^4: y determines prelu's gradients then.
inline bit_patterns fixed_parameters(dtype type, std::uint64_t seed) {
    const bit_format format(type);
    const std::uint64_t bias = (format.exponent_mask() >> format.mantissa_bits) / 2;
    split_mix generate(seed);
    bit_patterns result(type, fixed_columns);
    for (std::int64_t i = 0; i < fixed_columns; ++i) {
        const std::uint64_t bits = generate();
        const std::uint64_t mantissa = bits & ~format.exponent_mask() & format.magnitude_mask();
        result.set(i, mantissa | (bias - 4 + (bits >> 56) % 8) << format.mantissa_bits);
    }
    return result;
}

/// The tensors of one call, on the host or as copies on a device.
struct channel_call_tensors {
    bit_patterns values;  ///< x, or the saved tensor
    bit_patterns dy;
    std::vector<bit_patterns> parameters;
    bit_patterns output;
    std::vector<bit_patterns> gradients;

    channel_call_tensors(const bit_patterns& all_values, const bit_patterns& all_dy, std::size_t parameter_count)
        : values(all_values), dy(all_dy), output(all_values.type(), fixed_count) {
        for (std::size_t k = 0; k < parameter_count; ++k) {
            parameters.push_back(fixed_parameters(values.type(), 3 + k));
            gradients.emplace_back(values.type(), fixed_columns);
        }
    }

    fnv1a input_hash(std::string_view text, bool with_dy) const {
        fnv1a hash;
        hash.add(std::string(text));
        hash.add(values);
        if (with_dy) hash.add(dy);
        for (const bit_patterns& parameter : parameters) hash.add(parameter);
        return hash;
    }
    fnv1a output_hash(bool with_gradients) const {
        fnv1a hash;
        hash.add(output);
        for (const bit_patterns& gradient : gradients) {
            if (with_gradients) hash.add(gradient);
        }
        return hash;
    }
};

inline std::size_t workspace_of(const learnable& activation, const const_tensor_view& x,
                                const std::vector<parameter_view>& parameters) {
    return workspace_bytes(activation, x, parameters);
}
inline std::size_t workspace_of(const biased& activation, const const_tensor_view& x,
                                const std::vector<parameter_view>& parameters) {
    return workspace_bytes(activation, x, parameters[0]);
}
inline void forward_of(const learnable& activation, const_tensor_view x, const std::vector<parameter_view>& parameters,
                       tensor_view y, stream_ref stream) {
    forward(activation, x, parameters, y, stream);
}
inline void forward_of(const biased& activation, const_tensor_view x, const std::vector<parameter_view>& parameters,
                       tensor_view y, stream_ref stream) {
    forward(activation, x, parameters[0], y, stream);
}
inline void backward_of(const learnable& activation, const saved_tensor& saved,
                        const std::vector<parameter_view>& parameters, const_tensor_view dy,
                        const channel_gradients& gradients, const workspace& space, stream_ref stream) {
    backward(activation, saved, parameters, dy, gradients, space, stream);
}
inline void backward_of(const biased& activation, const saved_tensor& saved,
                        const std::vector<parameter_view>& parameters, const_tensor_view dy,
                        const channel_gradients& gradients, const workspace& space, stream_ref stream) {
    backward(activation, saved, parameters[0], dy, gradients, space, stream);
}

/// The only difference between CPU and device is where the views lie.
template <class Activation, class Patterns, class Space>
void call_channelwise(const Activation& activation, saved_kind kind, Patterns& values, Patterns& dy,
                      std::vector<Patterns>& parameters, Patterns& output, std::vector<Patterns>& gradients,
                      Space&& make_space, stream_ref stream) {
    const tensor_shape shape(std::array{fixed_rows, fixed_columns});
    std::vector<parameter_view> views;
    channel_gradients wanted{output.view(shape, 0), {}};
    for (Patterns& parameter : parameters) views.push_back(per_channel(parameter.view(), 1));
    for (Patterns& gradient : gradients) wanted.parameters.push_back(gradient.view());
    const const_tensor_view saved = values.view(shape, 0);
    if (kind == saved_kind::nothing) return forward_of(activation, saved, views, output.view(shape, 0), stream);
    auto space = make_space(workspace_of(activation, saved, views));
    backward_of(activation, kind == saved_kind::input ? from_input(saved) : from_output(saved), views,
                dy.view(shape, 0), wanted, space, stream);
}

/// Fills output and gradients.
template <class Activation>
void compute_channelwise(const Activation& activation, saved_kind kind, channel_call_tensors& t, const stream* device) {
    if (device == nullptr) {
        const auto make_space = [](std::size_t bytes) {
            return host_buffer<double>(static_cast<std::int64_t>(bytes / 8));
        };
        return call_channelwise(activation, kind, t.values, t.dy, t.parameters, t.output, t.gradients, make_space, {});
    }
    const auto copied = [&](std::vector<bit_patterns>& all) {
        std::vector<device_patterns> result;
        for (bit_patterns& one : all) result.emplace_back(one, 0, *device);
        return result;
    };
    device_patterns values(t.values, 0, *device);
    device_patterns dy(t.dy, 0, *device);
    device_patterns output(t.output, 0, *device);
    std::vector<device_patterns> parameters = copied(t.parameters);
    std::vector<device_patterns> gradients = copied(t.gradients);
    const auto make_space = [&](std::size_t bytes) {
        return device_buffer<double>(static_cast<std::int64_t>(bytes / 8), *device);
    };
    call_channelwise(activation, kind, values, dy, parameters, output, gradients, make_space, *device);
    t.output = output.content();
    for (std::size_t k = 0; k < gradients.size(); ++k) t.gradients[k] = gradients[k].content();
}

}  // namespace softknee::test
