// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

/// What the activations' files are made of. Beside `description`, `parameters()` and `forward`, a file has either
/// `derivative` and, if y alone determines it, `derivative_from_output`; or, where the derivative is 0 or 1, masks of
/// where it is 0: `is_off` and `is_off_from_output`. Those compare x or y with constants and with parameters that are
/// rounded to the storage type, and do nothing else, so that they hold in the type of 16-bit data as well.
///
/// `forward`, `derivative` and `derivative_from_output` are function templates, of x or y and the parameters, or class
/// templates: made of the parameters, and called with x or y. A class is for functions that compute something of the
/// parameters alone. What it holds is computed once for a call, on the host, and is an argument of the kernel: in the
/// kernel, each thread would compute it for its 16 elements, and the kernels with parameter tensors for each 8.
///
/// With `static constexpr bool forward_is_exact_in_storage_type = true`, `forward` too gives in the type of 16-bit data
/// the bits that it gives when it is computed in float and rounded: it selects among x, constants and parameters that
/// are rounded to the storage type, or its one operation is correctly rounded either way. Kernels may then evaluate
/// either with two elements in a register, for which the arithmetic is subtraction, `abs`, `copysign`, comparisons,
/// `select`, `maximum` and `minimum`.
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
