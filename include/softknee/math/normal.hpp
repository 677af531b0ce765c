// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/division.hpp>
#include <softknee/math/exponential.hpp>
#include <softknee/math/logistic.hpp>

namespace softknee::math {

/// (a + 3) e^(a^2/2) Phi(-a) = (a + 3) erfcx(a / sqrt 2) / 2 as a polynomial in (a - 3) / (a + 3), for a in [0, 15]
/// (float) or [0, 39] (double). The transformation is that of Shepherd and Laframboise, Math. Comp. 36 (1981). From
/// scripts/coefficients/normal.py.
template <class Real>
SOFTKNEE_FUNCTION Real normal_tail(Real x) {
    return polynomial(
        x,
        {0x1.754a76p-1f, -0x1.04c72ap-1f, 0x1.d71382p-3f, -0x1.832d32p-5f, -0x1.56d40ap-7f, 0x1.c8c7dcp-8f,
         0x1.0c7a08p-10f, -0x1.0f2e8cp-10f, -0x1.0098a8p-12f, 0x1.1799cp-13f, 0x1.d17fe4p-15f},
        {0x1.754a751a56f4ap-1,   -0x1.04c7295a48f32p-1,  0x1.d71387c654ce6p-3,   -0x1.832dbf6992defp-5,
         -0x1.56d8e3d801149p-7,  0x1.c8f52c32bef09p-8,   0x1.0d608c9672edfp-10,  -0x1.12285f1c6a3a9p-10,
         -0x1.0d09ebb433033p-12, 0x1.43c9f16e9ac8dp-13,  0x1.4a907f676f59cp-14,  -0x1.bc79ebb1f68d7p-17,
         -0x1.5b1c57261a129p-16, -0x1.d8004a6582ab6p-19, 0x1.e8bcf9a769c51p-19,  0x1.2ea7affb09e87p-19,
         0x1.0f9a6b3ba922ep-28,  -0x1.3dcf6e5b3c2bap-21, -0x1.1d79eb411d046p-22, 0x1.6fa45f35bb02ap-25,
         0x1.77093f606b36ep-24,  0x1.99e0c237a1c1cp-26,  -0x1.2ed90cb239aa7p-27, -0x1.ba706949e9268p-28,
         -0x1.245998c6c2118p-30});
}

/// (e^(a^2/2) Phi(-a) - a / sqrt(2 pi)) / (a0 - a), a0 being the root of the numerator, in the same variable.
template <class Real>
SOFTKNEE_FUNCTION Real gelu_slope_tail(Real x) {
    return polynomial(
        x,
        {0x1.e9c6dep-2f, -0x1.eb6b5ap-4f, 0x1.b70f36p-5f, -0x1.cd33ecp-7f, 0x1.ab99ecp-13f, 0x1.1f106p-10f,
         -0x1.8645a2p-14f, -0x1.0fa106p-13f, 0x1.44bd76p-19f, 0x1.27aa8ap-16f, 0x1.03eaaep-18f},
        {0x1.e9c6ddced89d9p-2,   -0x1.eb6b5a7ded069p-4,  0x1.b70f305de3662p-5,   -0x1.cd33bfc5a0702p-7,
         0x1.abf7f8845a939p-13,  0x1.1f0ce8a60d6d1p-10,  -0x1.8a934465aca2dp-14, -0x1.10ae41f153f6p-13,
         0x1.3fbddc493873ep-18,  0x1.5117e328d941ap-16,  0x1.54e0c34ed7874p-19,  -0x1.94e7769c799bap-19,
         -0x1.4c86e3d8170ddp-20, 0x1.04253e4d04a8cp-22,  0x1.6be7803d3e2e1p-22,  0x1.258e756c975bep-24,
         -0x1.bb287ba5b37c4p-25, -0x1.455c4741cf5c8p-25, -0x1.a39aec68f8772p-29, 0x1.21cf87ad10a73p-27,
         0x1.0db798badd92ap-28,  -0x1.34807e731b07bp-31, -0x1.c5f135dd6fd23p-31, -0x1.cacb6a808761bp-34,
         0x1.1956cbacd99fcp-35});
}

/// The variable of the two polynomials, and 1 / (a + 3).
template <class Real>
struct normal_tail_argument {
    Real t;
    two<Real> reciprocal_sum;
};

template <class Real>
SOFTKNEE_FUNCTION normal_tail_argument<Real> make_normal_tail_argument(Real a) {
    const two<Real> sum = fast_two_sum(select(a < Real(3), Real(3), a), select(a < Real(3), a, Real(3)));
    const two<Real> r = divide(two<Real>{Real(1), Real(0)}, sum);
    return {fma(a - Real(3), r.hi, (a - Real(3)) * r.lo), r};
}

/// Beyond this |x|, x Phi(-|x|) rounds to zero.
template <class Real>
inline constexpr double normal_limit = is_double<Real> ? 38.9 : 14.9;

/// factor * e^(-a^2/2) for a up to `normal_limit`: the square carries its rounding error.
template <class Real>
SOFTKNEE_FUNCTION Real gaussian_times(Real factor, Real a) {
    const two<Real> square = two_product(a * Real(-0.5), a);
    return exp_times(factor, square);
}

/// x Phi(x) = x/2 erfc(-x / sqrt 2)
template <class Real>
SOFTKNEE_FUNCTION Real normal_gate(Real x) {
    const Real a = at_most(abs(x), Real(normal_limit<Real>));
    const normal_tail_argument<Real> v = make_normal_tail_argument(a);
    const Real p = normal_tail(v.t);
    const Real w = a * fma(p, v.reciprocal_sum.hi, p * v.reciprocal_sum.lo);
    const Real tail = gaussian_times(w, a);
    const Real y = select(x > Real(0), x, Real(0)) - tail;
    const auto tiny = a < Real(2 * format<Real>::epsilon);
    const auto beyond = x < Real(-normal_limit<Real>);
    return select(tiny, half_of_tiny(x, Real(1)), select(beyond, Real(-0.0), y));
}

/// Phi(x) + x phi(x)
template <class Real>
SOFTKNEE_FUNCTION Real normal_gate_derivative(Real x) {
    const two<Real> root = two_constant<Real>(0x1.80ead197f00b4p-1, -0x1.13e74c58cada8p-56);
    const Real a = at_most(abs(x), Real(normal_limit<Real>));
    const normal_tail_argument<Real> v = make_normal_tail_argument(a);
    const Real factor = ((root.hi - a) + root.lo) * gelu_slope_tail(v.t);
    const Real lower = gaussian_times(factor, a);
    return select(x > Real(0), Real(1) - lower, lower);
}

}  // namespace softknee::math
