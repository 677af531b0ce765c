// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/normal.hpp>

/// The derivative of x Phi(x) as a factor of dy: its relative error counts, next to the root and in the tail.
/// Coefficients and constants: scripts/coefficients/narrow/normal.py, then softknee_narrow_forms.
///
/// Phi(x) + x phi(x) is Q(a) for x < 0 and 1 - Q(a) for x > 0, a = |x|, and Q(a) = Phi(-a) - a phi(a) has the root
/// 0.7517915...: what is approximated is Q(a) / (root - a), which is positive.
namespace softknee::math::narrow {

template <class Storage>
struct normal_gate_derivative_coefficients;

/// The 32nd root of Q(a) / (root - a) in powers of a - centre. The centre is where the powers are small: there the
/// rounding errors of Horner's rule are smallest, in relation to the result.
template <>
struct normal_gate_derivative_coefficients<bfloat16> {
    static constexpr float limit = 14.55f;  ///< beyond, Q is below half of the smallest float
    static constexpr float centre = 9.5f;
    static constexpr int squarings = 5;
    float root[14] = {0x1.e6dc4ep-3f,  -0x1.214744p-4f, 0x1.bc66a6p-8f,   0x1.074f4ep-14f, -0x1.e1d40cp-15f,
                      0x1.933672p-19f, 0x1.479f52p-23f, -0x1.5e1302p-26f, 0x1.e0bcb2p-34f, 0x1.6088bp-34f,
                      0x1.63d472p-41f, -0x1.6ac7bp-42f, -0x1.dbc4fp-45f,  -0x1.c2e702p-49f};
};

/// Q(a) e^(a^2/2) / (root - a) in powers of a - centre, and e^(-r/2). Powers of one polynomial, which are five
/// instructions shorter, multiply its rounding error: 0.5025 ULP after a search, with the 8th power of degree 14. The
/// search ends without a misrounded result since 1 - Q is one fma; with Q rounded before, it left one or two.
template <>
struct normal_gate_derivative_coefficients<float16> {
    static constexpr float limit = 7.79f;  ///< beyond, the largest dy times Q is 0
    static constexpr float centre = 3.0f;
    float ratio[14] = {0x1.e9b98ep-2f,   -0x1.479282p-6f,  0x1.3bf1d6p-8f,   -0x1.24ff38p-10f, 0x1.0593b2p-12f,
                       -0x1.bd45bap-15f, 0x1.759c6ep-17f,  -0x1.53010ap-19f, 0x1.0dbd2p-21f,   -0x1.b7f196p-25f,
                       0x1.c5ceeap-28f,  -0x1.597becp-28f, 0x1.6e6aeap-30f,  -0x1.e23666p-34f};
    float exponential[6] = {0x1.fffff6p-1f,  -0x1.ffffc4p-2f, 0x1.fffb74p-4f,
                            -0x1.556066p-6f, 0x1.57b9c4p-9f,  -0x1.1009fp-12f};
};

/// root - a, times 1.000107: the quotient of these two floats is the root to 2^-45, so that one fma does for the root
/// in two parts. The coefficients take the factor back.
template <class Real>
SOFTKNEE_FUNCTION Real distance_from_root(Real a) {
    return fma(a, Real(-0x1.0006fcp+0), Real(0x1.80f552p-1));
}

template <class Real>
SOFTKNEE_FUNCTION Real
normal_gate_derivative(Real x, const normal_gate_derivative_coefficients<typename Real::storage_type>& c = {}) {
    const Real a = at_most(abs(x), Real(c.limit));
    if constexpr (is_bfloat16<Real>) {
        const Real w = (Real(0x1.80ead2p-1) - a) - Real(0x1.a03fd4p-27);  // the root in two floats
        const Real b = root_of_normal_tail(a, c);
        const auto above = x > Real(0);
        return fma(select(above, -w, w) * b, b, select(above, Real(1), Real(0)));
    } else {
        // a^2 is exact in a float, so the argument of the exponential has no error.
        const Real square = a * a;
        const Real magic(0x1.8p23);
        const Real t = fma(square, Real(-0x1.715476p-1), magic);
        const Real e = evaluate_polynomial(fma(t - magic, Real(0x1.62e43p0), square), c.exponential);
        const Real gaussian = from_bits<Real>(as_bits(e) + (as_bits(t) << 23));
        const Real tail = distance_from_root(a) * evaluate_polynomial(a - Real(c.centre), c.ratio);
        return select(x < Real(0), tail * gaussian, fma(-tail, gaussian, Real(1)));
    }
}

}  // namespace softknee::math::narrow
