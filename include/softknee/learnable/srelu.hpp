// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/learnable/description.hpp>
#include <softknee/math.hpp>

namespace softknee {

/// S-shaped ReLU: y = x between the thresholds, a line of another slope from each of them on. The lower threshold
/// should not be above the upper one; where it is, and x is beyond both, the upper line counts.
struct srelu {
    static constexpr activation_description description{
        .name = "srelu",
        .formula = "x >= tr ? tr + ar * (x - tr) : x <= tl ? tl + al * (x - tl) : x",
        .derivative = "x >= tr ? ar : x <= tl ? al : 1",
        .source = "Jin et al., arXiv:1512.07030",
    };
    static constexpr std::array<std::string_view, 4> parameter_names{"lower_threshold", "lower_slope",
                                                                     "upper_threshold", "upper_slope"};

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real tl, Real al, Real tr, Real ar) {
        const auto upper = x >= tr;
        const auto beyond = upper | (x <= tl);
        return math::select(beyond, line(x, math::select(upper, tr, tl), math::select(upper, ar, al)), x);
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real tl, Real al, Real tr, Real ar) {
        return math::select(x >= tr, ar, math::select(x <= tl, al, Real(1)));
    }

    template <class Real>
    SOFTKNEE_FUNCTION static parameter_terms<Real, 4> terms(Real x, Real dy, Real tl, Real al, Real tr, Real ar) {
        const auto upper = x >= tr;
        const auto beyond = upper | (x <= tl);
        const Real by_threshold = passed_on(dy, Real(1) - math::select(upper, ar, al));
        const Real by_slope = passed_on(dy, x - math::select(upper, tr, tl));
        const auto lower = beyond & !upper;
        return {{math::select(lower, by_threshold, Real(0)), math::select(lower, by_slope, Real(0)),
                 math::select(upper, by_threshold, Real(0)), math::select(upper, by_slope, Real(0))}};
    }

private:
    /// t + a (x - t), the difference and the product in two numbers each: they may cancel. A slope of 0 holds the
    /// threshold, for an infinite x as well.
    template <class Real>
    SOFTKNEE_FUNCTION static Real line(Real x, Real t, Real a) {
        const math::two<Real> distance = math::two_sum(x, -t);
        const math::two<Real> product = math::two_product(a, distance.hi);
        const math::two<Real> sum = math::two_sum(t, product.hi);
        const Real rest = sum.lo + math::fma(a, distance.lo, product.lo);
        const auto finite = math::abs(sum.hi) < math::infinity<Real>();
        const Real y = math::select(finite, sum.hi + rest, product.hi + t);
        return math::select(a == Real(0), t, y);
    }
};

}  // namespace softknee
