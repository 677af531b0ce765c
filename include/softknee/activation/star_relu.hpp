// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/star_relu.hpp>

namespace softknee {

/// y = s max(x, 0)^2 + c, with c rounded to the dtype of x. The defaults give mean 0 and variance 1 for normal x.
struct star_relu {
    double s = 0.8944;
    double c = -0.4472;

    static constexpr activation_description description{
        .name = "star_relu",
        .formula = "s * max(x, 0)^2 + c",
        .derivative = "2 * s * max(x, 0)",
        .source = "Yu et al., arXiv:2210.13452",
    };
    static constexpr auto parameters() {
        return std::array{
            parameter<star_relu>{"s", &star_relu::s, parameter_range::positive},
            parameter<star_relu>{"c", &star_relu::c, parameter_range::any, parameter_rounding::to_storage_type}};
    }

    template <class Real>
    struct wide_forward {
        Real s;
        Real c;
        Real scaled_s;
        Real scaled_c;
        Real unscale;

        SOFTKNEE_FUNCTION wide_forward(Real slope, Real offset) : s(slope), c(offset) {
            const Real unit = unit_of_sum(s, c);
            scaled_s = s * unit;
            scaled_c = c * unit;
            unscale = math::reciprocal_of_power_of_two(unit);
        }

        SOFTKNEE_FUNCTION Real operator()(Real x) const {
            const Real r = math::select(x <= Real(0), 0.0, x);
            // Around the root s x^2 = -c the product must be known beyond its own last place.
            const math::two<Real> scaled = math::two_product(scaled_s, r);
            const math::two<Real> product = math::two_product(scaled.hi, r);
            const math::two<Real> sum = math::two_sum(product.hi, scaled_c);
            const Real rest = sum.lo + math::fma(scaled.lo, r, product.lo);
            // Where the sum leaves the range in that unit, there is no cancellation.
            const Real far = math::fma(s * r, r, c);
            return math::select(math::abs(sum.hi) < math::infinity<Real>(), (sum.hi + rest) * unscale, far);
        }
    };
    template <class Real>
    using forward = math::for_width<Real, math::narrow::star_relu, wide_forward>;

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real s, [[maybe_unused]] Real c) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::star_relu_derivative(x, s);
        } else {
            // 2 s may overflow where 2 s x does not, and 2 x where s is small.
            const auto large = s >= Real(1);
            const Real slope = math::select(large, s, s + s) * (x * math::select(large, 2.0, Real(1)));
            return math::select(x <= Real(0), 0.0, slope);
        }
    }

    /// 2 sqrt(s (y - c)), with the rounding errors of the difference and of the product; a y below c counts as c.
    template <class Real>
    struct wide_derivative_from_output {
        static constexpr double up = math::is_double<Real> ? 0x1p600 : 0x1p60;
        static constexpr double root_of_up = math::is_double<Real> ? 0x1p300 : 0x1p30;
        Real c;
        Real part;
        Real minus_part_of_c;
        Real factor_of_small;
        Real factor_of_others;
        Real twice_of_small;
        Real twice_of_others;
        Real end;  ///< where finite results end; a c that rounds to -infinity leaves infinity above it

        SOFTKNEE_FUNCTION wide_derivative_from_output(Real s, Real offset) : c(offset) {
            const math::square_scaling<Real> slope = math::make_square_scaling(s);
            // A quarter of the difference where the difference may overflow; c is then too large for a subnormal y to
            // count.
            const auto wide = math::abs(c) >= Real(1);
            const Real twice = slope.root * math::select(wide, 4.0, Real(2));
            part = math::select(wide, 0.25, Real(1));
            minus_part_of_c = -c * part;
            factor_of_small = slope.mantissa * Real(up);
            factor_of_others = slope.mantissa * Real(0x1p-4);
            twice_of_small = twice * Real(1 / root_of_up);
            twice_of_others = twice * Real(4);
            end = math::select(c > -math::infinity<Real>(), math::infinity<Real>(), -math::infinity<Real>());
        }

        SOFTKNEE_FUNCTION Real operator()(Real y) const {
            const Real limited = math::at_least(y, c);
            const math::two<Real> d = math::sum_not_negative(limited * part, minus_part_of_c);
            const auto small = d.hi < Real(1);
            const Real factor = math::select(small, factor_of_small, factor_of_others);
            const Real v = factor * d.hi;
            const Real v_lo = math::fma(factor, d.lo, math::fma(factor, d.hi, -v));
            const Real root =
                math::root_in_range(math::two<Real>{v, v_lo}) * math::select(small, twice_of_small, twice_of_others);
            return math::select(limited < end, root, math::select(limited == c, 0.0, limited - c));
        }
    };
    template <class Real>
    using derivative_from_output =
        math::for_width<Real, math::narrow::star_relu_derivative_from_output, wide_derivative_from_output>;

private:
    /// A power of two times which s and c leave room for s x^2 above a large negative c, and for the low parts of a
    /// product with small parameters; 1 for all others.
    template <class Real>
    SOFTKNEE_FUNCTION static Real unit_of_sum(Real s, Real c) {
        constexpr bool is_double = math::is_double<Real>;
        const Real magnitude = math::abs(c);
        const auto small_slope = (s < Real(is_double ? 0x1p-400 : 0x1p-40)) & (magnitude < Real(0x1p20));
        const auto small_sum =
            (Real(0) < magnitude) & (magnitude < Real(is_double ? 0x1p-500 : 0x1p-50)) & (s < Real(0x1p20));
        const Real up = math::select(small_slope | small_sum, is_double ? 0x1p900 : 0x1p90, Real(1));
        return math::select(magnitude > Real(is_double ? 0x1p1000 : 0x1p100), 0.25, up);
    }
};

}  // namespace softknee
