// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace softknee {

/// What an activation says of itself, for lists, tables and messages.
struct activation_description {
    std::string_view name;
    std::string_view formula;
    std::string_view derivative;
    std::string_view source;
};

/// The values that a parameter may take. Every parameter must be finite as well.
enum class parameter_range { any, positive, not_negative, not_zero };

/// What a parameter is rounded to, once, before anything is computed from it.
enum class parameter_rounding {
    to_compute_type,  ///< float for 16- and 32-bit data, double for 64-bit data
    to_storage_type,  ///< the data's own type: for bounds and constants that are compared with, or returned as, data
};

/// One parameter of an activation: its name in texts, its member, and what is required of it.
template <class Activation>
struct parameter {
    std::string_view name;
    double Activation::*member;
    parameter_range range = parameter_range::any;
    parameter_rounding rounding = parameter_rounding::to_compute_type;
};

}  // namespace softknee
