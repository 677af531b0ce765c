// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/operations.hpp>

/// What the terms of a sum are added in: double for terms of float, two doubles for terms of double.
namespace softknee::kernels {

/// A double, which begins at +0 and so never becomes -0.
struct plain_sum {
    double value;

    SOFTKNEE_FUNCTION void add(double term) { value = math::operations::add(value, term); }
    SOFTKNEE_FUNCTION void add(const plain_sum& other) { add(other.value); }
    SOFTKNEE_FUNCTION double leading() const { return value; }
    SOFTKNEE_FUNCTION double rest() const { return 0.0; }
};

/// Adds a term to a running sum, and what that loses to the running sum of rounding errors (Ogita, Rump and Oishi, SIAM
/// J. Sci. Comput. 26, 2005): of doubles, or of registers of them.
template <class Number>
SOFTKNEE_FUNCTION void add_compensated(Number& value, Number& errors, Number term) {
    using math::operations::add;
    using math::operations::subtract;
    const Number sum = add(value, term);
    const Number part = subtract(sum, value);
    errors = add(errors, add(subtract(value, subtract(sum, part)), subtract(term, part)));
    value = sum;
}

/// Once the running sum is infinite or NaN, its errors say nothing.
struct compensated_sum {
    double value;
    double errors;

    SOFTKNEE_FUNCTION void add(double term) { add_compensated(value, errors, term); }
    SOFTKNEE_FUNCTION void add(const compensated_sum& other) {
        add(other.value);
        errors = math::operations::add(errors, other.errors);
    }
    SOFTKNEE_FUNCTION double leading() const { return value; }
    SOFTKNEE_FUNCTION double rest() const {
        return math::operations::less(math::operations::absolute(value), __builtin_inf()) ? errors : 0.0;
    }
};

template <class Scalar>
struct sum_for;
template <>
struct sum_for<float> {
    using type = plain_sum;
};
template <>
struct sum_for<double> {
    using type = compensated_sum;
};
/// For terms of the compute type `Scalar`.
template <class Scalar>
using channel_sum = typename sum_for<Scalar>::type;

}  // namespace softknee::kernels
