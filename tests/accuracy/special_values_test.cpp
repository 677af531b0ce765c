// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include <reference/reference.hpp>
#include <softknee/softknee.hpp>

#include "element.hpp"
#include "parameters.hpp"
#include "ulp.hpp"

/// The rules that hold for every activation at NaN, infinities, signed zeros and kinks.
namespace {

using softknee::activation;
using softknee::dtype;
using softknee::pass;
using softknee_accuracy::bits_of;
using softknee_accuracy::element;
using softknee_accuracy::format_of;
using softknee_accuracy::number_format;
using softknee_accuracy::round_to;
using softknee_reference::mpfr_number;

/// At a NaN these pass their input on: dx = dy times the slope where they do. All others give NaN.
const std::set<std::string_view> piecewise_linear = {
    "identity", "relu", "clip", "leaky_relu", "threshold", "hard_sigmoid", "hard_shrink", "soft_shrink", "shrink"};

/// 2^(2^20): beyond every type, so that a function there has the value of its limit.
mpfr_number far_out(bool negative) {
    const mpfr_number magnitude = softknee_accuracy::detail::scale(mpfr_number(1), 1L << 20);
    return negative ? -magnitude : magnitude;
}

std::vector<std::uint64_t> nans_of(const number_format& format) {
    const std::uint64_t quiet = format.infinity() | (std::uint64_t(1) << (format.precision - 2));
    return {format.infinity() + 1, quiet, quiet + 3, format.sign_bit() - 1, format.sign_bit() | quiet};
}

class special_values : public ::testing::TestWithParam<activation> {
protected:
    const softknee_reference::functions& reference() const {
        return *softknee_reference::find(softknee::name_of(GetParam()));
    }
    mpfr_number exact(pass direction, const mpfr_number& argument, dtype type) const {
        const auto p = softknee_accuracy::rounded_parameters(GetParam(), type);
        const auto& functions = reference().exact;
        if (direction == pass::forward) return functions.forward(argument, p.data());
        const auto derivative =
            direction == pass::backward_from_input ? functions.derivative : functions.derivative_from_output;
        return derivative(argument, p.data());
    }
    std::vector<pass> backward_passes() const {
        auto passes = softknee_accuracy::passes_of(GetParam());
        std::erase(passes, pass::forward);
        return passes;
    }
    /// The slope of the branch that passes its input on; 0.5625 lies inside clip's ends, 2 above every threshold.
    mpfr_number slope_where_on(dtype type) const {
        const mpfr_number inside = exact(pass::backward_from_input, 0.5625, type);
        return inside == mpfr_number(0) ? exact(pass::backward_from_input, 2, type) : inside;
    }
    bool is_piecewise_linear() const { return piecewise_linear.contains(softknee::name_of(GetParam())); }
};

std::vector<activation> all_activations() {
    std::vector<activation> result;
    for (const auto& information : softknee::catalogue()) result.push_back(information.default_activation);
    return result;
}

}  // namespace

TEST_P(special_values, nan_gives_nan) {
    for (const dtype type : softknee::all_dtypes) {
        const number_format format = format_of(type);
        for (const std::uint64_t nan : nans_of(format)) {
            EXPECT_TRUE(format.is_nan(element(GetParam(), type).forward(nan))) << softknee::name_of(type) << " " << nan;
        }
    }
}

TEST_P(special_values, infinities_give_the_limit) {
    for (const dtype type : softknee::all_dtypes) {
        const number_format format = format_of(type);
        for (const bool negative : {false, true}) {
            const std::uint64_t infinity = format.infinity() | (negative ? format.sign_bit() : 0);
            const mpfr_number limit = exact(pass::forward, far_out(negative), type);
            EXPECT_EQ(element(GetParam(), type).forward(infinity), round_to(type, limit).bits)
                << softknee::name_of(type) << (negative ? " at -inf" : " at +inf");
        }
    }
}

