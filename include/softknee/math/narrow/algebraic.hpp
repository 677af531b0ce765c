// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/division.hpp>
#include <softknee/math/narrow/exponential.hpp>
#include <softknee/math/narrow/nudge.hpp>
#include <softknee/math/narrow/parameter.hpp>
#include <softknee/math/narrow/reciprocal.hpp>
#include <softknee/math/narrow/rounding_to_odd.hpp>

/// Piecewise linear and quadratic activations for 16-bit results. Exact by rounding to odd, so nothing is tuned: they
/// hold for every parameter. Where a quotient may be a midpoint exactly, its residual is 0 and odd rounding leaves it.
namespace softknee::math::narrow {

/// x > 0 ? x : a x.
///
/// On the device the last bit of the truncated product is set by the parameter alone: if the significand of a, without
/// its trailing zeros, has more than 13 bits (float16) or 16 bits (bfloat16), its product with an 11- or 8-bit x is
/// never a midpoint; else the product is exact. The bound turns what the bit makes of an infinity back into one, and
/// gives +0 for a = 0.
template <class Real>
SOFTKNEE_FUNCTION Real leaky_relu(Real x, Real a) {
#if SOFTKNEE_ON_DEVICE
    constexpr std::uint32_t beyond = is_float16<Real> ? 0x7ffU : 0xffU;
    const std::uint32_t sticky = (as_bits(a) & beyond) != 0 ? 1 : 0;
    // -infinity, +infinity or +0 as a > 0, a < 0 or a = 0; selected instead, it was selected for every element.
    const Real large(0x1p127);
    const std::uint32_t bound = as_bits(a * -large * large * large + Real(0));
    const std::uint32_t odd = operations::as_bits(multiply_towards_zero(x.value, a.value)) | sticky;
    const Real product = from_bits<Real>(odd < bound ? odd : bound);
#else
    const Real magnitude = positive_product_to_odd(abs(x), abs(a));
    const Real product = select(a == Real(0), Real(0), copysign(magnitude, x * a));
#endif
    return select(x <= Real(0), product, x);
}

/// min(max(a x + b, 0), 1). The smallest float stands for 0 as a bound, so that -0 becomes +0.
template <class Real>
SOFTKNEE_FUNCTION Real hard_sigmoid(Real x, Real a, Real b) {
    // With a = 0 any slope will do between two bounds that are both the limited b.
    const auto constant = a == Real(0);
    const Real lowest(0x1p-149);
    const Real limited = at_most(at_least(b, lowest), Real(1));
    const Real line = positive_fma_to_odd(x, select(constant, Real(1), a), b);
    return at_most(at_least(line, select(constant, limited, lowest)), select(constant, limited, Real(1)));
}

/// a where 0 < a x + b < 1, else 0; a for NaN. Rounding to odd, or towards zero, keeps both comparisons exact.
template <class Real>
SOFTKNEE_FUNCTION Real hard_sigmoid_derivative(Real x, Real a, Real b) {
    Real line;
    if constexpr (rounds_in_directions<typename Real::register_type>) {
        line = Real::of(fma_towards_zero(x.value, a.value, b.value));
    } else {
        line = fma_to_odd_by_error(x, a, b);
    }
    return select((line <= Real(0)) | (line >= Real(1)), Real(0), a);
}

/// x min(max(x / 6 + 1/2, 0), 1): limited to -3 from below, the product is -0 by itself.
/// The exact result lies just above x/2 where that is a tie of the storage type: see normal_gate.
template <class Real>
SOFTKNEE_FUNCTION Real hard_swish(Real x) {
    const Real limited = at_least(x, Real(-3));
    const Real weight = at_most((limited + Real(3)) * Real(1.0 / 6), Real(1));
    return copysign(fma_nudged(limited, weight, Real(is_float16<Real> ? 0x1p-38 : 0x1p-140)), x);
}

/// x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 1/2
template <class Real>
SOFTKNEE_FUNCTION Real hard_swish_derivative(Real x) {
    const Real six_times = fma(x, Real(2), Real(3));
    const Real inside = six_times * Real(1.0 / 6);
    return select(x <= Real(-3), Real(0), select(x >= Real(3), Real(1), inside));
}

/// scale / d to twice the precision, for 2^-100 < |d| < 2^100 and a power of two that leaves the quotient in the range.
template <class Real>
SOFTKNEE_FUNCTION two<Real> reciprocal_of_parameter(Real d, Real scale) {
    const Real r = full_reciprocal(d);
    return {r * scale, fma(-d, r, Real(1)) * r * scale};
}

/// (n.hi + n.lo) / d rounded to odd, and exactly where the quotient has few bits; r is the reciprocal of d.
template <class Real>
SOFTKNEE_FUNCTION Real positive_quotient_to_odd(two<Real> n, Real d, two<Real> r) {
    const Real q = fma(n.hi, r.hi, n.hi * r.lo);
    return positive_fma_to_odd(fma(-q, d, n.hi) + n.lo, r.hi, q);
}

/// beta of smelu. Below half of the smallest number of the type, no x but 0 lies between -beta and beta. In float16,
/// beyond 2^40 the parabola is infinite and its slope 1/2; in bfloat16 x and beta get a factor that leaves room for
/// their squares.
template <class Real>
struct smelu_parameter {
    Real beta;
    Real scale;

