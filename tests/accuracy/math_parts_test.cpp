// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <softknee/math/extremes.hpp>
#include <softknee/math/normal_rational.hpp>
#include <softknee/math/normal_tail.hpp>
#include <softknee/math/softplus_float.hpp>

#include "block_error.hpp"

/// Numbers in two parts, powers of two and the polynomials of single activations keep the bounds that their headers
/// state. Compared with MPFR.
namespace softknee_accuracy {
namespace {

template <class T>
class math_parts : public ::testing::Test {};
TYPED_TEST_SUITE(math_parts, block_types);

/// v and something in the last places behind it.
template <class T>
pair<T> in_two_parts(T v) {
    return {real<T>(v), real<T>(v * std::numeric_limits<T>::epsilon() * T(0.31))};
}

template <class T>
mpfr_number mills_ratio(T a) {
    const mpfr_number at = number(a);
    return exp(at * at / number(2)) * erfc(at / sqrt(number(2))) / number(2);
}

}  // namespace

TYPED_TEST(math_parts, quotients_and_products_have_twice_the_digits) {
    using T = TypeParam;
    const double bound = is_double<T> ? 0x1p-102 : 0x1p-44;
    const pair<T> other = in_two_parts(T(0.7));
    const auto error = [](auto function, auto expected) {
        return largest_over<T>(0.5, 40, [&](T v) { return relative_error(exact<T>(function(v)), expected(v)); });
    };
    EXPECT_LE(error([&](T v) { return math::divide(other, in_two_parts(v)); },
                    [&](T v) { return exact<T>(other) / exact<T>(in_two_parts(v)); }),
              bound);
    EXPECT_LE(error([](T v) { return math::reciprocal_in_two(real<T>(v)); }, [](T v) { return number(1) / number(v); }),
              bound);
    EXPECT_LE(error([&](T v) { return math::product_of_twos(other, in_two_parts(v)); },
                    [&](T v) { return exact<T>(other) * exact<T>(in_two_parts(v)); }),
              bound);
    EXPECT_LE(error([](T v) { return math::make_normal_tail_argument(real<T>(v)).reciprocal_sum; },
                    [](T v) { return number(1) / (number(v) + number(3)); }),
              bound);
}

TYPED_TEST(math_parts, powers_of_two_are_exact) {
    using T = TypeParam;
    const T v = T(1.7);
    const int most = is_double<T> ? 1022 : 126;
    const T magic = static_cast<T>(math::round_to_integer<real<T>>);
    for (int k = -most; k <= most; ++k) {
        EXPECT_EQ(math::scale(real<T>(v), real<T>(T(k))).value, std::ldexp(v, k));
        EXPECT_EQ(math::times_power_of_two(real<T>(v), real<T>(magic + T(k))).value, std::ldexp(v, k));
        EXPECT_EQ(math::power_of_two(real<T>(T(k))).value, std::ldexp(T(1), k));
    }
    const T small = std::ldexp(v, -most + 20);
    for (const int k : {2 * most - 20, -40}) {
        EXPECT_EQ(math::times_power_of_two(real<T>(small), real<T>(magic + T(k))).value, std::ldexp(small, k)) << k;
    }
    EXPECT_EQ(math::split(real<T>(0)).exponent.value, is_double<T> ? -2023 : -227);
    const int smallest = std::numeric_limits<T>::min_exponent - std::numeric_limits<T>::digits;
    for (int k = smallest; k < std::numeric_limits<T>::max_exponent; ++k) {
        const T parameter = std::ldexp(T(1.25), k);
        const auto split = math::split(real<T>(parameter));
        EXPECT_EQ(std::ldexp(split.mantissa.value, static_cast<int>(split.exponent.value)), parameter);
        EXPECT_GE(split.mantissa.value, 1);
        EXPECT_LT(split.mantissa.value, 2);
        const auto square = math::make_square_scaling(real<T>(parameter));
        EXPECT_EQ(square.mantissa.value * square.root.value * square.root.value, parameter);
        EXPECT_GE(square.mantissa.value, 1);
        EXPECT_LT(square.mantissa.value, 4);
        EXPECT_EQ(std::ldexp(T(1), std::ilogb(square.root.value)), square.root.value);
    }
}

TYPED_TEST(math_parts, extremes_take_the_negative_zero_for_less_and_let_a_nan_pass) {
    using T = TypeParam;
    using limits = std::numeric_limits<T>;
    const T smallest = limits::denorm_min();
    const T ascending[] = {-limits::infinity(), -1, -smallest, T(-0.0), 0, smallest, 1, limits::infinity()};
    const auto same = [](T a, T b) { return a == b && std::signbit(a) == std::signbit(b); };
    for (int a = 0; a < 8; ++a) {
        for (int bound = 0; bound < 8; ++bound) {
            const T larger = math::maximum(real<T>(ascending[a]), real<T>(ascending[bound])).value;
            const T smaller = math::minimum(real<T>(ascending[a]), real<T>(ascending[bound])).value;
            EXPECT_TRUE(same(larger, ascending[std::max(a, bound)])) << a << " and " << bound;
            EXPECT_TRUE(same(smaller, ascending[std::min(a, bound)])) << a << " and " << bound;
        }
    }
    for (const T bound : ascending) {
        EXPECT_TRUE(std::isnan(math::maximum(real<T>(limits::quiet_NaN()), real<T>(bound)).value));
        EXPECT_TRUE(std::isnan(math::minimum(real<T>(limits::quiet_NaN()), real<T>(bound)).value));
    }
}

TYPED_TEST(math_parts, polynomials_of_one_activation_are_as_near_as_it_needs) {
    using T = TypeParam;
    if constexpr (is_double<T>) {
        EXPECT_LE(largest_over<T>(0, 1.0 / 9,
                                  [](T z) {
                                      const mpfr_number s = sqrt(number(z));
                                      const mpfr_number atanh = log1p(number(2) * s / (number(1) - s)) / number(2);
                                      const auto rest = math::inverse_hyperbolic_tangent_remainder(real<T>(z));
                                      return relative_error(number(1) + number(z) * exact<T>(rest), atanh / s);
                                  }),
                  0x1p-55);
        const auto argument = [](T a) { return math::make_normal_tail_argument(real<T>(a)).t; };
        EXPECT_LE(largest_over<T>(0, 38.9,
                                  [&](T a) {
                                      return relative_error(exact<T>(math::normal_tail(argument(a))),
                                                            (number(a) + number(3)) * mills_ratio(a));
                                  }),
                  0x1.9p-53);
        const mpfr_number root("0.751791524693564457457904947064");
        EXPECT_LE(largest_over<T>(0, 38.9,
                                  [&](T a) {
                                      const mpfr_number density = number(1) / sqrt(number(2) * mpfr_number::pi());
                                      return relative_error(
                                          exact<T>(math::gelu_slope_tail(argument(a))),
                                          (mills_ratio(a) - number(a) * density) / (root - number(a)));
                                  }),
                  0x1.8p-54);
    } else {
        EXPECT_LE(largest_over<T>(0, 1,
                                  [](T e) {
                                      const mpfr_number ratio =
                                          number(1) + exact<T>(math::log1p_ratio(real<T>(e) - real<T>(T(0.5))));
                                      return relative_error(ratio * number(13) / number(16),
                                                            log1p(number(e)) / number(e));
                                  }),
                  0x1.1p-25);
        EXPECT_LE(largest_over<T>(0, 14.65,
                                  [](T a) {
                                      const auto e = math::make_half_gaussian(real<T>(a));
                                      const mpfr_number square = number(a) * number(a);
                                      const mpfr_number rest = number(1) - exact<T>(e.remainder) / number(2);
                                      const mpfr_number drift = exp(-number(1.37e-9) * square);
                                      return relative_error(
                                          (exact<T>(e.leading) + exact<T>(e.rest)) * exact<T>(e.power) * rest * drift,
                                          exp(-square / number(2)) * number(0x1p31));
                                  }),
                  0x1p-26);
    }
}

}  // namespace softknee_accuracy
