// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>

#include <accuracy/ulp.hpp>
#include <api/storage_conversion.hpp>
#include <softknee/learnable/dyt.hpp>
#include <softknee/learnable/learnable_swish.hpp>
#include <softknee/learnable/pelu.hpp>
#include <softknee/learnable/snake.hpp>

/// The 16-bit forms of learnable activations that have their own: every x, with parameters from next to nothing to far
/// beyond what anybody learns.
namespace softknee::test {
namespace {

using exact = long double;

template <class Storage>
constexpr dtype type_of = std::is_same_v<Storage, float16> ? dtype::float16 : dtype::bfloat16;

/// The largest distance from the exact result that `judge` has seen, in ULP, and where.
class worst_case {
public:
    void judge(dtype type, float result, exact expected, double at, double with) {
        if (std::fabs(expected) > std::ldexp(exact(1), 120)) return;  // may overflow on the way
        const double distance = softknee_accuracy::ulp_distance(type, encode(type, result), expected);
        keep(distance, at, with);
    }
    /// Of a factor of what is added in float32, in units of 2^-16 of it; as much as `lost` may be missing.
    void judge_factor(float result, exact expected, exact lost, double at, double with) {
        if (std::fabs(expected) > std::ldexp(exact(1), 120)) return;
        const exact error = std::max(std::fabs(result - expected) - lost, exact(0));
        keep(error == 0 ? 0 : static_cast<double>(error / std::fabs(expected) * 65536), at, with);
    }
    void expect_at_most(double bound, const char* what) const {
        EXPECT_LE(ulp_, bound) << what << " at x = " << x_ << ", with the parameter " << parameter_;
    }

private:
    double ulp_ = 0;
    double x_ = 0;
    double parameter_ = 0;

