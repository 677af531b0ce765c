// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/polynomial.hpp>

namespace softknee::math {

/// (atanh(s) / s - 1) / s^2 as a polynomial in s^2, for s^2 in [0, 1/9]; log1p(e) = 2 atanh(e / (2 + e)).
/// atanh(s) / s is then within 2^-55.
/// From scripts/coefficients/logarithm.sollya.
template <class Real>
SOFTKNEE_FUNCTION Real inverse_hyperbolic_tangent_remainder(Real x) {
    return evaluate_polynomial(
        x, {0x1.5555555555555p-2, 0x1.9999999999c09p-3, 0x1.249249246823ep-3, 0x1.c71c71f1666a3p-4,
            0x1.745d0b644e6c9p-4, 0x1.3b15c1735bc1p-4, 0x1.10d523e046af7p-4, 0x1.eb05439d16fdfp-5, 0x1.365fe301f684fp-5,
            0x1.6c1a54084c82bp-3, -0x1.6205e1e1e2562p-1, 0x1.381b76b439b9ep1, -0x1.b29fb1a1d2a3bp1});
}

}  // namespace softknee::math
