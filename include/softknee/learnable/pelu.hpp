// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/learnable/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/division.hpp>
#include <softknee/math/narrow/pelu.hpp>
#include <softknee/math/quotient.hpp>
#include <softknee/math/scaled_exponential.hpp>

namespace softknee {

/// Parametric ELU: y = (a / b) x for x >= 0, a expm1(x / b) elsewhere; a and b should be positive.
struct pelu {
    static constexpr activation_description description{
        .name = "pelu",
        .formula = "x >= 0 ? (a / b) * x : a * expm1(x / b)",
        .derivative = "x >= 0 ? a / b : (a / b) * exp(x / b)",
        .source = "Trottier, Giguere and Chaib-draa, arXiv:1605.09332",
    };
    static constexpr std::array<std::string_view, 2> parameter_names{"a", "b"};

    template <class Real>
    struct narrow_prepared {
        math::narrow::pelu<Real> form;

        SOFTKNEE_FUNCTION narrow_prepared(Real a, Real b) : form(a, b) {}

        SOFTKNEE_FUNCTION Real forward(Real x) const { return form.forward(x); }
        SOFTKNEE_FUNCTION Real derivative(Real x) const { return form.slopes(x).by_x; }
        SOFTKNEE_FUNCTION parameter_terms<Real, 2> terms(Real x, Real dy) const {
            const math::narrow::pelu_slopes<Real> slopes = form.slopes(x);
            return {{passed_on(dy, slopes.by_a), passed_on(dy, slopes.by_b)}};
        }
    };

    template <class Real>
    struct wide_prepared {
        Real a;
        math::two<Real> reciprocal;           ///< 1 / b
        Real ratio;                           ///< a / b
        math::split_parameter<Real> leading;  ///< the ratio's leading part
        Real relative;                        ///< what it lacks
        /// Of x / b: below, the slope is less than half of the smallest subnormal, however large the ratio is. Above
        /// the highest, to which only a negative b leads, it is infinite.
        Real lowest;
        Real highest;

        SOFTKNEE_FUNCTION wide_prepared(Real height, Real b) : a(height) {
            constexpr double lowest_exponent = math::is_double<Real> ? -1090 : -160;
            constexpr double highest_exponent = math::is_double<Real> ? 1030 : 140;
            reciprocal = math::divide_by_parameter(Real(1), b);
            const math::two<Real> product = math::two_product(a, reciprocal.hi);
            const Real rest = math::fma(a, reciprocal.lo, product.lo);
            ratio = product.hi + rest;
            leading = math::split(product.hi);
            relative = math::divide_by_parameter(rest, product.hi).hi;
            lowest = (Real(lowest_exponent) - leading.exponent) * Real(0x1.62e43p-1);
            highest = (Real(highest_exponent) - leading.exponent) * Real(0x1.62e43p-1);
        }

        SOFTKNEE_FUNCTION Real forward(Real x) const {
            const math::two<Real> t = quotient(x);
            const math::two<Real> y = math::select(x < Real(0), falling(t), t);
            return math::select(x == Real(0), x, math::fma(a, y.hi, a * y.lo));
        }

        SOFTKNEE_FUNCTION Real derivative(Real x) const { return slope(x, quotient(x)); }

        /// By a the derivative is y / a, by b it is -(a / b) e^(x / b) x / b, or -(a / b) x / b for x >= 0.
        SOFTKNEE_FUNCTION parameter_terms<Real, 2> terms(Real x, Real dy) const {
            const math::two<Real> t = quotient(x);
            const math::two<Real> by_a = math::select(x < Real(0), falling(t), t);
            const Real d = slope(x, t);
            // Where the slope has vanished, x / b may be infinite.
            const Real by_b = math::select(d == Real(0), 0.0, -(d * t.hi));
            return {{passed_on(dy, by_a.hi + by_a.lo), passed_on(dy, by_b)}};
        }

    private:
        /// x / b, whose low part counts only where the high part is finite.
        SOFTKNEE_FUNCTION math::two<Real> quotient(Real x) const {
            const math::two<Real> product = math::two_product(x, reciprocal.hi);
            const auto finite = math::abs(product.hi) < math::infinity<Real>();
            return {product.hi, math::select(finite, math::fma(x, reciprocal.lo, product.lo), Real(0))};
        }

        /// expm1(t) for t < 0
        SOFTKNEE_FUNCTION static math::two<Real> falling(math::two<Real> t) {
            const Real end(math::expm1_limit<Real>);
            const math::two<Real> limited{math::at_least(t.hi, end), math::select(t.hi < end, 0.0, t.lo)};
            return math::scaled_expm1(limited, Real(math::round_to_integer<Real>), Real(1));
        }

        SOFTKNEE_FUNCTION Real slope(Real x, math::two<Real> t) const {
            const math::two<Real> limited{math::at_most(math::at_least(t.hi, lowest), highest),
                                          math::select((t.hi < lowest) | (t.hi > highest), 0.0, t.lo)};
            const Real below =
                math::scaled_exponential(math::two<Real>{leading.mantissa, relative}, leading.exponent, limited);
            return math::select(x < Real(0), below, ratio);
        }
    };

    template <class Real>
    using prepared = math::for_width<Real, narrow_prepared, wide_prepared>;
};

}  // namespace softknee
