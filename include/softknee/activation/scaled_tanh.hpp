// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/division.hpp>
#include <softknee/math/hyperbolic.hpp>
#include <softknee/math/narrow/scaled_tanh.hpp>
#include <softknee/math/quotient.hpp>
#include <softknee/math/scaled_exponential.hpp>

namespace softknee {

/// y = b tanh(a x).
///
/// A 16-bit y loses the derivative where the function saturates; prefer `from_input` there.
struct scaled_tanh {
    double a = 2.0 / 3.0;
    double b = 1.7159;

    static constexpr activation_description description{
        .name = "scaled_tanh",
        .formula = "b * tanh(a * x)",
        .derivative = "a * b * (1 - tanh(a * x)^2)",
        .source = "LeCun et al., Efficient BackProp, 1998",
    };
    static constexpr auto parameters() {
        return std::array{parameter<scaled_tanh>{"a", &scaled_tanh::a, parameter_range::positive},
                          parameter<scaled_tanh>{"b", &scaled_tanh::b, parameter_range::positive}};
    }

private:
    /// Limits of x are taken from a reciprocal that may be 5.1 % too small; beyond them nothing changes.
    static constexpr double above_limit = 1.07;

    /// a x as value * (x * scale): x shrinks where a is so small that a x could stay finite for an infinite x.
    template <class Real>
    struct scaled_slope {
        Real scale;
        Real value;

        SOFTKNEE_FUNCTION explicit scaled_slope(Real a) {
            const auto small = a < Real(math::is_double<Real> ? 0x1p-500 : 0x1p-60);
            scale = math::select(small, Real(math::is_double<Real> ? 0x1p-512 : 0x1p-64), Real(1));
            value = a * math::select(small, Real(math::is_double<Real> ? 0x1p512 : 0x1p64), Real(1));
        }
    };

public:
    /// Within 0.76 ULP (a, b between 2^-60 and 2^60; 1 ULP beyond). Where a x < 2^-230 b x may be lost: that takes a
    /// below 2^-80 and b above 2^80.
    ///
    /// Where a x is tiny the function is a b x, and x is scaled up, so that a x keeps its bits.
    template <class Real>
    struct wide_forward {
        scaled_slope<Real> slope;
        Real b;
        Real tiny;  ///< of |x|
        Real limit;
        Real scale_of_tiny;

        SOFTKNEE_FUNCTION wide_forward(Real a, Real height) : slope(a), b(height) {
            constexpr double up = math::is_double<Real> ? 0x1p800 : 0x1p84;
            tiny = math::power_of_two_over(a, math::is_double<Real> ? -900 : -100);
            limit = math::power_of_two_over(slope.value, 6) * Real(above_limit / 64 * math::tanh_limit<Real>);
            scale_of_tiny = slope.scale * Real(up);
        }

        SOFTKNEE_FUNCTION Real operator()(Real x) const {
            constexpr double down = math::is_double<Real> ? 0x1p-800 : 0x1p-84;
            const auto is_tiny = math::abs(x) < tiny;
            const Real scale = math::select(is_tiny, scale_of_tiny, slope.scale);
            const Real magnitude = math::at_most(math::abs(x) * scale, limit);
            const math::two<Real> t = math::two_product(slope.value, magnitude);
            const math::tanh_quotient<Real> q = math::divide_tanh(t.hi);
            const Real correction = math::fma(t.lo, q.slope, q.remainder) * q.reciprocal;
            const Real y = math::fma(b, q.leading, b * correction) * math::select(is_tiny, Real(down), Real(1));
            return math::copysign(y, x);
        }
    };
    template <class Real>
    using forward = math::for_width<Real, math::narrow::scaled_tanh, wide_forward>;

    /// Within 0.9 ULP for all a and b: their exponents are applied last.
    template <class Real>
    struct wide_derivative {
        scaled_slope<Real> slope;
        math::two<Real> product;  ///< times 2^exponent, 4 a b
        Real shifted_exponent;
        Real limit;

        SOFTKNEE_FUNCTION wide_derivative(Real a, Real b) : slope(a) {
            const math::split_parameter<Real> width = math::split(a);
            const math::split_parameter<Real> height = math::split(b);
            // Below 2^lowest nothing is left.
            const Real lowest(math::is_double<Real> ? -1100 : -170);
            const Real exponent = math::at_least(width.exponent + height.exponent + Real(2), lowest);
            const Real range = (exponent - lowest) * Real(above_limit / 64 * math::half_ln2<Real>);
            product = math::two_product(width.mantissa, height.mantissa);
            shifted_exponent = Real(math::round_to_integer<Real>) + exponent;
            limit = math::power_of_two_over(slope.value, 6) * range;
        }

        SOFTKNEE_FUNCTION Real operator()(Real x) const {
            const Real magnitude = math::at_most(math::abs(x) * slope.scale, limit);
            const math::scaled_sech_squared<Real> s =
                math::sech_squared(math::two_product(slope.value, magnitude), shifted_exponent);
            const Real rest = math::fma(s.value.hi, product.lo, s.value.lo * product.hi);
            return math::times_power_of_two(math::fma(s.value.hi, product.hi, rest), s.shifted);
        }
    };
    template <class Real>
    using derivative = math::for_width<Real, math::narrow::scaled_tanh_derivative, wide_derivative>;

    /// a / b (b^2 - y^2), b scaled to about 1, the squares in two numbers each; |y| above b counts as b. Within 0.62
    /// ULP.
    template <class Real>
    struct wide_derivative_from_output {
        Real scale;
        Real height;
        math::two<Real> top;
        math::two<Real> factor;
        Real power;

        SOFTKNEE_FUNCTION wide_derivative_from_output(Real a, Real b) {
            const Real highest(math::is_double<Real> ? 1022 : 126);
            const math::split_parameter<Real> slope = math::split(a);
            const Real exponent = math::at_most(math::at_least(math::split(b).exponent, -highest), highest);
            scale = math::power_of_two(-exponent);
            height = b * scale;
            top = math::two_product(height, height);
            factor = math::divide(math::two<Real>{slope.mantissa, Real(0)}, math::two<Real>{height, Real(0)});
            power = math::at_least(slope.exponent + exponent, Real(math::is_double<Real> ? -1500 : -200));
        }

        SOFTKNEE_FUNCTION Real operator()(Real y) const {
            const Real magnitude = math::at_most(math::abs(y) * scale, height);
            const math::two<Real> square = math::two_product(magnitude, magnitude);
            const math::two<Real> difference = math::fast_two_sum(top.hi, -square.hi);
            const Real low = difference.lo + (top.lo - square.lo);
            const Real d = math::fma(difference.hi, factor.hi, math::fma(low, factor.hi, difference.hi * factor.lo));
            return math::times_power_of_two(d, Real(math::round_to_integer<Real>) + power);
        }
    };
    template <class Real>
    using derivative_from_output =
        math::for_width<Real, math::narrow::scaled_tanh_derivative_from_output, wide_derivative_from_output>;
};

}  // namespace softknee
