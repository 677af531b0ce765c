// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/polynomial.hpp>
#include <softknee/math/two.hpp>

/// Sine and cosine of a phase. The constants are printed by scripts/coefficients/sine.sollya.
namespace softknee::math {

/// The phase from which a step to the next number of the format is a third of a period of sin^2 or more, and from which
/// a reduction in two parts would lose digits.
template <class Real>
inline constexpr double resolved_phase = is_double<Real> ? 0x1p52 : 0x1p23;

/// A phase less a whole number of quarter turns: within pi / 4, or 1.33 where the rounded 2 / pi misses the nearest
/// such number because it is large.
template <class Real>
struct reduced_phase {
    two<Real> angle;
    /// All bits of the mask where the number of quarter turns is odd.
    decltype(Real(0) < Real(0)) odd;
};

/// Reduces `phase` + `shift`, with |phase| <= resolved_phase and |shift| <= 1, by pi / 2 in two parts (Cody and Waite
/// with fma: the first step is exact). The angle is off by 2^-46 (float) or 2^-104 (double) of the phase at most;
/// beside that its digits are its own, also where it is small.
template <class Real>
SOFTKNEE_FUNCTION reduced_phase<Real> reduce_phase(two<Real> phase, two<Real> shift) {
    constexpr typename format<Real>::bits lowest_bit = 1;
    const two<Real> quarter = two_constant<Real>(0x1.921fb54442d18p0, 0x1.1a62633145c07p-54);
    const two<Real> sum = two_sum(phase.hi, shift.hi);
    const Real magic = copysign(Real(is_double<Real> ? 0x1p52 : 0x1p23), sum.hi);
    const Real shifted = fma(sum.hi, Real(0x1.45f306dc9c883p-1), magic);
    const Real count = shifted - magic;
    const Real low = fma(-count, quarter.lo, phase.lo) + (sum.lo + shift.lo);
    const two<Real> angle = two_sum(fma(-count, quarter.hi, sum.hi), low);
    const Real parity = from_bits<Real>((as_bits(shifted) & lowest_bit) | format<Real>::one);
    return {angle, parity > Real(1)};
}

/// sin r for |r| <= 1.37, within 2^-26 of r (float) or 2^-55 (double) while |r| <= pi / 4.
template <class Real>
SOFTKNEE_FUNCTION two<Real> sine(two<Real> r) {
    const two<Real> sixth = two_constant<Real>(-0x1.5555555555555p-3, -0x1.5555555555555p-57);
    const two<Real> z = two_product(r.hi, r.hi);
    const two<Real> cube = two_product(r.hi, z.hi);
    const Real lost = fma(r.hi, z.lo, cube.lo);
    const Real low = fma(lost, sixth.hi, fma(z.hi * Real(-0.5), r.lo, r.lo));
    const Real remainder =
        fma(z.hi,
            polynomial(z.hi, {0x1.1110a6p-7f, -0x1.9fd63cp-13f, 0x1.648708p-19f},
                       {0x1.111111111110dp-7, -0x1.a01a01a0196e1p-13, 0x1.71de3a54ec3ccp-19, -0x1.ae64560dc108fp-26,
                        0x1.612428d71f3ebp-33, -0x1.ae5f734d144e7p-41, 0x1.8ba6203b21901p-49}),
            sixth.lo);
    return fast_two_sum(r.hi, fma(cube.hi, sixth.hi, fma(cube.hi, remainder, low)));
}

/// cos r for |r| <= 1.37, within 2^-26 (float) or 2^-55 (double) while |r| <= pi / 4.
template <class Real>
SOFTKNEE_FUNCTION two<Real> cosine(two<Real> r) {
    const two<Real> z = two_product(r.hi, r.hi);
    const Real remainder =
        polynomial(z.hi, {0x1.555554p-5f, -0x1.6c15fcp-10f, 0x1.9fd186p-16f, -0x1.1d2ddep-22f},
                   {0x1.5555555555543p-5, -0x1.6c16c16c156f9p-10, 0x1.a01a019ef1555p-16, -0x1.27e4faf321901p-22,
                    0x1.1eed4ce0ab72ep-29, -0x1.9371d666acba6p-37, 0x1.a33b7b0b9efc5p-45});
    const two<Real> leading = fast_two_sum(Real(1), z.hi * Real(-0.5));
    const Real rest = fma(-r.hi, r.lo, fma(z.lo, Real(-0.5), leading.lo));
    return fast_two_sum(leading.hi, fma(z.hi * z.hi, remainder, rest));
}

}  // namespace softknee::math