    void keep(double distance, double at, double with) {
        if (!(distance > ulp_ || (std::isnan(distance) && !std::isnan(ulp_)))) return;
        ulp_ = distance;
        x_ = at;
        parameter_ = with;
    }
};

/// Calls `with(x)` for each finite x of the type.
template <class Storage, class With>
void for_each_input(const With& with) {
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
        const double x = decode(type_of<Storage>, bits);
        if (std::isfinite(x)) with(static_cast<float>(x));
    }
}

exact logistic(exact t) {
    return 1 / (1 + std::exp(-t));
}

template <class Storage>
void check_swish(double largest_rate) {
    using real = math::real<float, Storage>;
    constexpr dtype type = type_of<Storage>;
    worst_case forward;
    worst_case by_x;
    worst_case by_beta;
    for (const double rate : {0.0, 1e-30, 0x1.8p-20, 0.0078125, 0.3, 1.0, 1.5, 1.702, 7.7, 300.0, 1e6, 1e25}) {
        for (const double sign : {1.0, -1.0}) {
            const auto beta = static_cast<float>(sign * rate);
            if (rate > largest_rate) continue;
            for_each_input<Storage>([&](float x) {
                const exact t = exact(beta) * x;
                forward.judge(type, learnable_swish::prepared<real>(beta).forward(x).value, x * logistic(t), x, beta);
                by_x.judge(type, learnable_swish::prepared<real>(beta).derivative(x).value,
                           logistic(t) + t * logistic(t) * logistic(-t), x, beta);
                const real term = learnable_swish::prepared<real>(beta).terms(x, 1.0f).value[0];
                const exact expected = exact(x) * x * logistic(t) * logistic(-t);
                // Where the factor vanishes, and where x^2 underflows, there is less than that.
                const exact lost = exact(x) * x * std::exp(exact(type == dtype::float16 ? -79 : -109)) + 0x1p-148L;
                by_beta.judge_factor(term.value, expected, lost, x, beta);
            });
        }
    }
    forward.expect_at_most(0.502, "y");
    by_x.expect_at_most(0.502, "dy/dx");
    by_beta.expect_at_most(1, "dy/dbeta");
    constexpr float infinity = HUGE_VALF;
    for (const float beta : {0.25f, 0.0f}) {
        EXPECT_EQ(learnable_swish::prepared<real>(beta).forward(infinity).value, infinity);
        EXPECT_EQ(learnable_swish::prepared<real>(-beta).forward(-infinity).value, -infinity);
    }
    const float vanished = learnable_swish::prepared<real>(0.25f).forward(-infinity).value;
    EXPECT_EQ(encode(type, vanished), encode(type, -0.0)) << vanished;
    EXPECT_EQ(learnable_swish::prepared<real>(0.25f).terms(infinity, 1.0f).value[0].value, 0);
    EXPECT_TRUE(std::isnan(learnable_swish::prepared<real>(1.0f).forward(NAN).value));
    EXPECT_TRUE(std::isnan(learnable_swish::prepared<real>(NAN).forward(1.0f).value));
    EXPECT_TRUE(std::isnan(learnable_swish::prepared<real>(1.0f).terms(NAN, 1.0f).value[0].value));
}

template <class Storage>
void check_dyt() {
    using real = math::real<float, Storage>;
    constexpr dtype type = type_of<Storage>;
    worst_case forward;
    worst_case by_x;
    worst_case by_alpha;
    worst_case by_weight;
    for (const double rate : {0.0, 1e-30, 0x1.8p-20, 0.0078125, 0.3, -0.5, 1.0, 7.7, -8.0, 300.0, 1e6}) {
        for (const double weight : {1.0, -0.7, 250.0}) {
            const auto alpha = static_cast<float>(rate);
            const auto w = static_cast<float>(weight);
            for_each_input<Storage>([&](float x) {
                const exact t = exact(alpha) * x;
                const exact value = std::tanh(t);
                const exact slope = 1 / std::cosh(t) / std::cosh(t);
                forward.judge(type, dyt::forward(real(x), real(alpha), real(w), real(0.0f)).value, w * value, x, rate);
                // A derivative is a factor: below 2^-100 it is beyond what another brings back.
                const exact derivative = alpha * w * slope;
                if (std::fabs(derivative) > 0x1p-100) {
                    by_x.judge(type, dyt::derivative(real(x), real(alpha), real(w), real(0.0f)).value, derivative, x,
                               rate);
                }
                const auto terms = dyt::terms(real(x), real(1.0f), real(alpha), real(w), real(0.0f));
                const exact lost = std::fabs(exact(w) * x) * std::exp(exact(type == dtype::float16 ? -84 : -103));
                by_alpha.judge_factor(terms.value[0].value, exact(w) * x * slope, lost + 0x1p-140L, x, rate);
                by_weight.judge_factor(terms.value[1].value, value, 0x1p-148L, x, rate);
            });
        }
    }
    forward.expect_at_most(0.502, "y");
    by_x.expect_at_most(0.502, "dy/dx");
    by_alpha.expect_at_most(1, "dy/dalpha");
    by_weight.expect_at_most(1, "dy/dweight");
    constexpr float infinity = HUGE_VALF;
    EXPECT_EQ(dyt::forward(real(-infinity), real(0.5f), real(3.0f), real(1.0f)).value, -2);
    EXPECT_EQ(dyt::derivative(real(infinity), real(0.5f), real(3.0f), real(1.0f)).value, 0);
    EXPECT_EQ(dyt::terms(real(infinity), real(1.0f), real(0.5f), real(3.0f), real(1.0f)).value[0].value, 0);
    EXPECT_TRUE(std::isnan(dyt::forward(real(NAN), real(0.5f), real(3.0f), real(1.0f)).value));
    EXPECT_TRUE(std::isnan(dyt::derivative(real(NAN), real(0.5f), real(3.0f), real(1.0f)).value));
}

template <class Storage>
void check_pelu() {
    using real = math::real<float, Storage>;
    constexpr dtype type = type_of<Storage>;
    worst_case forward;
    worst_case by_x;
    worst_case by_a;
    worst_case by_b;
    for (const double outer : {1.25, -0.7, 30.0}) {
        for (const double inner : {0.75, 0x1.1p-10, 1.0, 40.0, 1e6, -0.5}) {
            const auto a = static_cast<float>(outer);
            const auto b = static_cast<float>(inner);
            for_each_input<Storage>([&](float x) {
                const exact t = exact(x) / b;
                // Beyond, e^t counts as 0, and as e^88 where a negative b leads there.
                if (x < 0 && std::fabs(t) > 86) return;
                const exact power = x < 0 ? std::exp(t) : 1;
                const exact rest = x < 0 ? std::expm1(t) : t;
                forward.judge(type, pelu::prepared<real>(a, b).forward(x).value, a * rest, x, inner);
                by_x.judge(type, pelu::prepared<real>(a, b).derivative(x).value, exact(a) / b * power, x, inner);
                const auto terms = pelu::prepared<real>(a, b).terms(x, 1.0f);
                by_a.judge_factor(terms.value[0].value, rest, 0x1p-140L, x, inner);
                by_b.judge_factor(terms.value[1].value, -exact(a) / b * t * power, 0x1p-120L, x, inner);
            });
        }
    }
    forward.expect_at_most(0.502, "y");
    by_x.expect_at_most(0.502, "dy/dx");
    by_a.expect_at_most(1, "dy/da");
    by_b.expect_at_most(1, "dy/db");
    constexpr float infinity = HUGE_VALF;
    EXPECT_EQ(pelu::prepared<real>(3.0f, 0.5f).forward(-infinity).value, -3);
    EXPECT_EQ(pelu::prepared<real>(3.0f, 0.5f).forward(infinity).value, infinity);
    EXPECT_EQ(pelu::prepared<real>(3.0f, 0.5f).derivative(-infinity).value, 0);
    EXPECT_EQ(pelu::prepared<real>(3.0f, 0.5f).derivative(infinity).value, 6);
    EXPECT_EQ(pelu::prepared<real>(3.0f, 0.5f).terms(-infinity, 1.0f).value[1].value, 0);
    EXPECT_TRUE(std::isnan(pelu::prepared<real>(3.0f, 0.5f).forward(NAN).value));
    EXPECT_TRUE(std::isnan(pelu::prepared<real>(3.0f, 0.5f).terms(NAN, 1.0f).value[0].value));
}

template <class Storage>
void check_snake() {
    using real = math::real<float, Storage>;
    constexpr dtype type = type_of<Storage>;
    worst_case forward;
    worst_case by_x;
    worst_case by_a;
    const exact eighth = std::atan(exact(1));
    for (const double frequency : {1e-20, 0x1.1p-10, 0.3, 0.8, 1.0, 7.0, 1e3, -0.5}) {
        const auto a = static_cast<float>(frequency);
        for_each_input<Storage>([&](float x) {
            const exact t = exact(a) * x;
            const exact sine = std::fabs(t) < 0x1p21 ? std::sin(t) : 0;
            forward.judge(type, snake::prepared<real>(a).forward(x).value, x + sine / a * sine, x, frequency);
            if (std::fabs(t) >= 0x1p21) return;
            const exact shifted = std::sin(t + eighth);
            // Half a unit of the phase's last place, 2^-46, beside a root.
            const double lost = static_cast<double>(std::fabs(t)) * 0x1p-44;
            if (std::fabs(shifted) > lost * 0x1p20) {
                by_x.judge(type, snake::prepared<real>(a).derivative(x).value, 2 * shifted * shifted, x, frequency);
            }
            const exact first = x * std::sin(2 * t) / a;
            const exact second = sine / a * sine / a;
            by_a.judge_factor(snake::prepared<real>(a).terms(x, 1.0f).value[0].value, first - second,
                              std::ldexp(std::fabs(x / exact(a) * sine) + second, -18) + 0x1p-120L, x, frequency);
        });
    }
    forward.expect_at_most(0.502, "y");
    by_x.expect_at_most(0.502, "dy/dx");
    by_a.expect_at_most(1, "dy/da");
    constexpr float infinity = HUGE_VALF;
    EXPECT_TRUE(std::isnan(snake::prepared<real>(1.0f).forward(infinity).value));
    EXPECT_TRUE(std::isnan(snake::prepared<real>(infinity).derivative(1.0f).value));
    EXPECT_TRUE(std::isnan(snake::prepared<real>(1.0f).terms(NAN, 1.0f).value[0].value));
    EXPECT_EQ(snake::prepared<real>(0.0f).forward(-3.0f).value, -3);
    EXPECT_NEAR(snake::prepared<real>(1e38f).derivative(60000.0f).value, 1, 0x1p-23);
}

TEST(LearnableIn16Bits, SnakeIsRightForEveryInput) {
    check_snake<float16>();
    check_snake<bfloat16>();
}

TEST(LearnableIn16Bits, PeluIsRightForEveryInput) {
    check_pelu<float16>();
    check_pelu<bfloat16>();
}

TEST(LearnableIn16Bits, SwishIsRightForEveryInput) {
    check_swish<float16>(1e6);
    check_swish<bfloat16>(HUGE_VAL);
}

TEST(LearnableIn16Bits, DytIsRightForEveryInput) {
    check_dyt<float16>();
    check_dyt<bfloat16>();
}

}  // namespace
}  // namespace softknee::test
