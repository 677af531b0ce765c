// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/real.hpp>

namespace softknee::math {

/// The unevaluated sum of two numbers: about twice the precision of one.
/// The operations are those of Dekker (1971) and Knuth (TAOCP 2, 4.2.2).
template <class Real>
struct two {
    Real hi;
    Real lo;

    SOFTKNEE_FUNCTION Real value() const { return hi + lo; }
};

/// A real constant to twice the precision, from its two leading doubles.
template <class Real>
SOFTKNEE_FUNCTION constexpr two<Real> two_constant(double hi, double lo) {
    if constexpr (is_double<Real>) {
        return {Real(hi), Real(lo)};
    } else {
        return {Real(hi), Real(hi - static_cast<double>(static_cast<float>(hi)))};
    }
}

/// a + b exactly, for any order of magnitudes.
template <class Real>
SOFTKNEE_FUNCTION two<Real> two_sum(Real a, std::type_identity_t<Real> b) {
    const Real sum = a + b;
    const Real b_part = sum - a;
    return {sum, (a - (sum - b_part)) + (b - b_part)};
}

/// a + b exactly, where |a| >= |b| or a is 0.
template <class Real>
SOFTKNEE_FUNCTION two<Real> fast_two_sum(Real a, std::type_identity_t<Real> b) {
    const Real sum = a + b;
    return {sum, b - (sum - a)};
}

/// a * b exactly, unless the low part underflows.
template <class Real>
SOFTKNEE_FUNCTION two<Real> two_product(Real a, std::type_identity_t<Real> b) {
    const Real product = a * b;
    return {product, product_less(a, b, product)};
}

template <class Real>
SOFTKNEE_FUNCTION two<Real> operator-(two<Real> a) {
    return {-a.hi, -a.lo};
}

template <class Mask, class Real>
SOFTKNEE_FUNCTION two<Real> select(Mask condition, two<Real> if_true, two<Real> if_false) {
    return {select(condition, if_true.hi, if_false.hi), select(condition, if_true.lo, if_false.lo)};
}

}  // namespace softknee::math
