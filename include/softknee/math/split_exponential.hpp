// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/exponential.hpp>

namespace softknee::math {

/// e^a = 2^k (1 + r1 + w2), unevaluated: r1 is exact, w2 = e^r - 1 - r1 is at most 0.07 and holds every rounding error
/// (float: 2^-26.4 with `Long`, else 2^-25.6; double: 2^-55.2), so a form that adds it last is nearly correctly
/// rounded.
template <class Real>
struct split_exponential {
    Real shifted_exponent;  ///< round_to_integer + k + offset: k + offset stands in its low bits
    Real exponent;          ///< k
    Real r1;
    Real w2;

    /// base * 2^(k + offset) for a positive base, by adding to its exponent; both must be normal numbers.
    SOFTKNEE_FUNCTION Real scaled(Real base) const {
        return from_bits<Real>((as_bits(shifted_exponent) << format<Real>::mantissa_bits) + as_bits(base));
    }
};

/// Splits e^(a.hi + a.lo) for |a| <= 250 (float) or 2000 (double) and an integral offset of the exponent.
///
/// r1 = a.hi - k ln 2 is exact, though all bits of ln 2's leading part are used: for k other than 0, |a| is above 0.34
/// and r1 is a multiple of the smaller of ulp(a) and ulp(ln 2) below 0.36.
template <bool Long = false, class Real>
SOFTKNEE_FUNCTION split_exponential<Real> split_exponential_of(two<Real> a, std::type_identity_t<Real> offset) {
    constexpr double ln2_hi = is_double<Real> ? 0x1.62e42fefa39efp-1 : 0x1.62e43p-1;
    constexpr double ln2_lo = is_double<Real> ? 0x1.abc9e3b39803fp-56 : -0x1.05c610ca86c39p-29;
    const Real magic = offset + Real(round_to_integer<Real>);
    const Real shifted = fma(a.hi, Real(0x1.71547652b82fep+0), magic);
    const Real k = shifted - magic;
    const Real r1 = fma(k, Real(-ln2_hi), a.hi);
    const Real r2 = fma(k, Real(-ln2_lo), a.lo);
    const Real r = r1 + r2;
    if constexpr (Long) {
        return {shifted, k, r1, fma(r * r, long_exponential_remainder(r), r2)};
    } else {
        return {shifted, k, r1, fma(r * r, exponential_remainder(r), r2)};
    }
}

}  // namespace softknee::math
