// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include <mpfr.h>

/// The sum of doubles without any rounding: between 2^-1074 and 2^1024 with room for 2^60 of them.
namespace softknee::test {

class exact_sum {
public:
    exact_sum() {
        mpfr_init2(sum_, 2200);
        mpfr_init2(magnitude_, 2200);
        mpfr_set_zero(sum_, 1);
        mpfr_set_zero(magnitude_, 1);
    }
    exact_sum(const exact_sum& other) : exact_sum() {
        mpfr_set(sum_, other.sum_, MPFR_RNDN);
        mpfr_set(magnitude_, other.magnitude_, MPFR_RNDN);
    }
    exact_sum& operator=(const exact_sum&) = delete;
    ~exact_sum() {
        mpfr_clear(sum_);
        mpfr_clear(magnitude_);
    }

    void add(double term) {
        mpfr_add_d(sum_, sum_, term, MPFR_RNDN);
        mpfr_add_d(magnitude_, magnitude_, term < 0 ? -term : term, MPFR_RNDN);
    }

    /// The sum over a divisor, rounded once.
    double nearest(double divisor = 1) const {
        mpfr_t quotient;
        mpfr_init2(quotient, 2200);
        mpfr_div_d(quotient, sum_, divisor, MPFR_RNDN);
        const double result = mpfr_get_d(quotient, MPFR_RNDN);
        mpfr_clear(quotient);
        return result;
    }
    /// (value - sum) / unit
    double error_of(double value, double unit) const {
        mpfr_t difference;
        mpfr_init2(difference, 2200);
        mpfr_d_sub(difference, value, sum_, MPFR_RNDN);
        mpfr_div_d(difference, difference, unit, MPFR_RNDN);
        const double result = mpfr_get_d(difference, MPFR_RNDN);
        mpfr_clear(difference);
        return result;
    }
    /// The sum of the magnitudes over the magnitude of the sum.
    double condition() const { return mpfr_get_d(magnitude_, MPFR_RNDN) / std::fabs(nearest()); }

private:
    mpfr_t sum_;
    mpfr_t magnitude_;
};

}  // namespace softknee::test