TEST_P(special_values, derivatives_at_infinities_are_their_limits) {
    for (const dtype type : softknee::all_dtypes) {
        const number_format format = format_of(type);
        for (const pass direction : backward_passes()) {
            for (const bool negative : {false, true}) {
                const std::uint64_t infinity = format.infinity() | (negative ? format.sign_bit() : 0);
                const mpfr_number limit = exact(direction, far_out(negative), type);
                const std::uint64_t dx = element(GetParam(), type).backward(direction, infinity, bits_of(type, 1));
                const std::uint64_t expected = round_to(type, limit).bits;
                // A derivative that vanishes has no sign to keep.
                EXPECT_TRUE(dx == expected || (format.is_zero(dx) && format.is_zero(expected)))
                    << softknee::name_of(type) << (negative ? " at -inf: " : " at +inf: ") << dx << " instead of "
                    << expected;
            }
        }
    }
}

TEST_P(special_values, zeros_give_the_sign_of_the_definition) {
    for (const dtype type : softknee::all_dtypes) {
        for (const double zero : {0.0, -0.0}) {
            const mpfr_number y = exact(pass::forward, zero, type);
            EXPECT_EQ(element(GetParam(), type).forward(bits_of(type, zero)), round_to(type, y).bits)
                << softknee::name_of(type) << " at " << zero;
        }
    }
}

TEST_P(special_values, gradient_at_nan_is_nan_or_passes_through) {
    for (const dtype type : softknee::all_dtypes) {
        const number_format format = format_of(type);
        const std::uint64_t dy = bits_of(type, 1.5);
        for (const pass direction : backward_passes()) {
            for (const std::uint64_t nan : nans_of(format)) {
                const std::uint64_t dx = element(GetParam(), type).backward(direction, nan, dy);
                if (is_piecewise_linear()) {
                    const mpfr_number slope = slope_where_on(type);
                    EXPECT_EQ(dx, round_to(type, mpfr_number(slope * mpfr_number(1.5))).bits)
                        << softknee::name_of(type);
                } else {
                    EXPECT_TRUE(format.is_nan(dx)) << softknee::name_of(type) << ": " << dx;
                }
            }
        }
    }
}

/// While this lives, numbers far below 2^-2^30 are not 0: no exponential of a 16-bit number is.
struct exponents_without_end {
    mpfr_exp_t before = mpfr_get_emin();
    exponents_without_end() { mpfr_set_emin(mpfr_get_emin_min()); }
    ~exponents_without_end() { mpfr_set_emin(before); }
    exponents_without_end(const exponents_without_end&) = delete;
    exponents_without_end& operator=(const exponents_without_end&) = delete;
};

TEST_P(special_values, a_unit_that_is_off_passes_nothing_and_one_that_is_on_passes_all) {
    const exponents_without_end exponents;
    constexpr dtype type = dtype::float16;
    const number_format format = format_of(type);
    const std::vector<std::uint64_t> gradients = {format.infinity(), format.infinity() | format.sign_bit(),
                                                  format.infinity() - 1, 1, bits_of(type, -0.75)};
    for (const pass direction : backward_passes()) {
        for (std::uint64_t bits = 0; bits < 65536; bits += 64) {
            if (format.is_nan(bits) || format.is_infinite(bits)) continue;
            const mpfr_number derivative = exact(direction, softknee_accuracy::decode(type, bits), type);
            const bool off = derivative == mpfr_number(0);
            if (!off && !(derivative == mpfr_number(1))) continue;
            const element unit(GetParam(), type);
            for (const std::uint64_t dy : gradients) {
                const std::uint64_t dx = unit.backward(direction, bits, dy);
                EXPECT_TRUE(off ? format.is_zero(dx) : dx == dy) << bits << ", dy " << dy << ", dx " << dx;
            }
            for (const std::uint64_t dy : nans_of(format)) {
                const std::uint64_t dx = unit.backward(direction, bits, dy);
                EXPECT_TRUE(off ? format.is_zero(dx) : format.is_nan(dx)) << bits << ", dy NaN, dx " << dx;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(catalogue, special_values, ::testing::ValuesIn(all_activations()),
                         [](const auto& tested) { return std::string(softknee::name_of(tested.param)); });
