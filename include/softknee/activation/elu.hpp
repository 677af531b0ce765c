// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/elu.hpp>
#include <softknee/math/scaled_exponential.hpp>

namespace softknee {

/// Exponential linear unit: y = x for x > 0, alpha expm1(x) elsewhere.
///
/// A 16-bit y loses the derivative where elu saturates; prefer `from_input` there.
struct elu {
    double alpha = 1.0;

    static constexpr activation_description description{
        .name = "elu",
        .formula = "x > 0 ? x : alpha * expm1(x)",
        .derivative = "x > 0 ? 1 : alpha * exp(x)",
        .source = "Clevert, Unterthiner and Hochreiter, arXiv:1511.07289",
    };
    static constexpr auto parameters() { return std::array{parameter<elu>{"alpha", &elu::alpha}}; }

    /// Within 0.9 ULP for every alpha.
    template <class Real>
    struct wide_forward {
        Real alpha;

        SOFTKNEE_FUNCTION explicit wide_forward(Real of) : alpha(of) {}

        SOFTKNEE_FUNCTION Real operator()(Real x) const {
            const Real below = math::at_least(x, Real(math::expm1_limit<Real>));
            const math::two<Real> e =
                math::scaled_expm1(math::two<Real>{below, Real(0)}, Real(math::round_to_integer<Real>), Real(1));
            return math::select(x < Real(0), math::fma(alpha, e.hi, alpha * e.lo), x);
        }
    };
    template <class Real>
    using forward = math::for_width<Real, math::narrow::elu, wide_forward>;

    /// Within 0.8 ULP for every alpha, which is applied before the power of two of exp(x).
    template <class Real>
    struct wide_derivative {
        math::split_parameter<Real> factor;
        Real lowest;  ///< of x: below, the result is less than half of the smallest subnormal

        SOFTKNEE_FUNCTION explicit wide_derivative(Real alpha) : factor(math::split(alpha)) {
            constexpr double lowest_exponent = math::is_double<Real> ? -1090 : -160;
            lowest = (Real(lowest_exponent) - factor.exponent) * Real(0x1.62e43p-1);
        }

        SOFTKNEE_FUNCTION Real operator()(Real x) const {
            const Real below = math::at_least(x, lowest);
            const Real slope = math::scaled_exponential(math::two<Real>{factor.mantissa, Real(0)}, factor.exponent,
                                                        math::two<Real>{below, Real(0)});
            return math::select(x > Real(0), 1.0, slope);
        }
    };
    template <class Real>
    using derivative = math::for_width<Real, math::narrow::elu_derivative, wide_derivative>;

    /// For y <= 0, alpha exp(x) = y + alpha; y does not determine that unless alpha > 0. y < -alpha counts as -alpha.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real alpha) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::elu_derivative_from_output(y, alpha);
        } else {
            return math::select(y > Real(0), 1.0, math::at_least(y + alpha, Real(0)));
        }
    }
    bool output_determines_derivative() const { return alpha > 0; }
};

}  // namespace softknee
