// SPDX-License-Identifier: Apache-2.0
#include <softknee/tensor_list.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include <softknee/error.hpp>
#include <softknee/pointwise.hpp>

#include "refusal.hpp"

/// Lists of tensors on the host: the bits of a call for each, and nothing written if one of them is refused.
namespace softknee::test {
namespace {

using inputs = std::vector<const_tensor_view>;
using outputs = std::vector<tensor_view>;
using saved = std::vector<saved_tensor>;

std::vector<float> numbers(std::size_t count, float first) {
    std::vector<float> result(count);
    std::iota(result.begin(), result.end(), first);
    for (float& value : result) value *= 0.125f;
    return result;
}

class tensor_list_test : public testing::Test {
protected:
    std::vector<float> a_ = numbers(5, -3.0f);
    std::vector<float> b_ = numbers(4099, -2000.0f);
    std::vector<double> c_ = {-1.5, 0.25, 2.0};
    std::vector<float> a_out_ = std::vector<float>(a_.size());
    std::vector<float> b_out_ = std::vector<float>(b_.size());
    std::vector<double> c_out_ = std::vector<double>(c_.size());
    std::vector<float> nothing_;
};

TEST_F(tensor_list_test, forward_gives_the_bits_of_a_call_for_each) {
    forward(gelu{}, inputs{a_, nothing_, c_, b_}, outputs{a_out_, nothing_, c_out_, b_out_});
    std::vector<float> a(a_.size());
    std::vector<float> b(b_.size());
    std::vector<double> c(c_.size());
    forward(gelu{}, a_, a);
    forward(gelu{}, b_, b);
    forward(gelu{}, c_, c);
    EXPECT_EQ(a_out_, a);
    EXPECT_EQ(b_out_, b);
    EXPECT_EQ(c_out_, c);
}

TEST_F(tensor_list_test, backward_takes_saved_tensors_of_different_kinds) {
    forward(elu{}, inputs{b_}, outputs{b_out_});
    std::vector<float> from_y(b_.size());
    std::vector<float> from_x(b_.size());
    std::vector<float> expected(b_.size());
    backward(elu{}, saved{from_output(b_out_), from_input(b_)}, inputs{b_, b_}, outputs{from_y, from_x},
             host_execution{.threads = 2});
    backward(elu{}, from_output(b_out_), b_, expected);
    EXPECT_EQ(from_y, expected);
    backward(elu{}, from_input(b_), b_, expected);
    EXPECT_EQ(from_x, expected);
}

TEST_F(tensor_list_test, a_derivative_that_depends_on_nothing_needs_no_saved_tensor) {
    backward(identity{}, saved{from_nothing(), from_nothing()}, inputs{a_, c_}, outputs{a_out_, c_out_});
    EXPECT_EQ(a_out_, a_);
    EXPECT_EQ(c_out_, c_);
}

TEST_F(tensor_list_test, a_list_without_tensors_is_accepted) {
    EXPECT_NO_THROW(forward(relu{}, inputs(), outputs()));
    EXPECT_NO_THROW(forward(relu{}, inputs(), outputs(), host_execution()));
    EXPECT_NO_THROW(forward(relu{}, inputs{nothing_, nothing_}, outputs{nothing_, nothing_}));
}

TEST_F(tensor_list_test, members_may_share_an_input_and_be_in_place) {
    const std::vector<float> before = b_;
    std::vector<float> expected(b_.size());
    forward(relu{}, inputs{before, before, b_}, outputs{b_out_, expected, b_});
    EXPECT_EQ(b_out_, expected);
    EXPECT_EQ(b_, expected);
}

TEST_F(tensor_list_test, outputs_may_interleave_without_touching) {
    const auto every_second = [](std::vector<float>& memory, std::ptrdiff_t first) {
        return tensor_view(memory.data() + first, dtype::float32, memory::host,
                           tensor_shape(std::array<std::int64_t, 1>{2}, std::array<std::int64_t, 1>{2}));
    };
    forward(relu{}, inputs{every_second(a_, 0), every_second(a_, 1)},
            outputs{every_second(a_out_, 0), every_second(a_out_, 1)});
    std::vector<float> expected(a_.size());
    forward(relu{}, a_, expected);
    expected.back() = 0.0f;
    EXPECT_EQ(a_out_, expected);
}

TEST_F(tensor_list_test, lists_of_different_lengths_are_refused) {
    const unchanged kept(a_out_);
    expect_refusal<shape_error>(
        [&] {
            forward(relu{}, inputs{a_, b_}, outputs{a_out_, b_out_, c_out_});
        },
        "forward", "y", "3 tensors", "2, as many as x");
    expect_refusal<shape_error>(
        [&] {
            backward(relu{}, saved{from_input(a_)}, inputs{a_, b_}, outputs{a_out_, b_out_});
        },
        "backward", "saved", "1 tensors", "2, as many as dy");
    expect_refusal<shape_error>(
        [&] {
            backward(relu{}, saved{from_input(a_), from_input(b_)}, inputs{a_, b_}, outputs{a_out_, b_out_, c_out_});
        },
        "backward", "dx", "3 tensors", "2, as many as dy");
}

TEST_F(tensor_list_test, messages_number_the_tensors_and_nothing_is_written) {
    const unchanged kept(a_out_);
    expect_refusal<shape_error>(
        [&] {
            forward(relu{}, inputs{a_, b_}, outputs{a_out_, a_out_});
        },
        "forward", "y[1]", "[5]", "of x[1]");
    expect_refusal<dtype_error>(
        [&] {
            forward(relu{}, inputs{a_, c_}, outputs{a_out_, std::span(a_out_).first(3)});
        },
        "forward", "y[1]", "float32", "of x[1]");
    expect_refusal<saved_tensor_error>(
        [&] {
            backward(gelu{}, saved{from_input(a_), from_output(b_)}, inputs{a_, b_}, outputs{a_out_, b_out_});
        },
        "backward", "saved[1]", "from_output", "from_input");
    expect_refusal<parameter_error>(
        [&] { forward(leaky_relu{.negative_slope = std::nan("")}, inputs{a_}, outputs{a_out_}); }, "leaky_relu",
        "negative_slope");
}

TEST_F(tensor_list_test, an_output_that_overlaps_another_member_is_refused) {
    const unchanged kept(b_out_);
    const unchanged kept_input(b_);
    const std::span<float> out(b_out_);
    const std::span<float> in(b_);
    // The second output begins at the last element of the first.
    expect_refusal<overlap_error>(
        [&] {
            forward(relu{}, inputs{in.first(9), in.first(3)}, outputs{out.first(9), out.subspan(8, 3)});
        },
        "forward", "y[0]", "overlaps y[1]", "shares no byte");
    EXPECT_NO_THROW(forward(relu{}, inputs{in.first(0), in.first(3)}, outputs{out.first(0), out.first(3)}));
    // In place, but the other member reads it.
    expect_refusal<overlap_error>(
        [&] {
            forward(relu{}, inputs{in, in.last(2)}, outputs{out, in.last(2)});
        },
        "forward", "y[1]", "overlaps x[0]", "shares no byte");
    expect_refusal<overlap_error>(
        [&] {
            forward(relu{}, inputs{in, in}, outputs{in, out});
        },
        "forward", "y[0]", "overlaps x[1]");
    expect_refusal<overlap_error>(
        [&] {
            backward(relu{}, saved{from_input(in.first(4)), from_input(a_)}, inputs{in.first(4), a_},
                     outputs{out.first(4), in.subspan(3, 5)});
        },
        "backward", "dx[1]", "overlaps");
}

TEST_F(tensor_list_test, long_lists_are_compared_with_their_neighbours) {
    std::vector<float> memory(3000);
    inputs x;
    outputs y;
    for (std::size_t i = 0; i < memory.size(); i += 3) {
        const std::span<float> place = std::span(memory).subspan((i * 7) % memory.size(), 3);
        x.emplace_back(place);
        y.emplace_back(place);
    }
    EXPECT_NO_THROW(forward(relu{}, x, y));
    y[500] = y[499];
    EXPECT_THROW(forward(relu{}, x, y), overlap_error);
}

TEST_F(tensor_list_test, a_negative_number_of_threads_is_refused) {
    expect_refusal<unsupported_error>(
        [&] { forward(relu{}, inputs{a_}, outputs{a_out_}, host_execution{.threads = -1}); }, "forward", "execution",
        "-1 threads");
}

}  // namespace
}  // namespace softknee::test
