// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/roots.hpp>

namespace softknee {

/// y = (x + sqrt(x^2 + b)) / 2. With U = (|x| + sqrt(x^2 + b)) / 2, which does not cancel, this is U for x > 0 and
/// (b / 4) / U for x < 0, because U (U - |x|) = b / 4; the same equation gives the rounding error of U.
struct squareplus {
    double b = 4.0;

    static constexpr activation_description description{
        .name = "squareplus",
        .formula = "(x + sqrt(x^2 + b)) / 2",
        .derivative = "(1 + x / sqrt(x^2 + b)) / 2",
        .source = "Barron, arXiv:2112.11687",
    };
    static constexpr auto parameters() {
        return std::array{parameter<squareplus>{"b", &squareplus::b, parameter_range::positive}};
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real b) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::squareplus(x, b);
        } else {
            constexpr double limit = math::is_double<Real> ? 0x1p1020 : 0x1p124;
            constexpr double up = math::is_double<Real> ? 0x1p250 : 0x1p80;
            const scaling<Real> scaled = make_scaling(b);
            const larger_root<Real> u =
                find_larger_root(math::at_most(math::abs(x) * scaled.half, Real(limit)), scaled);
            const Real above = (u.hi + u.lo) * scaled.unscale;
            const Real ratio = divide_by_sum(scaled.quarter_b * Real(up), u.hi, u.lo);
            const Real below = (ratio + scaled.half * Real(2 * little<Real>(up))) * (scaled.unscale * Real(1 / up));
            // Where |x| was limited, y is x or 0.
            const Real y = math::select(x < Real(0), below, math::at_least(above, x));
            return math::select(x == -math::infinity<Real>(), 0.0, y);
        }
    }

    /// 1 - w for x > 0 and w for x < 0, where w = (b / 4) / (U^2 + b / 4).
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real b) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::squareplus_derivative(x, b);
        } else {
            constexpr double limit = math::is_double<Real> ? 0x1p500 : 0x1p60;
            constexpr double up = math::is_double<Real> ? 0x1p250 : 0x1p80;
            const scaling<Real> scaled = make_scaling(b);
            const larger_root<Real> u =
                find_larger_root(math::at_most(math::abs(x) * scaled.half, Real(limit)), scaled);
            const Real square = u.hi * u.hi;
            const Real square_lo = math::fma(u.hi + u.hi, u.lo, math::fma(u.hi, u.hi, -square));
            const math::two<Real> d = math::fast_two_sum(square, scaled.quarter_b);
            const Real w = divide_by_sum(scaled.quarter_b * Real(up), d.hi, d.lo + square_lo);
            const Real below = (w + Real(little<Real>(up))) * Real(1 / up);
            return math::select(x < Real(0), below, Real(1) - below);
        }
    }

    /// y^2 / (y^2 + b / 4); a y below 0 counts as 0.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real b) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::squareplus_derivative_from_output(y, b);
        } else {
            constexpr double unit = math::is_double<Real> ? 0x1p200 : 0x1p30;
            constexpr double limit = math::is_double<Real> ? 0x1p260 : 0x1p46;
            constexpr double up = math::is_double<Real> ? 0x1p500 : 0x1p64;
            const math::square_scaling<Real> s = math::make_square_scaling(b);
            const Real scale = math::reciprocal_of_power_of_two(s.root) * Real(unit);
            const Real v = math::at_most(math::at_least(y * scale, Real(0)), Real(limit));
            const Real square = v * v;
            const Real square_lo = math::fma(v, v, -square);
            const math::two<Real> d =
                math::sum_not_negative(square * Real(1 / up), s.mantissa * Real(unit * unit / (4 * up)));
            const math::two<Real> exact_d{d.hi, math::fma(square_lo, Real(1 / up), d.lo)};
            const Real q = math::reciprocal_estimate(d.hi);
            const Real w = square * q;
            const Real ratio = math::fma(math::remainder(square, w, exact_d) + square_lo, q, w);
            return (ratio + Real(little<Real>(up))) * Real(1 / up);
        }
    }

private:
    /// In a unit in which sqrt(b) is near 2^-20 (float) or 2^-40, so that the unit reaches as far up as |x|.
    template <class Real>
    struct scaling {
        Real quarter_b;
        Real half;  // what takes |x| to |x| / 2
        Real unscale;
    };

    template <class Real>
    SOFTKNEE_FUNCTION static scaling<Real> make_scaling(Real b) {
        constexpr double unit = math::is_double<Real> ? 0x1p-40 : 0x1p-20;
        const math::square_scaling<Real> s = math::make_square_scaling(b);
        const Real scale = math::reciprocal_of_power_of_two(s.root);
        return {s.mantissa * Real(unit * unit / 4), scale * Real(unit / 2), s.root * Real(1 / unit)};
    }

    /// The larger root U of U (U - 2 a) = b / 4, in two parts.
    template <class Real>
    using larger_root = math::two<Real>;

    /// a + sqrt(a^2 + b / 4) from the estimate of a reciprocal root, and one step of Newton's method, whose remainder
    /// is exact. A large a is its own root; the square is then limited.
    template <class Real>
    SOFTKNEE_FUNCTION static larger_root<Real> find_larger_root(Real a, scaling<Real> scaled) {
        const Real v =
            math::at_most(math::fma(a, a, scaled.quarter_b), Real(math::is_double<Real> ? 0x1p1000 : 0x1p122));
        const Real r = math::reciprocal_root_estimate(v);
        const Real u = a + math::at_least(v * r, a);
        const Real difference = math::fma(Real(-2), a, u);
        const math::two<Real> smaller{difference, math::fma(Real(-2), a, u - difference)};
        return {u, math::remainder(scaled.quarter_b, u, smaller) * (r * Real(0.5))};
    }

    /// n / (hi + lo).
    template <class Real>
    SOFTKNEE_FUNCTION static Real divide_by_sum(Real n, Real hi, Real lo) {
        const Real q = math::reciprocal_estimate(hi);
        const Real y = n * q;
        return math::fma(math::remainder(n, y, math::two<Real>{hi, lo}), q, y);
    }

    /// What a number just above half of the smallest subnormal number, times `up`, is raised by before it is divided by
    /// `up`, so that it does not become a tie, and so 0. It is far below the last place of normal results.
    template <class Real>
    SOFTKNEE_FUNCTION static constexpr double little(double up) {
        return up * math::format<Real>::epsilon / 2 * math::format<Real>::smallest_subnormal;
    }
};

}  // namespace softknee
