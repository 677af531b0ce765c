// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>

namespace softknee {

/// y = x limited to [lo, hi], with the bounds rounded to the dtype of x.
///
/// The derivative is 0 at both ends. The texts relu6 and hard_tanh name clip(0, 6) and clip(-1, 1).
struct clip {
    double lo = -1.0;
    double hi = 1.0;  ///< not below lo

    static constexpr activation_description description{
        .name = "clip",
        .formula = "min(max(x, lo), hi)",
        .derivative = "1 if lo < x < hi else 0",
        .source = "ONNX operator Clip; Krizhevsky, Convolutional Deep Belief Networks on CIFAR-10, 2010 (relu6)",
    };
    static constexpr auto parameters() {
        return std::array{parameter<clip>{"lo", &clip::lo, parameter_range::any, parameter_rounding::to_storage_type},
                          parameter<clip>{"hi", &clip::hi, parameter_range::any, parameter_rounding::to_storage_type}};
    }
    static constexpr bool forward_is_exact_in_storage_type = true;

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real lo, Real hi) {
        return math::minimum(math::maximum(x, lo), hi);
    }

    template <class Real>
    SOFTKNEE_FUNCTION static auto is_off(Real x, Real lo, Real hi) {
        return (x <= lo) | (x >= hi);
    }

    template <class Real>
    SOFTKNEE_FUNCTION static auto is_off_from_output(Real y, Real lo, Real hi) {
        return is_off(y, lo, hi);
    }

    /// What must hold between the parameters, as a text; null if it does.
    constexpr const char* inconsistency() const { return lo > hi ? "lo not above hi" : nullptr; }
};

}  // namespace softknee
