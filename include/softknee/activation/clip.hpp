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

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real lo, Real hi) {
        const Real lower = math::minimum(lo, hi);
        return math::select(x >= smallest_above(hi), hi, math::select(x <= largest_below(lower), lower, x));
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real lo, Real hi) {
        return math::select((x <= lo) | (x >= hi), Real(0), Real(1));
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real lo, Real hi) {
        return derivative(y, lo, hi);
    }

    /// What must hold between the parameters, as a text; null if it does.
    constexpr const char* inconsistency() const { return lo > hi ? "lo not above hi" : nullptr; }

private:
    // minimum and maximum of IEEE 754-2019 take -0 for less than +0, which a comparison does not: a bound that is 0 is
    // compared through its neighbour. The bounds are uniform, so this is done once for all elements.

    /// The smallest x for which minimum(x, hi) may as well be hi.
    template <class Real>
    SOFTKNEE_FUNCTION static Real smallest_above(Real hi) {
        const Real smallest(math::format<Real>::smallest_subnormal);
        return math::select(hi == Real(0), (math::copysign(smallest, hi) + smallest) * Real(0.5), hi);
    }

    /// The largest x for which maximum(x, lo) may as well be lo.
    template <class Real>
    SOFTKNEE_FUNCTION static Real largest_below(Real lo) {
        const Real smallest(math::format<Real>::smallest_subnormal);
        return math::select(lo == Real(0), (math::copysign(smallest, lo) - smallest) * Real(0.5), lo);
    }
};

}  // namespace softknee
