// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include <softknee/tensor_view.hpp>

namespace softknee {

/// Which elements of x share an element of a parameter tensor. It is always said, never guessed from a shape: a tensor
/// of rank 1 is a channel parameter of dimension 1 to some frameworks, and of the last dimension to others.
enum class sharing {
    shared,        ///< one parameter for all elements
    per_channel,   ///< one for each index of one dimension of x
    per_element,   ///< one for each element of a sample: the shape of x without its first dimension
    broadcasting,  ///< the parameter's shape, aligned with the last dimensions of x; sizes of 1 repeat, as in ONNX
};

constexpr std::string_view name_of(sharing rule) {
    switch (rule) {
        case sharing::shared:
            return "shared";
        case sharing::per_channel:
            return "per_channel";
        case sharing::per_element:
            return "per_element";
        case sharing::broadcasting:
            return "broadcasting";
    }
    return "";
}

/// A tensor of slopes, biases or other learnable parameters, and how x shares its elements. Made by `shared`,
/// `per_channel`, `per_element` and `broadcasting`.
///
/// Its dtype is that of the data or the compute type: float32 parameters serve 16-bit data. It may have any strides. It
/// lies where the data lie; values in device memory are used as they are, because checking them would mean waiting.
class parameter_view {
public:
    parameter_view(sharing rule, const_tensor_view values, int channel_axis = 0)
        : rule_(rule), values_(values), channel_axis_(channel_axis) {}

    sharing rule() const noexcept { return rule_; }
    const const_tensor_view& values() const noexcept { return values_; }
    /// The dimension of x, for per_channel; negative ones count from the last.
    int channel_axis() const noexcept { return channel_axis_; }

private:
    sharing rule_;
    const_tensor_view values_;
    int channel_axis_;
};

/// @param value  a tensor of one element, of any rank
inline parameter_view shared(const_tensor_view value) {
    return {sharing::shared, value};
}

/// @param values  a tensor of rank 1, as long as x is in the dimension `axis`
/// @param axis    a dimension of x; -1 is the last
inline parameter_view per_channel(const_tensor_view values, int axis) {
    return {sharing::per_channel, values, axis};
}

/// @param values  a tensor with the shape of x less its first dimension
inline parameter_view per_element(const_tensor_view values) {
    return {sharing::per_element, values};
}

/// @param values  a tensor whose rank is at most that of x, and whose sizes, counted from the last, are 1 or those of x
inline parameter_view broadcasting(const_tensor_view values) {
    return {sharing::broadcasting, values};
}

}  // namespace softknee
