// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/learnable/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/division.hpp>
#include <softknee/math/narrow/snake.hpp>
#include <softknee/math/sine.hpp>

namespace softknee {

/// Snake, for periodic signals: y = x + sin^2(a x) / a; NaN at both infinities. At a = 0 its limit, y = x.
///
/// From |a x| = 2^23 (double: 2^52) on, neighbouring x are a third of a period or more apart; the phase a x then counts
/// as a whole number of turns, which leaves y within 2 ULP. Below, a x enters with all of its digits.
struct snake {
    static constexpr activation_description description{
        .name = "snake",
        .formula = "x + sin(a * x)^2 / a",
        .derivative = "1 + sin(2 * a * x)",
        .source = "Liu, Hartwig and Ueda, arXiv:2006.08195",
    };
    static constexpr std::array<std::string_view, 1> parameter_names{"a"};

    template <class Real>
    struct narrow_prepared {
        math::narrow::snake<Real> form;

        SOFTKNEE_FUNCTION explicit narrow_prepared(Real a) : form(a) {}

        SOFTKNEE_FUNCTION Real forward(Real x) const { return form.forward(x); }
        SOFTKNEE_FUNCTION Real derivative(Real x) const { return form.derivative(x); }
        SOFTKNEE_FUNCTION parameter_terms<Real, 1> terms(Real x, Real dy) const {
            return {{passed_on(dy, form.derivative_by_a(x))}};
        }
    };

    template <class Real>
    struct wide_prepared {
        Real a;
        math::parameter_divisor<Real> divisor;  ///< a

        SOFTKNEE_FUNCTION explicit wide_prepared(Real frequency) : a(frequency), divisor(frequency) {}

        SOFTKNEE_FUNCTION Real forward(Real x) const {
            const math::two<Real> s = wave_at(x, {Real(0), Real(0)}).sine;
            const math::two<Real> q = divided(s.hi, x);
            const math::two<Real> product = math::two_product(q.hi, s.hi);
            const Real rest = math::fma(q.hi + q.hi, s.lo, math::fma(q.lo, s.hi, product.lo));
            const math::two<Real> sum = math::fast_two_sum(x, product.hi);
            return sum.hi + (sum.lo + rest);
        }

        /// As 2 sin^2(a x + pi / 4), which keeps its digits beside the roots.
        SOFTKNEE_FUNCTION Real derivative(Real x) const {
            const math::two<Real> eighth = math::two_constant<Real>(0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55);
            const math::two<Real> s = wave_at(x, eighth).sine;
            const Real twice = s.hi + s.hi;
            return math::fma(twice, s.hi, (twice + twice) * s.lo);
        }

        /// With q = sin(a x) / a: 2 q (x cos(a x) - q / 2), whose two parts may cancel.
        SOFTKNEE_FUNCTION parameter_terms<Real, 1> terms(Real x, Real dy) const {
            const wave w = wave_at(x, {Real(0), Real(0)});
            const Real q = divided(w.sine.hi, x).hi;
            return {{passed_on(dy, (q + q) * math::fma(x, w.cosine.hi, q * Real(-0.5)))}};
        }

    private:
        struct wave {
            math::two<Real> sine, cosine;
        };

        /// sin and cos of a x + shift, up to a sign that both have.
        SOFTKNEE_FUNCTION wave wave_at(Real x, math::two<Real> shift) const {
            const math::two<Real> t = math::two_product(x, a);
            const auto resolved = math::abs(t.hi) < math::resolved_phase<Real>;
            // NaN where x or a is infinite, and not where only their product is.
            const math::two<Real> phase{math::select(resolved, t.hi, (x * Real(0)) * a),
                                        math::select(resolved, t.lo, Real(0))};
            const math::reduced_phase<Real> r = math::reduce_phase(phase, shift);
            const math::two<Real> sine = math::sine(r.angle);
            const math::two<Real> cosine = math::cosine(r.angle);
            return {math::select(r.odd, cosine, sine), math::select(r.odd, -sine, cosine)};
        }

        /// sin(a x) / a, which is x where sin(a x) is a x; a x itself may be subnormal there.
        SOFTKNEE_FUNCTION math::two<Real> divided(Real sine, Real x) const {
            const auto straight = math::abs(x * a) < Real(math::is_double<Real> ? 0x1p-29 : 0x1p-14);
            return math::select(straight, math::two<Real>{x, Real(0)}, divisor.divide(sine));
        }
    };

    template <class Real>
    using prepared = math::for_width<Real, narrow_prepared, wide_prepared>;
};

}  // namespace softknee
