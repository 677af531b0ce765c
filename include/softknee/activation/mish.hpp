// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/mish.hpp>

namespace softknee {

/// y = x tanh(softplus(x)).
///
/// With e = e^-|x|, tanh(log1p(e^x)) = (1 + 2 e) / (1 + 2 e + 2 e^2) for x >= 0 and e (2 + e) / (2 + 2 e + e^2) for x <
/// 0.
struct mish {
    static constexpr activation_description description{
        .name = "mish",
        .formula = "x * tanh(log1p(exp(x)))",
        .derivative = "t + x * sigmoid(x) * (1 - t^2), t = tanh(log1p(exp(x)))",
        .source = "Misra, arXiv:1908.08681",
    };

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::mish(x);
        } else {
            const math::logistic<Real> l = math::make_logistic(math::two<Real>{x, Real(0)});
            const Real e = l.e.hi;
            const auto negative = l.negative();
            const math::two<Real> below{l.mantissa.hi * Real(2), math::fma(l.mantissa.hi, e, l.mantissa.lo * Real(2))};
            const math::two<Real> above = math::two_sum(Real(1), e + e);
            const math::two<Real> numerator = math::select(negative, math::fast_two_sum(below.hi, below.lo),
                                                           math::two<Real>{above.hi, above.lo + l.e.lo * Real(2)});
            const math::two<Real> denominator = make_denominator(l);
            const Real y = math::scale(x * math::divide(numerator, denominator).value(),
                                       math::select(negative, l.exponent, Real(0)));
            return math::select(negative & l.beyond(), Real(-0.0), y);
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::mish_derivative(x);
        } else {
            // The derivative is e^x w / (e^2x + 2 e^x + 2)^2 with w = 4 (x + 1) + 4 e^2x + e^3x + e^x (4 x + 6), by
            // Misra; w has a root x0. Around it w(x) - w(x0) is a sum of terms of one sign, with d = x - x0 and e^x -
            // e^x0 = e^x0 expm1(d).
            const math::two<Real> root = math::two_constant<Real>(-0x1.31432c0d12d84p+0, -0x1.bf319154da210p-55);
            const Real e_at_root(0x1.36c4202fc3eccp-2);
            const math::logistic<Real> l = math::make_logistic(math::two<Real>{x, Real(0)});
            const auto negative = l.negative();
            const Real xl = l.argument.hi;
            const Real e = l.e.hi;
            const Real d = (xl - root.hi) - root.lo;
            const Real change = e_at_root * math::expm1_near_zero(d);
            const Real four_e_plus_four = math::fma(Real(4), e, Real(4));
            const Real cubic = math::fma(e, e + e_at_root, e_at_root * e_at_root);
            const Real linear = math::fma(Real(4), e + e_at_root, cubic) + Real(4 * -0x1.31432c0d12d84p+0 + 6);
            const Real near = math::fma(d, four_e_plus_four, change * linear);
            const Real four_x = Real(4) * xl;
            const Real far = math::fma(e, math::fma(e, e + Real(4), four_x + Real(6)), four_x + Real(4));
            const Real w = math::select(math::abs(d) < Real(0.34), near, far);
            const Real above =
                math::fma(e, math::fma(e, math::fma(e, four_x + Real(4), four_x + Real(6)), Real(4)), Real(1));
            const math::two<Real> below{l.mantissa.hi * w, l.mantissa.lo * w};
            const math::two<Real> numerator = math::select(negative, below, math::two<Real>{above, Real(0)});
            const math::two<Real> denominator = make_denominator(l);
            const Real quotient = math::divide(math::divide(numerator, denominator), denominator).value();
            return math::scale(quotient, math::select(negative, l.exponent, Real(0)));
        }
    }

private:
    /// 2 + 2 e + e^2 for x < 0, 1 + 2 e + 2 e^2 for x >= 0
    template <class Real>
    SOFTKNEE_FUNCTION static math::two<Real> make_denominator(const math::logistic<Real>& l) {
        const Real e = l.e.hi;
        const auto negative = l.negative();
        const math::two<Real> sum = math::two_sum(math::select(negative, Real(2), Real(1)), e + e);
        const Real square = math::select(negative, e, e + e) * e;
        return math::fast_two_sum(sum.hi, square + math::fma(Real(2), l.e.lo, sum.lo));
    }
};

}  // namespace softknee
