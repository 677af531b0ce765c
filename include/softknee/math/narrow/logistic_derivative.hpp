// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <softknee/math/narrow/logistic.hpp>
#include <softknee/math/narrow/logistic_derivative_coefficients.hpp>
#include <softknee/math/polynomial.hpp>

/// Derivatives of the logistic family. They are factors of dy: what counts is their relative error, next to a root and
/// down to where the largest dy times the derivative vanishes, e^-29 for float16 and e^-104 for bfloat16.
namespace softknee::math::narrow {

/// x < 0 ? below : 1 - below. A unity just below 1 rounds the ties of float16 down.
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real reflect(Real x, Real below, const Coefficients& c) {
    return select(x < Real(0), below, Real(c.unity) - below);
}

/// The derivative of x sigmoid(t(x)), t odd: e (1 + e - p) / (1 + e)^2 for x < 0 and 1 minus that for x > 0, with e =
/// e^-t(a), `rest` = 1 - p and p = a t'(a), a = |x|.
///
/// 1 + e - p has a root. The sum of 1 - p and e loses 8 bits at the bfloat16 next to it, and the search has seen the
/// few inputs around it. In the tail the product has to begin with the smallest factor times the largest, or it is
/// subnormal before its last operation.
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real gate_derivative(Real x, exponential_ratio<Real> e, Real rest, const Coefficients& c) {
    const Real one = e.one * Real(std::uint64_t(1) << derivative_shift<Real>);
    const Real q = reciprocal(one + e.scaled, c);
    return reflect(x, ((e.scaled * fma(one, rest, e.scaled)) * q) * q, c);
}

/// The same for t(x) = b x, without the cancellation, for inputs of float16, which come so near to the root that it
/// would take 14 bits.
///
/// With d = a - c.origin, a short number beside the root, so that d is exact, and A = e^(-b c.origin), 1 + e - p is
/// -(b (d - c.root) + A (1 - e^(-b d))). With e^(-b d) = 2^k up / one, the second term is that of A (1 - 2^k) up - 2 A
/// odd r over `one`, with r = -d where k = 0. `unit_at_root` is -A b, so that the powers of two come with that factor.
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real gate_derivative_around_root(Real x, Real a, const Coefficients& c) {
    const Real magic(rounding_shift<Real>);
    const Real d = a - Real(c.origin);
    const Real rounded = fma(d, -Real(c.log2_unit), magic);
    const Real r = fma(rounded - magic, -Real(c.unit), -d);
    const exponential_parts<Real> parts = make_exponential_parts(r, c);
    const Real power = from_bits<Real>((as_bits(rounded) << 23) + as_bits(Real(c.unit_at_root)));
    const Real scaled = power * parts.up;
    const Real q = reciprocal(fma(scaled, Real(c.inverse), parts.one), c);
    const Real change = fma(fma(power, Real(c.inverse_square), Real(c.at_root)), parts.up, r * Real(c.twice_odd));
    return reflect(x, ((scaled * fma(d - Real(c.root), parts.one, change)) * q) * q, c);
}

template <class Real>
SOFTKNEE_FUNCTION Real silu_derivative(Real x,
                                       const silu_derivative_coefficients<typename Real::storage_type>& c = {}) {
    if constexpr (is_bfloat16<Real>) {
        const Real a = at_most(abs(x), Real(111));
        return gate_derivative(x, make_exponential_ratio<derivative_shift<Real>>(-a, c), Real(1) - a, c);
    } else {
        return gate_derivative_around_root(x, at_most(abs(x), Real(36)), c);
    }
}

template <class Real>
SOFTKNEE_FUNCTION Real
quick_gelu_derivative(Real x, const quick_gelu_derivative_coefficients<typename Real::storage_type>& c = {}) {
    if constexpr (is_bfloat16<Real>) {
        const Real a = at_most(abs(x), Real(64.25));
        const Real rest = fma(a, -Real(c.rate), Real(1));
        return gate_derivative(x, make_exponential_ratio<derivative_shift<Real>>(-a, c), rest, c);
    } else {
        return gate_derivative_around_root(x, at_most(abs(x), Real(21)), c);
    }
}

/// float16: as above, with t(a) - t(origin) = d rate, and 1 - p(a) = -(d (3 rate - 2 t'(0)) + p(origin) - 1); A =
/// e^-t(origin) is `unit`. In the tail the rounding of `rate` is left, 0.5019 ULP; its low part would take three
/// operations.
template <class Real>
SOFTKNEE_FUNCTION Real
gelu_tanh_derivative(Real x, const gelu_tanh_derivative_coefficients<typename Real::storage_type>& c = {}) {
    if constexpr (is_bfloat16<Real>) {
        const Real a = at_most(abs(x), Real(10.92));
        const Real square = a * a;
        const exponential_ratio<Real> e = gelu_tanh_exponential<derivative_shift<Real>>(a, square, c);
        return gate_derivative(x, e, fma(-a, fma(square, Real(c.slope_of_square), Real(c.slope)), Real(1)), c);
    } else {
        const Real magic(rounding_shift<Real>);
        const Real a = at_most(abs(x), Real(6.83));
        const Real d = a - Real(0x1.814p-1);
        const Real rate = evaluate_polynomial(a, c.rate);
        const Real rounded = fma(-d, rate, magic);
        const Real r = fma(-d, rate, magic - rounded);
        const exponential_parts<Real> parts = make_exponential_parts(r, c);
        const Real power = from_bits<Real>((as_bits(rounded) << 23) + as_bits(Real(c.negative_unit)));
        const Real scaled = power * parts.up;
        const Real q = reciprocal(parts.one - scaled, c);
        const Real change = fma(power + Real(c.unit), parts.up, r * Real(c.twice_odd));
        const Real rest = fma(d, fma(rate, Real(c.steep), Real(c.flat)), Real(c.at_origin));
        return reflect(x, ((scaled * fma(rest, parts.one, change)) * q) * q, c);
    }
}

/// e / (1 + e)^2 with e = e^-|x|
template <class Real>
SOFTKNEE_FUNCTION Real sigmoid_derivative(Real x,
                                          const sigmoid_derivative_coefficients<typename Real::storage_type>& c = {}) {
    constexpr int shift = derivative_shift<Real>;
    const Real a = at_most(abs(x), Real(is_bfloat16<Real> ? 108 : 31));
    const exponential_ratio<Real> e = make_exponential_ratio<shift>(-a, c);
    const Real q = reciprocal(one_plus<shift>(e, c), c);
    return ((e.scaled * (is_bfloat16<Real> ? e.one * Real(0x1p32) : e.one)) * q) * q;
}

/// y (1 - y); a y outside [0, 1] counts as the nearer end.
template <class Real>
SOFTKNEE_FUNCTION Real sigmoid_derivative_from_output(Real y) {
    const Real limited = at_most(y, Real(1));
    return select(y <= Real(0), 0.0, fma(-limited, limited, limited));
}

}  // namespace softknee::math::narrow