    SOFTKNEE_FUNCTION explicit smelu_parameter(Real b) {
        if constexpr (is_float16<Real>) {
            beta = limited(b, 0x1p-26, 0x1p40);
            scale = Real(1);
        } else {
            beta = at_least(b, Real(0x1p-135));
            scale = select(b < Real(0x1p-60), Real(0x1p81), select(b > Real(0x1p60), Real(0x1p-81), Real(1)));
        }
    }
    SOFTKNEE_FUNCTION Real scaled(Real v) const {
        if constexpr (is_float16<Real>) {
            return v;
        } else {
            return v * scale;
        }
    }
};

/// x <= -b ? 0 : x >= b ? x : (x + b)^2 / (4 b)
template <class Real>
struct smelu {
    smelu_parameter<Real> p;
    Real b;
    Real divisor;
    two<Real> reciprocal;

    SOFTKNEE_FUNCTION explicit smelu(Real beta) : p(beta) {
        b = p.scaled(p.beta);
        divisor = b * p.scale * Real(4);
        reciprocal = reciprocal_of_parameter(divisor, Real(1));
    }

    SOFTKNEE_FUNCTION Real operator()(Real x) const {
        const two<Real> s = fast_two_sum(b, at_least(p.scaled(x), -b));
        const Real square = s.hi * s.hi;
        const two<Real> n{square, fma(s.hi + s.hi, s.lo, fma(s.hi, s.hi, -square))};
        return select(x >= p.beta, x, positive_quotient_to_odd(n, divisor, reciprocal));
    }
};

/// (x + b) / (2 b) limited to [0, 1]
template <class Real>
struct smelu_derivative {
    smelu_parameter<Real> p;
    Real b;
    Real divisor;
    two<Real> reciprocal;

    SOFTKNEE_FUNCTION explicit smelu_derivative(Real beta) : p(beta) {
        b = p.scaled(p.beta);
        divisor = b + b;
        reciprocal = reciprocal_of_parameter(divisor, Real(1));
    }

    SOFTKNEE_FUNCTION Real operator()(Real x) const {
        const two<Real> n = fast_two_sum(b, at_most(at_least(p.scaled(x), -b), b));
        return positive_quotient_to_odd(n, divisor, reciprocal);
    }
};

/// s max(x, 0)^2 + c
template <class Real>
struct star_relu;

/// The square of a 16-bit number is exact.
template <class Real>
requires is_float16<Real>
struct star_relu<Real> {
    Real s;
    Real c;

    SOFTKNEE_FUNCTION star_relu(Real slope, Real offset) : s(slope), c(offset) {}

    SOFTKNEE_FUNCTION Real operator()(Real x) const {
        const Real positive = at_least(x, Real(0));
        return fma_to_odd(positive * positive, s, c);
    }
};

/// The square could leave the range before its product with s does, so a power of two near sqrt(s) goes to x: the
/// square overflows where the result does, and earlier only by what a large negative c takes away. The square of a
/// small x is no longer exact; a unit more of the smallest kind keeps a result just above half of the smallest bfloat16
/// from becoming 0.
template <class Real>
requires is_bfloat16<Real>
struct star_relu<Real> {
    Real up;
    Real s;
    Real c;

    SOFTKNEE_FUNCTION star_relu(Real slope, Real offset) : c(offset) {
        const Real exponent = exponent_of_root(slope) - select(c < Real(-0x1p100), Real(1), Real(0));
        const Real inverse = power_of_two(-exponent);
        up = power_of_two(exponent);
        s = slope * inverse * inverse;
    }

    SOFTKNEE_FUNCTION Real operator()(Real x) const {
        const Real scaled = at_least(x, Real(0)) * up;
        const Real square = fma_nudged(scaled, scaled, Real(format<Real>::smallest_subnormal));
        return fma_to_odd(select(x <= Real(0), Real(0), square), s, c);
    }
};

/// 2 s max(x, 0). In float16 everything is infinite already at the bound; bfloat16 is doubled last, which keeps it odd.
template <class Real>
SOFTKNEE_FUNCTION Real star_relu_derivative(Real x, Real s) {
    const Real positive = at_least(x, Real(0));
    if constexpr (is_float16<Real>) {
        const Real bounded = at_most(s, Real(0x1p60));
        return positive_product_to_odd(positive, bounded + bounded);
    } else {
        const Real half = positive_product_to_odd(positive, s);
        return half + half;
    }
}

/// x / (1 + |x|): beyond the bound it rounds to 1.
template <class Real>
SOFTKNEE_FUNCTION Real softsign(Real x) {
    const Real a = at_most(abs(x), Real(0x1p30));
    const Real d = a + Real(1);
    const Real q = short_reciprocal(d);
    const Real y = a * q;
    if constexpr (is_bfloat16<Real>) return copysign(y, x);
    return copysign(fma(fma(-y, d, a), q, y), x);
}

/// 1 / (1 + |x|)^2: at the bound it leaves the range of float.
template <class Real>
SOFTKNEE_FUNCTION Real softsign_derivative(Real x) {
    const Real q = sufficient_reciprocal(at_most(abs(x), Real(0x1p76)) + Real(1));
    return q * q;
}

/// (1 - |y|)^2
template <class Real>
SOFTKNEE_FUNCTION Real softsign_derivative_from_output(Real y) {
    const Real distance = at_least(Real(1) - abs(y), Real(0));
    return positive_product_to_odd(distance, distance);
}

}  // namespace softknee::math::narrow
