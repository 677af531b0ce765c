// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/division.hpp>
#include <softknee/math/exponential.hpp>

namespace softknee::math {

/// Beyond this |t|, x e^-|t| rounds to zero for every finite x.
template <class Real>
inline constexpr double logistic_limit = is_double<Real> ? 1500 : 210;

/// e = e^-|t| and 1 + e, from which every function of the logistic family follows without cancellation:
/// sigmoid(|t|) = 1 / (1 + e), sigmoid(-|t|) = e / (1 + e).
template <class Real>
struct logistic {
    two<Real> argument;
    two<Real> mantissa;  ///< e^-|t| / 2^exponent
    Real exponent;       ///< integral, <= 0
    two<Real> e;         ///< e^-|t|, which may underflow
    two<Real> one_plus_e;

    SOFTKNEE_FUNCTION auto negative() const { return argument.hi < Real(0); }
    SOFTKNEE_FUNCTION auto beyond() const { return abs(argument.hi) >= Real(logistic_limit<Real>); }
};

template <class Real>
SOFTKNEE_FUNCTION logistic<Real> make_logistic(two<Real> t) {
    const Real limit(logistic_limit<Real>);
    const two<Real> argument = clamp(t, limit);
    const two<Real> below = select(argument.hi < Real(0), argument, -argument);
    const reduced_exponential<Real> parts = reduce_exponential(below);
    const two<Real> m = parts.mantissa();
    const Real s = power_of_two(at_least(parts.exponent, Real(is_double<Real> ? -1022 : -126)));
    const two<Real> e{m.hi * s, m.lo * s};
    const two<Real> sum = fast_two_sum(Real(1), e.hi);
    return {argument, m, parts.exponent, e, {sum.hi, sum.lo + e.lo}};
}

/// sigmoid(t) = mantissa * 2^exponent.
template <class Real>
struct scaled_number {
    Real mantissa;
    Real exponent;

