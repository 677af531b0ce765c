// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <softknee/math/split_exponential.hpp>

#include "block_error.hpp"

/// Quotients, roots and sums keep the bounds that their headers state. Compared with MPFR.
namespace softknee_accuracy {
namespace {

template <class T>
class math_functions : public ::testing::Test {};
TYPED_TEST_SUITE(math_functions, block_types);

/// The largest relative error of function(v) over v from `first` to `last`.
template <class T, class Function, class Expected>
double largest_error(double first, double last, const Function& function, const Expected& expected) {
    return largest_over_scales<T>(
        first, last, [&](T v) { return relative_error(exact<T>(function(real<T>(v))), expected(number(v))); });
}

/// The same in ULP.
template <class T, class Function, class Expected>
double largest_error_in_ulp(double first, double last, const Function& function, const Expected& expected) {
    return largest_over_scales<T>(
        first, last, [&](T v) { return error_in_ulp<T>(exact<T>(function(real<T>(v))), expected(number(v))); });
}

mpfr_number inverse(const mpfr_number& d) {
    return number(1) / d;
}
mpfr_number root(const mpfr_number& v) {
    return sqrt(v);
}

}  // namespace

TYPED_TEST(math_functions, reciprocals_are_as_near_as_stated) {
    using T = TypeParam;
    const double limit = is_double<T> ? 0x1p1000 : 0x1p120;
    const double inner = is_double<T> ? 0x1p900 : 0x1p100;
    EXPECT_LE(largest_error_in_ulp<T>(
                  1 / inner, inner, [](auto d) { return math::reciprocal(d); }, inverse),
              1);
    const auto error = [&](auto function) { return largest_error<T>(1 / limit, limit, function, inverse); };
    EXPECT_LE(error([](auto d) { return math::reciprocal_estimate(d); }), is_double<T> ? 0x1p-43 : 0x1.2p-15);
    EXPECT_LE(error([](auto d) { return math::sigmoid_reciprocal(d); }), is_double<T> ? 0x1.2p-43 : 0x1.69p-15);
    EXPECT_LE(error([](auto d) { return math::reciprocal_exact_at_one(d); }), is_double<T> ? 0x1p-43 : 0x1.69p-15);
    if constexpr (!is_double<T>) {
        EXPECT_EQ(math::reciprocal_exact_at_one(real<T>(1)).value, 1);
    }
    // The seed of `reciprocal_estimate`.
    EXPECT_LE(error([](auto d) { return math::power_of_two_over(d); }), 0.052);
}

TYPED_TEST(math_functions, quotients_are_nearly_correctly_rounded) {
    using T = TypeParam;
    const double limit = is_double<T> ? 0x1p800 : 0x1p90;
    const double smallest = std::numeric_limits<T>::min();
    const real<T> n(T(0.7));
    const auto quotient = [&](const mpfr_number& d) { return exact<T>(n) / d; };
    EXPECT_LE(largest_error_in_ulp<T>(
                  1 / limit, limit, [&](auto d) { return math::divide(n, d); }, quotient),
              0.51);
    // Beyond, the low part is subnormal.
    const double divisor = is_double<T> ? 0x1p900 : 0x1p70;
    EXPECT_LE(largest_error<T>(
                  smallest, divisor, [&](auto d) { return math::divide_by_parameter(n, d); }, quotient),
              is_double<T> ? 0x1p-102 : 0x1p-44);
}

TYPED_TEST(math_functions, roots_are_nearly_correctly_rounded) {
    using T = TypeParam;
    const double first = is_double<T> ? 0x1p-899 : 0x1p-99;
    const double last = is_double<T> ? 0x1p1022 : 0x1p126;
    const double smallest = std::numeric_limits<T>::min();
    EXPECT_LE(largest_error_in_ulp<T>(
                  first, last, [](auto v) { return math::root_in_range(v); }, root),
              0.51);
    EXPECT_EQ(math::root_in_range(real<T>(0)).value, 0);
    EXPECT_LE(largest_error_in_ulp<T>(
                  smallest, last, [](auto v) { return math::square_root(v); }, root),
              1);
    EXPECT_LE(largest_error<T>(
                  first, last, [](auto v) { return math::reciprocal_root_estimate(v); },
                  [](const mpfr_number& v) { return inverse(root(v)); }),
              is_double<T> ? 0x1p-43 : 0x1.8p-16);
}

TYPED_TEST(math_functions, sums_and_products_in_two_parts_are_exact) {
    using T = TypeParam;
    for (int i = 1; i < 2000; ++i) {
        const T a = static_cast<T>(std::ldexp(std::sqrt(static_cast<double>(i)), i % 40 - 20));
        const T b = static_cast<T>(-std::cbrt(static_cast<double>(i)));
        const auto sum = math::two_sum(real<T>(a), real<T>(b));
        EXPECT_TRUE(exact<T>(sum) == number(a) + number(b)) << a << " " << b;
        const T sign = a + b < 0 ? T(-1) : T(1);
        const auto positive = math::sum_not_negative(real<T>(sign * a), real<T>(sign * b));
        EXPECT_TRUE(exact<T>(positive) == number(sign * a) + number(sign * b)) << a << " " << b;
        const auto product = math::two_product(real<T>(a), real<T>(b));
        EXPECT_TRUE(exact<T>(product) == number(a) * number(b)) << a << " " << b;
    }
}

TYPED_TEST(math_functions, tanh_is_exactly_1_at_its_limit) {
    // tanh_shrink subtracts it from numbers that are much larger.
    using T = TypeParam;
    const auto quotient = math::divide_tanh(real<T>(math::tanh_limit<real<T>>));
    EXPECT_EQ(quotient.leading.value, 1);
    EXPECT_EQ(quotient.remainder.value, 0);
}

TYPED_TEST(math_functions, a_split_exponential_has_the_digits_of_two_numbers) {
    using T = TypeParam;
    const auto error = [](const auto& split) {
        return largest_over<T>(-80, 80, [&](T a) {
            const auto e = split(math::two<real<T>>{real<T>(a), real<T>(0)});
            const mpfr_number mantissa = number(1) + exact<T>(e.r1) + exact<T>(e.w2);
            const int exponent = static_cast<int>(e.exponent.value);
            return relative_error(mantissa * number(std::ldexp(1.0, exponent)), exp(number(a)));
        });
    };
    EXPECT_LE(error([](auto a) { return math::split_exponential_of<true>(a, real<T>(0)); }),
              is_double<T> ? 0x1.cp-56 : 0x1.8p-27);
    EXPECT_LE(error([](auto a) { return math::split_exponential_of(a, real<T>(0)); }),
              is_double<T> ? 0x1.cp-56 : 0x1.5p-26);
}

}  // namespace softknee_accuracy
