// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>

namespace softknee {

/// y = x - tanh(x).
///
/// Up to |x| = 1 computed as (x cosh x - sinh x) / cosh x from the Taylor series of both, whose terms have one sign;
/// above as
/// (|x| - 1) + 2 e / (1 + e) with e = e^(-2 |x|).
struct tanh_shrink {
    static constexpr activation_description description{
        .name = "tanh_shrink",
        .formula = "x - tanh(x)",
        .derivative = "tanh(x)^2",
        .source = "PyTorch torch.nn.Tanhshrink",
    };

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        const Real a = math::abs(x);
        const Real small = math::at_most(a, Real(1));
        const Real z = small * small;
        const Real near = math::divide(small * z * difference_series(z), hyperbolic_cosine_series(z));
        const math::logistic<Real> l = math::make_logistic(math::two<Real>{a + a, Real(0)});
        const Real far = (a - Real(1)) + math::divide(l.e.hi + l.e.hi, l.one_plus_e.hi);
        return math::copysign(math::select(a < Real(1), near, far), x);
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        const Real t = math::tanh(math::two<Real>{x, Real(0)});
        return t * t;
    }

private:
    /// (x cosh x - sinh x) / x^3 = sum of 2 n / (2 n + 1)! x^(2 n - 2)
    template <class Real>
    SOFTKNEE_FUNCTION static Real difference_series(Real z) {
        return math::polynomial(
            z, {1.0f / 3.0f, 1.0f / 30.0f, 1.0f / 840.0f, 1.0f / 45360.0f, 1.0f / 3991680.0f, 1.0f / 518918400.0f},
            {1.0 / 3.0, 1.0 / 30.0, 1.0 / 840.0, 1.0 / 45360.0, 1.0 / 3991680.0, 1.0 / 518918400.0, 1.0 / 93405312000.0,
             1.0 / 22230464256000.0, 1.0 / 6758061133824000.0, 1.0 / 2554547108585472000.0});
    }

    /// cosh x = sum of x^(2 n) / (2 n)!
    template <class Real>
    SOFTKNEE_FUNCTION static Real hyperbolic_cosine_series(Real z) {
        return math::polynomial(
            z, {1.0f, 1.0f / 2.0f, 1.0f / 24.0f, 1.0f / 720.0f, 1.0f / 40320.0f, 1.0f / 3628800.0f},
            {1.0, 1.0 / 2.0, 1.0 / 24.0, 1.0 / 720.0, 1.0 / 40320.0, 1.0 / 3628800.0, 1.0 / 479001600.0,
             1.0 / 87178291200.0, 1.0 / 20922789888000.0, 1.0 / 6402373705728000.0, 1.0 / 2432902008176640000.0});
    }
};

}  // namespace softknee
