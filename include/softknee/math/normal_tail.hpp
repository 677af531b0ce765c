// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/division.hpp>
#include <softknee/math/exponential.hpp>

/// Parts of the float64 forms of normal.hpp. The variable of the polynomials is that of Shepherd and Laframboise,
/// Math. Comp. 36 (1981): t = (a - 3) / (a + 3), for a in [0, 39]. Coefficients from scripts/coefficients/normal.py.
namespace softknee::math {

template <class Real>
struct normal_tail_argument {
    two<Real> reciprocal_sum;  ///< 1 / (a + 3)
    two<Real> t;
};

template <class Real>
SOFTKNEE_FUNCTION normal_tail_argument<Real> make_normal_tail_argument(Real a) {
    const two<Real> sum = fast_two_sum(select(a < Real(3), Real(3), a), select(a < Real(3), a, Real(3)));
    const two<Real> r = divide(two<Real>{Real(1), Real(0)}, sum);
    const Real t = fma(r.hi, Real(-6), Real(1));
    return {r, {t, fma(r.lo, Real(-6), fma(r.hi, Real(-6), Real(1) - t))}};
}

/// constant + t rest to about twice the precision of t and rest.
template <class Real>
SOFTKNEE_FUNCTION two<Real> compensated_horner_step(two<Real> t, two<Real> rest, Real constant) {
    const Real sum = fma(t.hi, rest.hi, constant);
    return {sum, fma(t.hi, rest.lo, fma(t.lo, rest.hi, fma(t.hi, rest.hi, constant - sum)))};
}

/// a b to about twice the precision.
template <class Real>
SOFTKNEE_FUNCTION two<Real> product_of_twos(two<Real> a, two<Real> b) {
    const two<Real> leading = two_product(a.hi, b.hi);
    return {leading.hi, fma(a.hi, b.lo, fma(a.lo, b.hi, leading.lo))};
}

/// factor e^(-a^2/2) for a <= 39.
template <class Real>
SOFTKNEE_FUNCTION Real gaussian_times(two<Real> factor, Real a) {
    const reduced_exponential<Real> e = reduce_exponential(two_product(a * Real(-0.5), a));
    return scale(product_of_twos(factor, e.mantissa()).value(), e.exponent);
}

/// (a + 3) e^(a^2/2) Phi(-a) = (a + 3) erfcx(a / sqrt 2) / 2, within 2^-52.3.
template <class Real>
SOFTKNEE_FUNCTION two<Real> normal_tail(two<Real> t) {
    const Real rest = evaluate_polynomial(
        t.hi, {0x1.d71387c654ce6p-3,   -0x1.832dbf6992defp-5,  -0x1.56d8e3d801149p-7,  0x1.c8f52c32bef09p-8,
               0x1.0d608c9672edfp-10,  -0x1.12285f1c6a3a9p-10, -0x1.0d09ebb433033p-12, 0x1.43c9f16e9ac8dp-13,
               0x1.4a907f676f59cp-14,  -0x1.bc79ebb1f68d7p-17, -0x1.5b1c57261a129p-16, -0x1.d8004a6582ab6p-19,
               0x1.e8bcf9a769c51p-19,  0x1.2ea7affb09e87p-19,  0x1.0f9a6b3ba922ep-28,  -0x1.3dcf6e5b3c2bap-21,
               -0x1.1d79eb411d046p-22, 0x1.6fa45f35bb02ap-25,  0x1.77093f606b36ep-24,  0x1.99e0c237a1c1cp-26,
               -0x1.2ed90cb239aa7p-27, -0x1.ba706949e9268p-28, -0x1.245998c6c2118p-30});
    const two<Real> slope = compensated_horner_step(t, {rest, Real(0)}, Real(-0x1.04c7295a48f32p-1));
    return compensated_horner_step(t, slope, Real(0x1.754a751a56f4ap-1));
}

/// (e^(a^2/2) Phi(-a) - a / sqrt(2 pi)) / (root - a), with the root of the numerator; within
/// 2^-53.4.
template <class Real>
SOFTKNEE_FUNCTION two<Real> gelu_slope_tail(two<Real> t) {
    const Real rest = evaluate_polynomial(
        t.hi, {0x1.b70f305de3662p-5,   -0x1.cd33bfc5a0702p-7,  0x1.abf7f8845a939p-13,  0x1.1f0ce8a60d6d1p-10,
               -0x1.8a934465aca2dp-14, -0x1.10ae41f153f6p-13,  0x1.3fbddc493873ep-18,  0x1.5117e328d941ap-16,
               0x1.54e0c34ed7874p-19,  -0x1.94e7769c799bap-19, -0x1.4c86e3d8170ddp-20, 0x1.04253e4d04a8cp-22,
               0x1.6be7803d3e2e1p-22,  0x1.258e756c975bep-24,  -0x1.bb287ba5b37c4p-25, -0x1.455c4741cf5c8p-25,
               -0x1.a39aec68f8772p-29, 0x1.21cf87ad10a73p-27,  0x1.0db798badd92ap-28,  -0x1.34807e731b07bp-31,
               -0x1.c5f135dd6fd23p-31, -0x1.cacb6a808761bp-34, 0x1.1956cbacd99fcp-35});
    const two<Real> slope = compensated_horner_step(t, {rest, Real(0)}, Real(-0x1.eb6b5a7ded069p-4));
    return compensated_horner_step(t, slope, Real(0x1.e9c6ddced89d9p-2));
}

}  // namespace softknee::math
