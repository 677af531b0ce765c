// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/two.hpp>

namespace softknee::math {

/// 1 / d within 1 ULP, for 2^-100 < |d| < 2^100 (float) or 2^-900 < |d| < 2^900 (double).
///
/// The seed subtracts bit patterns (relative error at most 0.12); each cubic step cubes that error. A division would
/// compile to a call on the device, and a seed from rcp.approx would differ between architectures.
template <class Real>
SOFTKNEE_FUNCTION Real reciprocal(Real d) {
    using bits = typename format<Real>::bits;
    constexpr bits magic = is_double<Real> ? static_cast<bits>(0x7fde623822fc16e6ULL) : static_cast<bits>(0x7ef311c7U);
    constexpr int steps = is_double<Real> ? 3 : 2;
    Real q = from_bits<Real>(magic - as_bits(d));
    SOFTKNEE_UNROLL
    for (int i = 0; i < steps; ++i) {
        const Real e = fma(-d, q, Real(1));
        q = fma(fma(e, e, e), q, q);
    }
    return q;
}

/// n / d to twice the precision (relative error at most 2^-44, or 2^-102), d.hi in the range of `reciprocal`.
template <class Real>
SOFTKNEE_FUNCTION two<Real> divide(two<Real> n, two<Real> d) {
    const Real r = reciprocal(d.hi);
    const Real q = n.hi * r;
    const Real remainder = fma(-d.lo, q, fma(-d.hi, q, n.hi) + n.lo);
    return {q, remainder * r};
}

/// n / d within 0.51 ULP, d in the range of `reciprocal`, unless the quotient is subnormal.
template <class Real>
SOFTKNEE_FUNCTION Real divide(Real n, std::type_identity_t<Real> d) {
    return divide(two<Real>{n, Real(0)}, two<Real>{d, Real(0)}).value();
}

/// Divides by any number but 0: by a parameter, of which all that is here is made.
template <class Real>
struct parameter_divisor {
    Real factor;
    Real scaled;
    Real reciprocal;

    SOFTKNEE_FUNCTION explicit parameter_divisor(Real d) {
        constexpr double small = is_double<Real> ? 0x1p-900 : 0x1p-90;
        constexpr double up = is_double<Real> ? 0x1p500 : 0x1p60;
        factor = select(abs(d) < small, Real(up), select(abs(d) > 1 / small, Real(1 / up), Real(1)));
        scaled = d * factor;
        reciprocal = math::reciprocal(scaled);
    }

    /// n / d to twice the precision; where the quotient overflows, the low part is 0.
    SOFTKNEE_FUNCTION two<Real> divide(Real n) const {
        const Real q = n * reciprocal;
        const Real remainder = fma(-scaled, q, n) * reciprocal;
        const Real hi = (q + remainder) * factor;
        const Real lo = ((q - (q + remainder)) + remainder) * factor;
        const Real limit = infinity<Real>();
        return {select(abs(q) < limit, hi, q * factor), select(abs(hi) < limit, lo, Real(0))};
    }
};

template <class Real>
SOFTKNEE_FUNCTION two<Real> divide_by_parameter(Real n, std::type_identity_t<Real> d) {
    return parameter_divisor<Real>(d).divide(n);
}

/// The square root of v >= 0 within 1 ULP, subnormals and infinity included; NaN below 0.
template <class Real>
SOFTKNEE_FUNCTION Real square_root(Real v) {
    using bits = typename format<Real>::bits;
    constexpr bits magic = is_double<Real> ? static_cast<bits>(0x5fe6eb50c7b537a9ULL) : static_cast<bits>(0x5f375a86U);
    constexpr double small = is_double<Real> ? 0x1p-900 : 0x1p-90;
    const auto tiny = v < small;
    const Real scaled = v * select(tiny, Real(is_double<Real> ? 0x1p200 : 0x1p60), Real(1));
    Real r = from_bits<Real>(magic - (as_bits(scaled) >> 1));
    constexpr int steps = is_double<Real> ? 5 : 4;
    SOFTKNEE_UNROLL
    for (int i = 0; i < steps; ++i) r = r * fma(scaled * r * Real(-0.5), r, Real(1.5));
    const Real s = scaled * r;
    const Real root =
        fma(fma(-s, s, scaled), r * Real(0.5), s) * select(tiny, Real(is_double<Real> ? 0x1p-100 : 0x1p-30), Real(1));
    const auto as_it_is = (v == Real(0)) | (v == infinity<Real>());
    return select(as_it_is, v, select(v < Real(0), not_a_number<Real>(), root));
}

}  // namespace softknee::math
