// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/squareplus.hpp>

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

private:
    /// In a unit in which sqrt(b) is near 2^-20 (float) or 2^-40, so that the unit reaches as far up as |x|.
    template <class Real>
    struct scaling {
        Real quarter_b;
        Real half;  ///< what takes |x| to |x| / 2
        Real unscale;

        SOFTKNEE_FUNCTION explicit scaling(Real b) {
            constexpr double unit = math::is_double<Real> ? 0x1p-40 : 0x1p-20;
            const math::square_scaling<Real> s = math::make_square_scaling(b);
            const Real scale = math::reciprocal_of_power_of_two(s.root);
            quarter_b = s.mantissa * Real(unit * unit / 4);
            half = scale * Real(unit / 2);
            unscale = s.root * Real(1 / unit);
        }
    };

public:
    template <class Real>
    struct wide_forward {
        static constexpr double up = math::is_double<Real> ? 0x1p250 : 0x1p80;
        scaling<Real> scaled;
        Real numerator;
        Real addend;
        Real unscale_below;

        SOFTKNEE_FUNCTION explicit wide_forward(Real b) : scaled(b) {
            numerator = scaled.quarter_b * Real(up);
            addend = scaled.half * Real(2 * little<Real>(up));
            unscale_below = scaled.unscale * Real(1 / up);
        }

        SOFTKNEE_FUNCTION Real operator()(Real x) const {
            constexpr double limit = math::is_double<Real> ? 0x1p1020 : 0x1p124;
            const larger_root<Real> u =
                find_larger_root(math::at_most(math::abs(x) * scaled.half, Real(limit)), scaled.quarter_b);
            const Real above = (u.hi + u.lo) * scaled.unscale;
            const Real below = (divide_by_sum(numerator, u.hi, u.lo) + addend) * unscale_below;
            // Where |x| was limited, y is x or 0.
            const Real y = math::select(x < Real(0), below, math::at_least(above, x));
            return math::select(x == -math::infinity<Real>(), 0.0, y);
        }
    };
    template <class Real>
    using forward = math::for_width<Real, math::narrow::squareplus, wide_forward>;

    /// 1 - w for x > 0 and w for x < 0, where w = (b / 4) / (U^2 + b / 4).
    template <class Real>
    struct wide_derivative {
        static constexpr double up = math::is_double<Real> ? 0x1p250 : 0x1p80;
        Real quarter_b;
        Real half;  ///< what takes |x| to |x| / 2
        Real numerator;

        SOFTKNEE_FUNCTION explicit wide_derivative(Real b) {
            const scaling<Real> scaled(b);
            quarter_b = scaled.quarter_b;
            half = scaled.half;
            numerator = quarter_b * Real(up);
        }

        SOFTKNEE_FUNCTION Real operator()(Real x) const {
            constexpr double limit = math::is_double<Real> ? 0x1p500 : 0x1p60;
            const larger_root<Real> u = find_larger_root(math::at_most(math::abs(x) * half, Real(limit)), quarter_b);
            const Real square = u.hi * u.hi;
            const Real square_lo = math::fma(u.hi + u.hi, u.lo, math::fma(u.hi, u.hi, -square));
            const math::two<Real> d = math::fast_two_sum(square, quarter_b);
            const Real w = divide_by_sum(numerator, d.hi, d.lo + square_lo);
            const Real below = (w + Real(little<Real>(up))) * Real(1 / up);
            return math::select(x < Real(0), below, Real(1) - below);
        }
    };
    template <class Real>
    using derivative = math::for_width<Real, math::narrow::squareplus_derivative, wide_derivative>;

    /// y^2 / (y^2 + b / 4); a y below 0 counts as 0.
    template <class Real>
    struct wide_derivative_from_output {
        static constexpr double up = math::is_double<Real> ? 0x1p500 : 0x1p64;
        Real scale;
        Real quarter_b;

        SOFTKNEE_FUNCTION explicit wide_derivative_from_output(Real b) {
            constexpr double unit = math::is_double<Real> ? 0x1p200 : 0x1p30;
            const math::square_scaling<Real> s = math::make_square_scaling(b);
            scale = math::reciprocal_of_power_of_two(s.root) * Real(unit);
            quarter_b = s.mantissa * Real(unit * unit / (4 * up));
        }

        SOFTKNEE_FUNCTION Real operator()(Real y) const {
            constexpr double limit = math::is_double<Real> ? 0x1p260 : 0x1p46;
            const Real v = math::at_most(math::at_least(y * scale, Real(0)), Real(limit));
            const Real square = v * v;
            const Real square_lo = math::fma(v, v, -square);
            const math::two<Real> d = math::sum_not_negative(square * Real(1 / up), quarter_b);
            const math::two<Real> exact_d{d.hi, math::fma(square_lo, Real(1 / up), d.lo)};
            const Real q = math::reciprocal_estimate(d.hi);
            const Real w = square * q;
            const Real ratio = math::fma(math::remainder(square, w, exact_d) + square_lo, q, w);
            return (ratio + Real(little<Real>(up))) * Real(1 / up);
        }
    };
    template <class Real>
    using derivative_from_output =
        math::for_width<Real, math::narrow::squareplus_derivative_from_output, wide_derivative_from_output>;

private:
    /// The larger root U of U (U - 2 a) = b / 4, in two parts.
    template <class Real>
    using larger_root = math::two<Real>;

    /// a + sqrt(a^2 + b / 4) from the estimate of a reciprocal root, and one step of Newton's method, whose remainder
    /// is exact. A large a is its own root; the square is then limited.
    template <class Real>
    SOFTKNEE_FUNCTION static larger_root<Real> find_larger_root(Real a, Real quarter_b) {
        const Real v = math::at_most(math::fma(a, a, quarter_b), Real(math::is_double<Real> ? 0x1p1000 : 0x1p122));
        const Real r = math::reciprocal_root_estimate(v);
        const Real u = a + math::at_least(v * r, a);
        const Real difference = math::fma(Real(-2), a, u);
        const math::two<Real> smaller{difference, math::fma(Real(-2), a, u - difference)};
        return {u, math::remainder(quarter_b, u, smaller) * (r * Real(0.5))};
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
