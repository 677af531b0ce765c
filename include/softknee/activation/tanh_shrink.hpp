// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/hyperbolic.hpp>
#include <softknee/math/narrow/tanh_shrink.hpp>

namespace softknee {

/// y = x - tanh(x).
///
/// Below |x| = 0.47 computed as x times x^2 (1/3 + x^2 P(x^2)), with the low part of x^2 / 3; above as the difference,
/// of which tanh keeps a remainder that is subtracted last. Powers as x^3 P would lose the low parts where x^3 is close
/// to underflow: 1.3 ULP.
struct tanh_shrink {
    static constexpr activation_description description{
        .name = "tanh_shrink",
        .formula = "x - tanh(x)",
        .derivative = "tanh(x)^2",
        .source = "PyTorch torch.nn.Tanhshrink",
    };

    /// Within 1 ULP: 0.97, or where x^3 is close to underflow, 1.
    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::tanh_shrink(x);
        } else {
            const Real a = math::abs(x);
            const math::tanh_quotient<Real> t = math::divide_tanh(math::at_most(a, Real(math::tanh_limit<Real>)));
            const Real far = math::fma(-t.remainder, t.reciprocal, a - t.leading);
            const math::two<Real> z = math::two_product(a, a);
            const math::two<Real> leading = math::two_product(z.hi, Real(third));
            const Real rest = math::fma(z.hi, series(z.hi), math::fma(z.lo, Real(third), leading.lo));
            const Real near = math::fma(a, leading.hi, a * rest);
            return math::copysign(math::select(a < Real(0.47), near, far), x);
        }
    }

    /// Within 0.8 ULP.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::tanh_shrink_derivative(x);
        } else {
            const Real magnitude = math::at_most(math::abs(x), Real(math::tanh_limit<Real>));
            const math::tanh_quotient<Real> q = math::divide_tanh_closely(magnitude);
            const Real t = q.value();
            const Real low = math::fma(q.remainder, q.reciprocal, q.leading - t);
            return math::fma(t, t, (t + t) * low);
        }
    }

private:
    static constexpr double third = 0x1.5555555555555p-2;

    /// (x - tanh x) / x^3 - 1/3, 1/3 being that of the type, for z = x^2 <= 0.2215. From
    /// scripts/coefficients/hyperbolic.sollya.
    template <class Real>
    SOFTKNEE_FUNCTION static Real series(Real z) {
        const Real missing(math::is_double<Real> ? 0x1.5555555555555p-56 : -0x1.555556p-27);
        return math::fma(
            z,
            math::polynomial(z, {-0x1.1110d2p-3f, 0x1.b9ef4ep-5f, -0x1.6170e4p-6f, 0x1.d69476p-8f},
                             {-0x1.1111111111109p-3, 0x1.ba1ba1ba19ed4p-5, -0x1.664f4881bec6cp-6, 0x1.226e351252b66p-7,
                              -0x1.d6d3b701aff0cp-9, 0x1.7da0a8d1eac76p-10, -0x1.3528a3097d40dp-11,
                              0x1.f150f340b3dd1p-13, -0x1.78d62ab37accep-14, 0x1.99c2de9c40149p-16}),
            missing);
    }
};

}  // namespace softknee