    SOFTKNEE_FUNCTION Real value() const { return scale(mantissa, exponent); }
};

template <class Real>
SOFTKNEE_FUNCTION scaled_number<Real> scaled_sigmoid(const logistic<Real>& l) {
    const auto negative = l.negative();
    const two<Real> one{Real(1), Real(0)};
    return {divide(select(negative, l.mantissa, one), l.one_plus_e).value(), select(negative, l.exponent, Real(0))};
}

/// 1 / (1 + e^-t)
template <class Real>
SOFTKNEE_FUNCTION Real sigmoid(two<Real> t) {
    return scaled_sigmoid(make_logistic(t)).value();
}

template <class Real>
SOFTKNEE_FUNCTION Real sigmoid(Real t) {
    return sigmoid(two<Real>{t, Real(0)});
}

/// weight a b sigmoid(t) (1 - sigmoid(t)), the last two being e / (1 + e)^2; the weight is at most 4, and applied
/// before a and b, which may be large.
template <class Real>
SOFTKNEE_FUNCTION Real sigmoid_slope_times(Real weight, two<Real> t, Real a = Real(1), Real b = Real(1)) {
    const logistic<Real> l = make_logistic(t);
    const Real quotient = divide(divide(l.mantissa, l.one_plus_e), l.one_plus_e).value();
    return scale(weight * quotient * a * b, l.exponent);
}

/// tanh(t) = -expm1(-2 |t|) / (2 + expm1(-2 |t|)), with the sign of t
template <class Real>
SOFTKNEE_FUNCTION Real tanh(two<Real> t) {
    const two<Real> below = select(t.hi < Real(0), t, -t);
    const two<Real> e = two_expm1(two<Real>{below.hi + below.hi, below.lo + below.lo});
    const two<Real> sum = fast_two_sum(Real(2), e.hi);
    return copysign(divide(-e, two<Real>{sum.hi, sum.lo + e.lo}).value(), t.hi);
}

/// x / 2 where the exact result is x / 2 + c x^2 with a second term too small for the type: rounded so that a tie of
/// x / 2, which a subnormal may be, goes to the side on which the exact result lies.
///
/// Without this, half of the smallest subnormal is a false zero. In bfloat16, float32 has no digit left for the
/// difference below 2^-125, so its smallest subnormal is added there.
template <class Real>
SOFTKNEE_FUNCTION Real half_of_tiny(Real x, Real c) {
    const auto up = ((x > Real(0)) & (c > Real(0))) | ((x < Real(0)) & (c < Real(0)));
    const Real above(0.5 * (1 + format<Real>::epsilon));
    const Real below(0.5 * (1 - format<Real>::epsilon / 2));
    const Real weight = select(c == Real(0), Real(0.5), select(up, above, below));
    if constexpr (sizeof(typename Real::storage_type) == 2) {
        const Real nudge = copysign(Real(format<Real>::smallest_subnormal), c);
        const auto none = (x == Real(0)) | (c == Real(0)) | (abs(x) > Real(0x1p-120));
        return fma(x, weight, select(none, copysign(Real(0), x), nudge));
    } else {
        const auto may_tie = abs(x) < Real(is_double<Real> ? 0x1p-1020 : 0x1p-124);
        return x * select(may_tie, weight, Real(0.5));
    }
}

/// x * sigmoid(t(x)), where t is c x near 0.
template <class Real>
SOFTKNEE_FUNCTION Real sigmoid_gate(Real x, two<Real> t, Real c) {
    const logistic<Real> l = make_logistic(t);
    const scaled_number<Real> s = scaled_sigmoid(l);
    const Real y = scale(x * s.mantissa, s.exponent);
    const auto tiny = abs(t.hi) < Real(2 * format<Real>::epsilon);
    return select(l.negative() & l.beyond(), copysign(Real(0), x), select(tiny, half_of_tiny(x, c), y));
}

/// The derivative of x sigmoid(t(x)) for an odd, growing t, with `product` = x t'(x): sigmoid(t) + product sigmoid(t)
/// sigmoid(-t).
///
/// For t < 0 it has the factor 1 + e + product, which has a root. Where `near_root` holds, `factor_near_root`
/// replaces that factor, because subtracting rounded numbers would leave nothing of it.
template <class Real, class Mask>
SOFTKNEE_FUNCTION Real sigmoid_gate_derivative(two<Real> t, two<Real> product, Mask near_root, Real factor_near_root) {
    const logistic<Real> l = make_logistic(t);
    const auto negative = l.negative();
    const two<Real> difference = two_sum(Real(1), product.hi);
    const Real far_factor = difference.hi + l.e.hi + (difference.lo + product.lo + l.e.lo);
    const Real factor = select(near_root, factor_near_root, far_factor);
    const Real above = fma(l.e.hi, product.hi, l.e.hi) + Real(1);
    const two<Real> numerator =
        select(negative, two<Real>{l.mantissa.hi * factor, l.mantissa.lo * factor}, two<Real>{above, Real(0)});
    const Real quotient = divide(divide(numerator, l.one_plus_e), l.one_plus_e).value();
    return scale(quotient, select(negative, l.exponent, Real(0)));
}

/// The derivative of x sigmoid(b x) as a function of t = b x: sigmoid(t) (1 + t sigmoid(-t)).
///
/// Near the root t = -a0, with d = |t| - a0 and 1 + e^-a0 = a0:  1 + e - |t| = -(d + e^-a0 (1 - e^-d)), both terms of
/// one sign.
template <class Real>
SOFTKNEE_FUNCTION Real swish_derivative(two<Real> t) {
    const two<Real> root = two_constant<Real>(0x1.474973c84120bp+0, 0x1.f8d74bc9ac154p-54);
    const Real e_at_root(0x1.1d25cf210482ep-2);
    const two<Real> argument = clamp(t, Real(logistic_limit<Real>));
    const two<Real> magnitude = select(argument.hi < Real(0), -argument, argument);
    const Real d = (magnitude.hi - root.hi) + (magnitude.lo - root.lo);
    const Real near = fma(e_at_root, expm1_near_zero(-d), -d);
    return sigmoid_gate_derivative(argument, argument, abs(d) < Real(0.34), near);
}

}  // namespace softknee::math
