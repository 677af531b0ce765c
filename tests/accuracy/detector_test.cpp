// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <stdexcept>

#include "bounds.hpp"
#include "sweep.hpp"
#include "ulp.hpp"

/// A sweep is worth what it can find: functions with planted faults must be reported as what they are.
namespace {

using softknee::dtype;
using softknee_accuracy::block_evaluator;
using softknee_accuracy::sweep;
using softknee_accuracy::sweep_request;
using softknee_accuracy::sweep_row;

block_evaluator float_function(std::function<float(float)> function) {
    return [function](const void* input, void* output, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            float x;
            std::memcpy(&x, static_cast<const char*>(input) + i * sizeof x, sizeof x);
            const float y = function(x);
            std::memcpy(static_cast<char*>(output) + i * sizeof y, &y, sizeof y);
        }
    };
}

/// Rounds the function to the 16-bit type and then adds `step` to the magnitude's bits.
block_evaluator rounded_function(dtype type, std::function<long double(long double)> function, int step) {
    return [=](const void* input, void* output, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            std::uint16_t bits;
            std::memcpy(&bits, static_cast<const char*>(input) + i * sizeof bits, sizeof bits);
            const long double y = function(softknee_accuracy::decode(type, bits));
            bits = static_cast<std::uint16_t>(softknee_accuracy::round_to(type, y).bits + step);
            std::memcpy(static_cast<char*>(output) + i * sizeof bits, &bits, sizeof bits);
        }
    };
}

sweep_row sweep_of(const char* name, dtype type, const block_evaluator& evaluate) {
    const sweep_request request{
        .activation = softknee::parse(name), .direction = softknee::pass::forward, .type = type, .stride = 65537};
    return sweep(request, evaluate, *softknee_reference::find(name));
}

float elu_by_exp(float x) {
    return x > 0 || std::isnan(x) ? x : std::exp(x) - 1;
}

long double logistic(long double x) {
    return 1 / (1 + std::exp(-x));
}

}  // namespace

TEST(detector, elu_by_exp_minus_1_breaks_the_bound_and_gives_false_zeros) {
    const sweep_row row = sweep_of("elu", dtype::float32, float_function(elu_by_exp));
    EXPECT_GT(row.maximum_ulp, 1e6);
    EXPECT_GT(row.maximum_ulp, softknee_accuracy::bound(dtype::float32));
    EXPECT_GT(row.false_zeros, 10000u);
    EXPECT_GE(row.misrounded, row.false_zeros);
    EXPECT_EQ(row.wrong_signs, 0u);
    EXPECT_EQ(row.nans, 0u);
    EXPECT_EQ(row.reference_faults, 0u);
    const double worst = static_cast<double>(softknee_accuracy::decode(dtype::float32, row.worst_input_bits));
    EXPECT_LT(std::fabs(worst), 1e-7);
}

TEST(detector, gelu_by_one_plus_erf_breaks_the_bound) {
    const auto gelu = [](float x) { return 0.5f * x * (1 + std::erf(x * 0.70710678f)); };
    const sweep_row row = sweep_of("gelu", dtype::float32, float_function(gelu));
    EXPECT_GT(row.maximum_ulp, 1e6);
    EXPECT_GT(row.false_zeros, 0u);
}

TEST(detector, a_negated_function_has_wrong_signs) {
    const sweep_row row =
        sweep_of("softsign", dtype::float32, float_function([](float x) { return -x / (1 + std::fabs(x)); }));
    EXPECT_GT(row.wrong_signs, 60000u);
    EXPECT_EQ(row.false_zeros, 0u);
}

TEST(detector, nan_from_a_number_is_counted_at_every_input) {
    const auto nan = [](float) { return std::numeric_limits<float>::quiet_NaN(); };
    const sweep_row row = sweep_of("relu", dtype::float32, float_function(nan));
    EXPECT_GT(row.nans, 60000u);
    EXPECT_LT(row.nans, row.inputs);
}

TEST(detector, a_relu_that_hides_nan_is_found) {
    const sweep_row row = sweep_of("relu", dtype::float32, float_function([](float x) { return x > 0 ? x : 0.0f; }));
    EXPECT_GT(row.nans, 0u);
    EXPECT_EQ(row.maximum_ulp, 0);
    EXPECT_EQ(row.misrounded, 0u);
}

TEST(detector, the_correctly_rounded_function_is_without_fault) {
    const sweep_row row = sweep_of("sigmoid", dtype::float16, rounded_function(dtype::float16, logistic, 0));
    EXPECT_LE(row.maximum_ulp, 0.5);
    EXPECT_GT(row.maximum_ulp, 0.49);
    EXPECT_EQ(row.misrounded, 0u);
    EXPECT_EQ(row.nans + row.false_zeros + row.wrong_signs + row.reference_faults, 0u);
    // All but the two infinities.
    EXPECT_EQ(row.inputs, 65534u);
}

TEST(detector, a_function_that_is_one_place_off_is_misrounded_everywhere_and_within_the_bound) {
    const sweep_row row = sweep_of("sigmoid", dtype::float16, rounded_function(dtype::float16, logistic, 1));
    EXPECT_GT(row.maximum_ulp, 1);
    // Rounded up to a power of 2, below which the spacing is half as large, and then one place on.
    EXPECT_LE(row.maximum_ulp, 2.5);
    EXPECT_GT(row.misrounded, 60000u);
}

TEST(detector, a_wrong_80_bit_reference_is_found_by_the_audit) {
    softknee_reference::functions faulty = *softknee_reference::find("silu");
    faulty.extended.forward = [](const long double& x, const double*) { return x * logistic(x) * (1 + 0x1p-32L); };
    const sweep_request request{
        .activation = softknee::silu{}, .direction = softknee::pass::forward, .type = dtype::float32, .stride = 65537};
    const sweep_row row = sweep(request, softknee_accuracy::product_evaluator(request), faulty);
    EXPECT_GT(row.reference_faults, 0u);
}

TEST(detector, a_wrong_reference_in_double_is_found_by_the_audit) {
    softknee_reference::functions faulty = *softknee_reference::find("silu");
    faulty.quick.forward = [](const double& x, const double*) { return x / (1 + std::exp(-x)) * (1 + 0x1p-34); };
    const sweep_request request{
        .activation = softknee::silu{}, .direction = softknee::pass::forward, .type = dtype::float32, .stride = 65537};
    const sweep_row row = sweep(request, softknee_accuracy::product_evaluator(request), faulty);
    EXPECT_GT(row.reference_faults, 0u);
}

TEST(detector, an_exception_of_the_evaluated_function_reaches_the_caller) {
    const block_evaluator broken = [](const void*, void*, std::size_t) { throw std::runtime_error("broken"); };
    EXPECT_THROW(sweep_of("elu", dtype::float32, broken), std::runtime_error);
}

TEST(detector, progress_ends_at_the_total) {
    const sweep_request request{
        .activation = softknee::relu{}, .direction = softknee::pass::forward, .type = dtype::float16};
    std::uint64_t last = 0;
    sweep(request, [&](std::uint64_t done, std::uint64_t total) {
        EXPECT_GT(done, last);
        EXPECT_EQ(total, 65536u);
        last = done;
    });
    EXPECT_EQ(last, 65536u);
}

TEST(detector, a_pass_that_the_reference_lacks_is_refused) {
    const sweep_request request{
        .activation = softknee::gelu{}, .direction = softknee::pass::backward_from_output, .type = dtype::float16};
    EXPECT_THROW(sweep(request), std::invalid_argument);
}
