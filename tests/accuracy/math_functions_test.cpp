// SPDX-License-Identifier: Apache-2.0
#include <softknee/math.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include <softknee/math/normal_rational.hpp>
#include <softknee/math/split_exponential.hpp>

/// The building blocks of the activations keep the bounds that their headers state. Compared in 80 bits (float) or 113
/// (double).
namespace {

namespace math = softknee::math;

__extension__ using wide = __float128;

template <class T>
using real = math::real<T, T>;

wide magnitude(wide a) {
    return a < 0 ? -a : a;
}

/// sqrt to 113 bits, by one step of Newton's method from 64.
wide wide_root(wide a) {
    const wide estimate = std::sqrt(static_cast<long double>(a));
    return (estimate + a / estimate) / 2;
}

/// The largest |computed / exact - 1| over numbers from `first` to `last`, spread by their logarithm.
template <class T>
double largest_relative_error(double first, double last, const std::function<wide(real<T>)>& computed,
                              const std::function<wide(wide)>& exact) {
    constexpr int points = 20011;
    const double start = std::log(first);
    const double step = (std::log(last) - start) / points;
    wide worst = 0;
    for (int i = 0; i <= points; ++i) {
        const T x = static_cast<T>(std::exp(start + step * i));
        const wide expected = exact(x);
        const wide error = magnitude(computed(real<T>(x)) - expected) / magnitude(expected);
        if (!(error <= worst)) worst = error;
    }
    return static_cast<double>(worst);
}

template <class T>
class math_functions : public ::testing::Test {};
using types = ::testing::Types<float, double>;
TYPED_TEST_SUITE(math_functions, types);

template <class T>
constexpr bool is_double = sizeof(T) == 8;

/// Half of the distance from 1 to the next number: what rounding alone may take.
template <class T>
constexpr double rounding = std::numeric_limits<T>::epsilon() / 2;

wide inverse(wide d) {
    return 1 / d;
}

}  // namespace

TYPED_TEST(math_functions, reciprocal_is_within_1_ulp) {
    using T = TypeParam;
    const double limit = is_double<T> ? 0x1p900 : 0x1p100;
    EXPECT_LE(largest_relative_error<T>(
                  1 / limit, limit, [](auto d) { return math::reciprocal(d).value; }, inverse),
              2 * rounding<T>);
}

TYPED_TEST(math_functions, reciprocal_estimates_are_as_near_as_a_correction_needs) {
    using T = TypeParam;
    const double limit = is_double<T> ? 0x1p1000 : 0x1p120;
    const double bound = is_double<T> ? 0x1p-43 : 3.5e-5;
    const auto error = [&](auto function) {
        return largest_relative_error<T>(
            1 / limit, limit, [function](auto d) { return wide(function(d).value); }, inverse);
    };
    EXPECT_LE(error([](auto d) { return math::reciprocal_estimate(d); }), bound);
    EXPECT_LE(error([](auto d) { return math::sigmoid_reciprocal(d); }), is_double<T> ? 1.25e-13 : 4.7e-5);
    EXPECT_LE(error([](auto d) { return math::reciprocal_exact_at_one(d); }), is_double<T> ? 0x1p-43 : 4.7e-5);
    if constexpr (!is_double<T>) {
        EXPECT_EQ(math::reciprocal_exact_at_one(real<T>(1)).value, 1);
    }
    // 5.1 %, of which the one above makes what it is.
    EXPECT_LE(error([](auto d) { return math::power_of_two_over(d); }), 0.0515);
}

TYPED_TEST(math_functions, quotients_are_nearly_correctly_rounded) {
    using T = TypeParam;
    const double limit = is_double<T> ? 0x1p800 : 0x1p90;
    EXPECT_LE(largest_relative_error<T>(
                  1 / limit, limit, [](auto d) { return math::divide(real<T>(T(3)), d).value; },
                  [](wide d) { return 3 / d; }),
              1.02 * rounding<T>);
    EXPECT_LE(largest_relative_error<T>(
                  std::numeric_limits<T>::min(), limit,
                  [](auto d) {
                      const auto q = math::divide_by_parameter(real<T>(T(0.7)), d);
                      return wide(q.hi.value) + q.lo.value;
                  },
                  [](wide d) { return wide(T(0.7)) / d; }),
              1.02 * rounding<T>);
}

TYPED_TEST(math_functions, roots_are_nearly_correctly_rounded) {
    using T = TypeParam;
    const double first = is_double<T> ? 0x1p-899 : 0x1p-99;
    const double last = is_double<T> ? 0x1p1022 : 0x1p126;
    EXPECT_LE(largest_relative_error<T>(
                  first, last, [](auto v) { return math::root_in_range(v).value; }, wide_root),
              1.02 * rounding<T>);
    EXPECT_EQ(math::root_in_range(real<T>(0)).value, 0);
    EXPECT_LE(largest_relative_error<T>(
                  std::numeric_limits<T>::min(), last, [](auto v) { return math::square_root(v).value; }, wide_root),
              2 * rounding<T>);
    EXPECT_LE(largest_relative_error<T>(
                  first, last, [](auto v) { return math::reciprocal_root_estimate(v).value; },
                  [](wide v) { return 1 / wide_root(v); }),
              is_double<T> ? 0x1p-43 : 2.2e-5);
}

TYPED_TEST(math_functions, sums_and_products_in_two_parts_are_exact) {
    using T = TypeParam;
    for (int i = 1; i < 2000; ++i) {
        const T a = static_cast<T>(std::ldexp(std::sqrt(static_cast<double>(i)), i % 40 - 20));
        const T b = static_cast<T>(-std::cbrt(static_cast<double>(i)));
        const auto sum = math::two_sum(real<T>(a), real<T>(b));
        EXPECT_TRUE(wide(sum.hi.value) + sum.lo.value == wide(a) + b) << a << " " << b;
        const auto product = math::two_product(real<T>(a), real<T>(b));
        EXPECT_TRUE(wide(product.hi.value) + product.lo.value == wide(a) * b) << a << " " << b;
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
    double worst = 0;
    for (int i = -4000; i <= 4000; ++i) {
        const T a = static_cast<T>(i / 50.0 + 0.00123);
        const auto e = math::split_exponential_of<true>(math::two<real<T>>{real<T>(a), real<T>(0)}, real<T>(0));
        const long double rest = static_cast<long double>(e.r1.value) + e.w2.value;
        const long double found = std::ldexp(1 + rest, static_cast<int>(e.exponent.value));
        worst = std::max(worst, static_cast<double>(std::fabs(found / std::exp(static_cast<long double>(a)) - 1)));
    }
    EXPECT_LE(worst, is_double<T> ? 2.4e-17 : 1.2e-8);
}
