// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <type_traits>

#include <softknee/dtype.hpp>
#include <softknee/math/narrow/storage_type.hpp>
#include <softknee/math/real.hpp>

/// Pieces of the 16-bit forms. "Narrow": accurate enough that the last places of the coefficients, searched over all
/// 65,536 inputs, decide that every result is correctly rounded.
namespace softknee::math::narrow {

/// e^t and 1 as two numbers with that ratio: e^t = scaled / (one * 2^shift). The shift keeps `scaled` normal where
/// the result is a subnormal number of bfloat16, down to 2^-134, or, in a derivative, of float32, down to 2^-150.
template <class Real>
struct exponential_ratio {
    Real scaled;
    Real one;
};

template <class Real>
inline constexpr int exponent_shift = is_bfloat16<Real> ? 16 : 0;
/// That of derivatives, which are multiplied by dy before they are rounded.
template <class Real>
inline constexpr int derivative_shift = is_bfloat16<Real> ? 32 : 0;

/// 1.5 * 2^23 plus the shift: adding it rounds to an integer, which then stands in the low bits.
template <class Real, int Shift = exponent_shift<Real>>
inline constexpr double rounding_shift = 0x1.8p23 + Shift;

/// e^r = up / one
template <class Real>
struct exponential_parts {
    Real up;
    Real one;
};

/// e^r = (g(r) + c r) / (g(r) - c r) with an even g of degree 2, or 4 where the list has a coefficient `inner`; r is in
/// any unit.
///
/// One operation less than a polynomial of the same accuracy, because the sum with `one` that follows is the same
/// instruction either way; and an error of g hardly counts, because it is in both parts.
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION exponential_parts<Real> make_exponential_parts(Real r, const Coefficients& c) {
    Real even;
    if constexpr (requires { c.inner; }) {
        const Real inner = fma(r, r, Real(c.inner));
        even = fma(-inner, inner, Real(c.even));
    } else {
        even = fma(r, r, Real(c.even));
    }
    if constexpr (requires { c.odd_below; }) {
        return {fma(r, Real(c.odd), even), fma(r, -Real(c.odd_below), even)};
    } else {
        return {fma(r, Real(c.odd), even), fma(r, -Real(c.odd), even)};
    }
}

/// The same times 2^k; the low bits of `rounded` hold k and the shift.
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION exponential_ratio<Real> make_exponential_ratio(Real r, Real rounded, const Coefficients& c) {
    const exponential_parts<Real> parts = make_exponential_parts(r, c);
    return {from_bits<Real>(as_bits(parts.up) + (as_bits(rounded) << 23)), parts.one};
}

/// e^(b t) for a constant b: c.log2_unit = b / ln 2, c.unit = ln 2 / b. One float for the unit is enough: k times its
/// error stays below 2^-21.
template <int Shift, class Real, class Coefficients>
SOFTKNEE_FUNCTION exponential_ratio<Real> make_exponential_ratio(Real t, const Coefficients& c) {
    const Real magic(rounding_shift<Real, Shift>);
    const Real rounded = fma(t, Real(c.log2_unit), magic);
    const Real k = rounded - magic;
    return make_exponential_ratio(fma(k, -Real(c.unit), t), rounded, c);
}

template <class Real, class Coefficients>
SOFTKNEE_FUNCTION exponential_ratio<Real> make_exponential_ratio(Real t, const Coefficients& c) {
    return make_exponential_ratio<exponent_shift<Real>>(t, c);
}

/// (1 + e^t) * one * 2^shift
template <int Shift, class Real, class Coefficients>
SOFTKNEE_FUNCTION Real one_plus(exponential_ratio<Real> e, const Coefficients& c) {
    if constexpr (is_bfloat16<Real>) {
        return fma(e.one, Real(std::uint64_t(1) << Shift), e.scaled);
    } else {
        return fma(e.scaled, Real(c.balance), e.one);
    }
}
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real one_plus(exponential_ratio<Real> e, const Coefficients& c) {
    return one_plus<exponent_shift<Real>>(e, c);
}

/// 1 / d with a relative error of 2^-20 (bfloat16) or, but for rounding, 2^-28 (float16).
///
/// Newton's step q (2 - d q) has an error of one sign; with a constant a little above 2 and a guess of the fitting
/// error, the error of either sign is the same, and a quarter of the usual: two such steps suffice for bfloat16, one
/// and a cubic step for float16.
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real reciprocal(Real d, const Coefficients& c) {
    const Real guess = from_bits<Real>(as_bits(Real(c.guess)) - as_bits(d));
    const Real q = guess * fma(-d, guess, Real(c.first));
    const Real e = fma(-d, q, Real(c.second));
    if constexpr (is_bfloat16<Real>) {
        return q * e;
    } else {
        return fma(fma(e, e, e), q, q);
    }
}

}  // namespace softknee::math::narrow
