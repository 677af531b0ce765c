// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/tanh_shrink.hpp>

namespace softknee {

/// y = x - tanh(x).
///
/// Up to |x| = 1 computed as x^3 times a polynomial in x^2, above as (|x| - 1) + 2 e / (1 + e) with e = e^(-2 |x|).
struct tanh_shrink {
    static constexpr activation_description description{
        .name = "tanh_shrink",
        .formula = "x - tanh(x)",
        .derivative = "tanh(x)^2",
        .source = "PyTorch torch.nn.Tanhshrink",
    };

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::tanh_shrink(x);
        } else {
            const Real a = math::abs(x);
            const Real small = math::at_most(a, Real(1));
            const Real z = small * small;
            const Real near = small * (z * series(z));
            const math::logistic<Real> l = math::make_logistic(math::two<Real>{a + a, Real(0)});
            const Real far = (a - Real(1)) + math::divide(l.e.hi + l.e.hi, l.one_plus_e.hi);
            return math::copysign(math::select(a < Real(1), near, far), x);
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::tanh_shrink_derivative(x);
        } else {
            const Real t = math::tanh(math::two<Real>{x, Real(0)});
            return t * t;
        }
    }

private:
    /// (x - tanh x) / x^3 as a polynomial in x^2 for |x| <= 1. From scripts/coefficients/tanh_shrink.py.
    template <class Real>
    SOFTKNEE_FUNCTION static Real series(Real z) {
        return math::polynomial(
            z,
            {0x1.555556p-2f, -0x1.1110f2p-3f, 0x1.ba117cp-5f, -0x1.65a7c4p-6f, 0x1.1d02d6p-7f, -0x1.a45278p-9f,
             0x1.e42e3p-11f, -0x1.2b7582p-13f},
            {0x1.5555555555555p-2, -0x1.1111111111109p-3, 0x1.ba1ba1ba1ad79p-5, -0x1.664f488284a62p-6,
             0x1.226e3554e44b7p-7, -0x1.d6d3cf0c9f4fp-9, 0x1.7da34682756p-10, -0x1.3556d1497c973p-11,
             0x1.f567a08729e42p-13, -0x1.95f8917d9e05ap-14, 0x1.4716206d34c37p-15, -0x1.02a4681561bf1p-16,
             0x1.83b86bf37b691p-18, -0x1.01ed0537aafe1p-19, 0x1.1306c68e489eap-21, -0x1.922fdbe58a872p-24,
             0x1.255e7760dc76dp-27});
    }
};

}  // namespace softknee
