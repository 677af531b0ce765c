// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <vector>

#include "large_tensor.hpp"

/// A tensor with strides whose elements no 32-bit index reaches.
namespace softknee::test {
namespace {

constexpr dtype type = dtype::bfloat16;
constexpr std::int64_t columns = 2;
constexpr std::int64_t input_pitch = 3;
constexpr std::int64_t rows = (std::int64_t(1) << 30) + 1;
/// In rows: the elements of two blocks.
constexpr std::int64_t window = 1024;

TEST(LargeStride, ForwardAndBackwardReachEveryElement) {
    if (!fits_on_the_device(static_cast<std::size_t>(rows * (input_pitch + columns)) * size_of(type))) {
        GTEST_SKIP() << "the tensors do not fit on the device";
    }
    const stream own;
    large_tensor x(type, rows * input_pitch, own);
    large_tensor y(type, rows * columns, own);
    const std::vector<std::int64_t> windows = windows_of(rows, window);
    for (const std::int64_t first : windows) x.write_random(first * input_pitch, window * input_pitch);
    const auto shape_of = [](std::int64_t count, std::int64_t pitch) {
        return tensor_shape(std::array{count, columns}, std::array{pitch, std::int64_t(1)});
    };
    const tensor_view whole_x = x.view(shape_of(rows, input_pitch), 0);
    const tensor_view whole_y = y.view(shape_of(rows, columns), 0);
    const auto expect_windows = [&](const auto& evaluate, const char* direction) {
        for (const std::int64_t first : windows) {
            bit_patterns input = x.read(first * input_pitch, window * input_pitch);
            bit_patterns expected(type, window * columns);
            evaluate(input.view(shape_of(window, input_pitch), 0), expected.view(shape_of(window, columns), 0));
            EXPECT_EQ(y.read(first * columns, window * columns).difference_from(expected), "")
                << direction << ", from row " << first;
        }
    };
    forward(silu{}, whole_x, whole_y, own);
    expect_windows([](const tensor_view& in, const tensor_view& out) { forward(silu{}, in, out); }, "forward");
    backward(silu{}, from_input(whole_x), whole_x, whole_y, own);
    expect_windows([](const tensor_view& in, const tensor_view& out) { backward(silu{}, from_input(in), in, out); },
                   "backward");
}

}  // namespace
}  // namespace softknee::test
