// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/gate_slope_double.hpp>
#include <softknee/math/gate_slope_float.hpp>

namespace softknee::math {

/// What x sigmoid(beta x) depends on beta for.
///
/// The tail, x e^(beta x), falls below the smallest number at beta x = -104 for beta = 1 but at -191 for 2^-120, where
/// x is large. No power of two holds both that e^-t and 1, so a tail has a scale of its own, in two factors.
template <class Real>
struct swish_rate {
    using bits = typename format<Real>::bits;

    Real beta;

    SOFTKNEE_FUNCTION auto tiny() const { return abs(beta) < Real(is_double<Real> ? 0x1p-100 : 0x1p-60); }

    /// About |t| / |beta|, within 6 %; at most the largest number.
    SOFTKNEE_FUNCTION Real input_at(Real t) const {
        constexpr bits magic = is_double<Real> ? static_cast<bits>(0x7fde800000000000ULL) : bits(0x7ef40000U);
        // Of an eighth, so that the reciprocal of the largest beta is normal.
        const Real eighth_of = from_bits<Real>(magic - as_bits(abs(beta) * Real(0.125)));
        const auto beyond = abs(beta) < Real(is_double<Real> ? 0x1p-1017 : 0x1p-121);
        return select(beyond, largest(), at_most(eighth_of * (t * Real(0.125)), largest()));
    }
    SOFTKNEE_FUNCTION static Real largest() { return Real(is_double<Real> ? 0x1.fffffffffffffp1023 : 0x1.fffffep127); }

    /// The product rounds to zero beyond.
    SOFTKNEE_FUNCTION Real vanishing() const {
        return input_at(is_double<Real> ? select(tiny(), Real(1560), Real(900)) : select(tiny(), Real(210), Real(161)));
    }
    /// It rounds to x beyond; 2^n less one unit, as `limit_gate_input` has it.
    SOFTKNEE_FUNCTION Real saturating() const {
        constexpr bits mantissa = (bits(1) << format<Real>::mantissa_bits) - 1;
        return from_bits<Real>(as_bits(input_at(Real(is_double<Real> ? 38 : 32))) | mantissa);
    }

    /// Below this t the tail has its scale, a product of two powers of two.
    static constexpr double tail = is_double<Real> ? -650 : -80;
    static constexpr int shift = is_double<Real> ? 400 : 125;
    static constexpr int tiny_shift = is_double<Real> ? 1400 : 200;
    SOFTKNEE_FUNCTION Real tail_magic() const {
        return select(tiny(), Real(round_to_exponent<Real> - tiny_shift), Real(round_to_exponent<Real> - shift));
    }
    SOFTKNEE_FUNCTION Real first_scale() const {
        return select(tiny(), Real(is_double<Real> ? 0x1p-700 : 0x1p-100), Real(1));
    }
    SOFTKNEE_FUNCTION Real second_scale() const {
        return select(tiny(), Real(is_double<Real> ? 0x1p-700 : 0x1p-100), Real(is_double<Real> ? 0x1p-400 : 0x1p-125));
    }

    /// The infinity at which the limit is a zero; NaN, which no x equals, for beta = 0.
    SOFTKNEE_FUNCTION Real vanishing_infinity() const {
        return select(beta == Real(0), not_a_number<Real>(), copysign(infinity<Real>(), -beta));
    }
};

/// x sigmoid(beta x), within 0.92 ULP in float32 for |beta| in [2^-60, 2^60]; 1.6 at 2^128, where x is subnormal.
template <class Real>
struct swish {
    Real beta;
    Real lowest;   ///< of x
    Real highest;  ///< of x
    Real plain;    ///< up to it, |x| needs neither a limit nor the scale of the tail
    Real first_scale;
    Real second_scale;
    Real tail_magic;
    Real vanishing_infinity;
    Real at_vanishing_infinity;

    SOFTKNEE_FUNCTION explicit swish(Real of) : beta(of) {
        const swish_rate<Real> rate{beta};
        const auto rising = beta >= Real(0);
        const Real saturating = rate.saturating();
        const Real vanishing = rate.vanishing();
        lowest = -select(rising, vanishing, saturating);
        highest = select(rising, saturating, vanishing);
        plain = select(rate.tiny(), Real(0), saturating);
        first_scale = rate.first_scale();
        second_scale = rate.second_scale();
        tail_magic = rate.tail_magic();
        vanishing_infinity = rate.vanishing_infinity();
        at_vanishing_infinity = copysign(Real(0), -beta);
    }

    SOFTKNEE_FUNCTION Real operator()(Real x) const {
        const Real magnitude = abs(x);
        const auto smallest = magnitude < Real(2 * format<Real>::smallest_subnormal);
        if constexpr (requires { none(smallest); }) {
            // What is left of the rest where every x is limited to itself and none is in the tail: a quarter less. The
            // sum makes a product that underflows +0.
            if (none(smallest | !(magnitude <= plain))) {
                const Real magic(round_to_exponent<Real>);
                return divide_by_sum(x, Real(1), exponential_of_minus(two_product(x, beta), magic)) + Real(0);
            }
        }
        const Real limited = at_most(at_least(x, lowest), highest);
        const two<Real> t = two_product(limited, beta);
        const auto in_tail = t.hi < Real(swish_rate<Real>::tail);
        const Real first = select(in_tail, first_scale, Real(1));
        const Real second = select(in_tail, second_scale, Real(1));
        const Real magic = select(in_tail, tail_magic, Real(round_to_exponent<Real>));
        const Real scaled = divide_by_sum(limited * first, first * second, exponential_of_minus(t, magic));
        // What lies above saturation; in the tail, what lies below `vanishing` is dropped.
        const Real excess = select(in_tail, Real(0), x - limited);
        const Real y = fma(scaled, second, excess);
        // Half of the smallest subnormal is a tie, and goes up; a tiny beta leaves an infinity short of its limit.
        return select(smallest, x, select(x == vanishing_infinity, at_vanishing_infinity, y));
    }
};

/// The derivative of x sigmoid(beta x): within 0.98 ULP in float32, next to the root too, at every beta that was tried
/// (2^-149 to 2^128).
template <class Real>
struct swish_slope {
    Real sign;
    Real down;  ///< a power of two that moves from a tiny beta to x, so that t reaches its limit with x
    Real scaled_beta;
    Real limit;  ///< of |x * down|

    SOFTKNEE_FUNCTION explicit swish_slope(Real beta) : sign(copysign(Real(1), beta)) {
        const auto tiny = swish_rate<Real>{beta}.tiny();
        down = select(tiny, Real(is_double<Real> ? 0x1p-500 : 0x1p-100), Real(1));
        scaled_beta = abs(beta) * select(tiny, Real(is_double<Real> ? 0x1p500 : 0x1p100), Real(1));
        limit = swish_rate<Real>{scaled_beta}.input_at(Real(is_double<Real> ? 810 : 117));
    }

    SOFTKNEE_FUNCTION Real operator()(Real x) const {
        const Real a = at_most(abs(x * down), limit);
        const auto positive = x * sign > Real(0);
        if constexpr (is_double<Real>) {
            return product_gate_slope<true>(positive, two_product(a, scaled_beta));
        } else {
            return swish_slope_float(positive, a, scaled_beta);
        }
    }
};

}  // namespace softknee::math
