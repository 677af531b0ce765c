// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <softknee/math/softplus.hpp>
#include <softknee/math/split_exponential.hpp>

#include "block_error.hpp"

/// The exponentials that the activations are made of, and the blocks that are made of them, keep the bounds that their
/// headers state. Compared with MPFR.
namespace softknee_accuracy {
namespace {

template <class T>
class math_exponentials : public ::testing::Test {};
TYPED_TEST_SUITE(math_exponentials, block_types);

template <class T>
constexpr pair<T> alone(T v) {
    return {real<T>(v), real<T>(0)};
}

mpfr_number power_of_two(int exponent) {
    return mpfr_number(std::ldexp(1.0L, exponent));
}

/// The integer in the low bits of a number that `round_to_integer` was added to.
template <class T>
int low_integer(real<T> shifted) {
    return static_cast<int>(shifted.value - static_cast<T>(math::round_to_integer<real<T>>));
}

}  // namespace

TYPED_TEST(math_exponentials, remainders_leave_what_is_stated_of_an_exponential) {
    using T = TypeParam;
    const auto error = [](auto remainder) {
        return largest_over<T>(-0.3466, 0.3466, [&](T r) {
            const mpfr_number at = number(r);
            return relative_error(number(1) + at + at * at * exact<T>(remainder(real<T>(r))), exp(at));
        });
    };
    constexpr double in_double = 0x1p-57;
    EXPECT_LE(error([](auto r) { return math::exponential_remainder(r); }), is_double<T> ? in_double : 0x1.7p-27);
    EXPECT_LE(error([](auto r) { return math::long_exponential_remainder(r); }), is_double<T> ? in_double : 0x1.9p-29);
    EXPECT_LE(error([](auto r) { return math::free_exponential_remainder(r); }), is_double<T> ? in_double : 0x1.8p-28);
    if constexpr (!is_double<T>) {
        EXPECT_LE(error([](auto r) { return math::softplus_exponential_remainder(r); }), 0x1.8p-28);
    }
}

TYPED_TEST(math_exponentials, reductions_keep_the_digits_of_two_numbers) {
    using T = TypeParam;
    const double limit = is_double<T> ? 700 : 85;
    EXPECT_LE(largest_over<T>(-limit, limit,
                              [](T a) {
                                  const auto e = math::reduce_exponential(alone(a));
                                  return relative_error(
                                      exact<T>(e.mantissa()) * power_of_two(static_cast<int>(e.exponent.value)),
                                      exp(number(a)));
                              }),
              is_double<T> ? 0x1.9p-56 : 0x1.2p-26);
    EXPECT_LE(largest_over<T>(-limit, limit,
                              [](T t) {
                                  const real<T> magic(math::round_to_exponent<real<T>>);
                                  const auto e = math::exponential_of_minus(alone(t), magic);
                                  return relative_error(exact<T>(e.power) * (number(1) + exact<T>(e.rest)),
                                                        exp(-number(t)));
                              }),
              is_double<T> ? 0x1.9p-56 : 0x1.2p-26);
}

TYPED_TEST(math_exponentials, a_scaled_exponential_is_within_0_8_ulp) {
    using T = TypeParam;
    const double limit = is_double<T> ? 600 : 60;
    for (const int exponent : {-40, 0, 40}) {
        const pair<T> factor{real<T>(T(1.7)), real<T>(T(0.1) * std::numeric_limits<T>::epsilon())};
        EXPECT_LE(
            largest_over<T>(-limit, limit,
                            [&](T a) {
                                const mpfr_number expected = (exact<T>(factor.hi) * (number(1) + exact<T>(factor.lo))) *
                                                             power_of_two(exponent) * exp(number(a));
                                const auto found = math::scaled_exponential(factor, real<T>(T(exponent)), alone(a));
                                return error_in_ulp<T>(exact<T>(found), expected);
                            }),
            0.8);
    }
}

TYPED_TEST(math_exponentials, expm1_in_two_numbers) {
    using T = TypeParam;
    const real<T> rounding(math::round_to_integer<real<T>>);
    EXPECT_LE(largest_over<T>(math::expm1_limit<real<T>>, 0,
                              [&](T a) {
                                  return relative_error(exact<T>(math::scaled_expm1(alone(a), rounding, real<T>(1))),
                                                        expm1(number(a)));
                              }),
              is_double<T> ? 0x1.1p-54 : 0x1.1p-25);
}

TYPED_TEST(math_exponentials, expm1_without_its_unit_is_a_power_of_two_times_an_exponential) {
    using T = TypeParam;
    const real<T> rounding(math::round_to_integer<real<T>> + 7);
    EXPECT_LE(largest_over<T>(-40, 0,
                              [&](T a) {
                                  return relative_error(exact<T>(math::scaled_expm1(alone(a), rounding, real<T>(0))),
                                                        exp(number(a)) * number(128));
                              }),
              is_double<T> ? 0x1.1p-54 : 0x1.1p-25);
}

TYPED_TEST(math_exponentials, one_minus_exponential_is_within_0_88_ulp) {
    using T = TypeParam;
    EXPECT_LE(
        largest_over<T>(
            -40, 0,
            [](T t) { return error_in_ulp<T>(exact<T>(math::one_minus_exponential(alone(t))), -expm1(number(t))); }),
        0.88);
}

TYPED_TEST(math_exponentials, the_logistic_function_and_its_derivative) {
    using T = TypeParam;
    const double limit = is_double<T> ? 700 : 85;
    const auto one = number(1);
    EXPECT_LE(
        largest_over<T>(
            -limit, limit / 4,
            [&](T t) { return error_in_ulp<T>(exact<T>(math::sigmoid(real<T>(t))), one / (one + exp(-number(t)))); }),
        0.79);
    EXPECT_LE(largest_over<T>(-limit, limit,
                              [&](T t) {
                                  const mpfr_number e = exp(-abs(number(t)));
                                  return error_in_ulp<T>(exact<T>(math::sigmoid_slope(real<T>(t))),
                                                         e / ((one + e) * (one + e)));
                              }),
              0.9);
}

TYPED_TEST(math_exponentials, tanh_by_the_addition_theorem) {
    using T = TypeParam;
    const auto error = [](auto function, double first, double last) {
        return largest_over<T>(
            first, last, [&](T a) { return error_in_ulp<T>(exact<T>(function(real<T>(a)).value()), tanh(number(a))); });
    };
    const double limit = math::tanh_limit<real<T>>;
    EXPECT_LE(error([](auto a) { return math::divide_tanh(a); }, 0, limit), 0.71);
    EXPECT_LE(error([](auto a) { return math::divide_tanh_closely(a); }, 0, limit), 0.54);
}

TYPED_TEST(math_exponentials, the_derivative_of_tanh_in_two_numbers) {
    using T = TypeParam;
    const real<T> rounding(math::round_to_integer<real<T>> + 2);
    EXPECT_LE(largest_over<T>(0, is_double<T> ? 80 : 40,
                              [&](T a) {
                                  const auto found = math::sech_squared(alone(a), rounding);
                                  const mpfr_number c = cosh(number(a));
                                  const mpfr_number expected = number(1) / (c * c);
                                  return relative_error(
                                      exact<T>(found.value) * power_of_two(low_integer(found.shifted)), expected);
                              }),
              is_double<T> ? 0x1.8p-55 : 0x1.9ap-26);
}

}  // namespace softknee_accuracy
