// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>
#include <vector>

#include <softknee/pointwise.hpp>

#include "refusal.hpp"

namespace softknee::test {
namespace {

using sizes = std::vector<std::int64_t>;

/// 64 floats and views into them, from element `first` on.
class overlap_test : public testing::Test {
protected:
    overlap_test() { std::iota(memory_.begin(), memory_.end(), -32.0f); }

    tensor_view view(std::int64_t first, const sizes& shape, const sizes& strides) {
        return {memory_.data() + first, dtype::float32, memory::host, tensor_shape(shape, strides)};
    }
    tensor_view view(std::int64_t first, const sizes& shape) {
        return {memory_.data() + first, dtype::float32, memory::host, tensor_shape(shape)};
    }

    /// The pair is refused as x and y, as saved and dx, and as dy and dx.
    void expect_refused(const tensor_view& input, const tensor_view& output) {
        const unchanged kept(memory_);
        const std::vector<float> apart(static_cast<std::size_t>(input.count()), 1.0f);
        const const_tensor_view other(apart.data(), dtype::float32, memory::host, tensor_shape(input.shape().sizes()));
        expect_refusal<overlap_error>([&] { forward(relu{}, input, output); }, "forward", "y", "overlaps x",
                                      "identical");
        expect_refusal<overlap_error>([&] { backward(relu{}, from_input(input), other, output); }, "backward", "dx",
                                      "overlaps saved", "identical");
        expect_refusal<overlap_error>([&] { backward(relu{}, from_output(other), input, output); }, "backward", "dx",
                                      "overlaps dy", "identical");
    }

    void expect_accepted(const tensor_view& input, const tensor_view& output) {
        EXPECT_NO_THROW(forward(relu{}, input, output));
        EXPECT_NO_THROW(backward(relu{}, from_input(input), input, output));
    }

    void expect_refused_as_output(const tensor_view& output) {
        const unchanged kept(memory_);
        const std::vector<float> apart(static_cast<std::size_t>(output.count()), 1.0f);
        const const_tensor_view input(apart.data(), dtype::float32, memory::host, tensor_shape(output.shape().sizes()));
        expect_refusal<overlap_error>([&] { forward(relu{}, input, output); }, "forward", "y",
                                      to_string(output.shape().strides()), "a place of its own");
        expect_refusal<overlap_error>([&] { backward(relu{}, from_input(input), input, output); }, "backward", "dx",
                                      to_string(output.shape().strides()), "a place of its own");
    }

    std::vector<float> memory_ = std::vector<float>(64);
};

TEST_F(overlap_test, an_output_with_a_stride_of_0_is_refused) {
    expect_refused_as_output(view(0, {3}, {0}));
    expect_refused_as_output(view(0, {2, 3}, {0, 1}));
    expect_refused_as_output(view(0, {2, 3}, {1, 0}));
}

TEST_F(overlap_test, an_output_whose_rows_share_elements_is_refused) {
    expect_refused_as_output(view(0, {2, 2}, {1, 1}));
    expect_refused_as_output(view(0, {2, 3}, {2, 1}));
    expect_refused_as_output(view(8, {2, 3}, {-2, 1}));
    expect_refused_as_output(view(0, {4, 3}, {3, 4}));
}

TEST_F(overlap_test, an_output_in_place_over_an_input_with_a_stride_of_0_is_refused) {
    const unchanged kept(memory_);
    const tensor_view broadcast = view(0, {3}, {0});
    expect_refusal<overlap_error>([&] { forward(relu{}, broadcast, broadcast); }, "forward", "y", "[0]");
}

TEST_F(overlap_test, an_output_whose_dimensions_of_size_1_have_any_stride_is_accepted) {
    expect_accepted(view(0, {1, 3, 1}), view(8, {1, 3, 1}, {0, 1, 0}));
    expect_accepted(view(0, {1}), view(8, {1}, {0}));
}

TEST_F(overlap_test, an_output_with_gaps_or_reversed_or_permuted_is_accepted) {
    expect_accepted(view(0, {2, 3}), view(8, {2, 3}, {3, 1}));
    expect_accepted(view(0, {2, 3}), view(8, {2, 3}, {1, 2}));
    expect_accepted(view(0, {2, 3}), view(20, {2, 3}, {-3, -1}));
    expect_accepted(view(0, {2, 3}), view(8, {2, 3}, {10, 3}));
}

TEST_F(overlap_test, the_identical_view_is_accepted) {
    expect_accepted(view(5, {7}), view(5, {7}));
    expect_accepted(view(0, {4, 3}, {1, 4}), view(0, {4, 3}, {1, 4}));
    expect_accepted(view(20, {4, 3}, {-3, -1}), view(20, {4, 3}, {-3, -1}));
}

TEST_F(overlap_test, strides_of_dimensions_of_size_1_do_not_make_views_different) {
    expect_accepted(view(0, {1, 3}, {99, 1}), view(0, {1, 3}, {3, 1}));
    expect_accepted(view(3, {1, 1}, {0, -5}), view(3, {1, 1}));
}

TEST_F(overlap_test, views_shifted_by_less_than_their_length_are_refused_in_both_directions) {
    for (std::int64_t shift = 1; shift < 7; ++shift) {
        SCOPED_TRACE(shift);
        expect_refused(view(0, {7}), view(shift, {7}));
        expect_refused(view(shift, {7}), view(0, {7}));
    }
}

TEST_F(overlap_test, views_that_touch_without_sharing_an_element_are_accepted) {
    expect_accepted(view(0, {7}), view(7, {7}));
    expect_accepted(view(7, {7}), view(0, {7}));
    expect_accepted(view(6, {7}, {-1}), view(7, {7}));
}

TEST_F(overlap_test, the_same_memory_in_another_order_is_refused) {
    expect_refused(view(0, {7}), view(6, {7}, {-1}));
    expect_refused(view(0, {3, 3}), view(0, {3, 3}, {1, 3}));
    expect_refused(view(0, {2, 6}), view(0, {2, 6}, {1, 2}));
}

TEST_F(overlap_test, a_broadcast_input_inside_the_output_is_refused_and_beside_it_accepted) {
    expect_refused(view(3, {7}, {0}), view(0, {7}));
    expect_refused(view(0, {2, 3}, {0, 1}), view(0, {2, 3}));
    expect_accepted(view(7, {7}, {0}), view(0, {7}));
}

TEST_F(overlap_test, even_and_odd_elements_are_accepted) {
    expect_accepted(view(0, {8}, {2}), view(1, {8}, {2}));
    expect_accepted(view(1, {8}, {2}), view(0, {8}, {2}));
    expect_accepted(view(0, {8}, {2}), view(15, {8}, {-2}));
    expect_refused(view(0, {8}, {2}), view(2, {8}, {2}));
    expect_refused(view(0, {8}, {2}), view(1, {8}, {3}));
}

TEST_F(overlap_test, column_blocks_of_one_matrix_are_accepted) {
    for (std::int64_t width = 1; width <= 4; ++width) {
        SCOPED_TRACE(width);
        expect_accepted(view(0, {8, width}, {8, 1}), view(width, {8, width}, {8, 1}));
        expect_accepted(view(8 - width, {8, width}, {8, 1}), view(0, {8, width}, {8, 1}));
        expect_refused(view(0, {7, width}, {8, 1}), view(width - 1 + 8, {7, width}, {8, 1}));
    }
    expect_accepted(view(0, {8, 4}, {8, 1}), view(4, {8, 4}, {8, 1}));
    expect_refused(view(0, {8, 4}, {8, 1}), view(3, {8, 4}, {8, 1}));
}

TEST_F(overlap_test, the_real_and_imaginary_parts_of_a_transposed_matrix_are_accepted) {
    expect_accepted(view(0, {4, 8}, {2, 8}), view(1, {4, 8}, {2, 8}));
    expect_accepted(view(0, {4, 8}, {16, 2}), view(1, {4, 8}, {2, 8}));
}

TEST_F(overlap_test, an_element_shared_at_one_corner_is_enough_to_be_refused) {
    expect_refused(view(0, {3, 3}, {8, 1}), view(18, {3, 3}, {8, 1}));
    expect_accepted(view(0, {3, 3}, {8, 1}), view(19, {3, 3}, {8, 1}));
    expect_refused(view(18, {3, 3}, {8, 1}), view(0, {3, 3}, {8, 1}));
}

TEST_F(overlap_test, dx_may_be_dy_or_the_saved_tensor_or_both) {
    const std::vector<float> x{-1, 0, 2};
    std::vector<float> dy{3, 4, 5};
    backward(relu{}, from_input(x), dy, dy);
    EXPECT_EQ(dy, (std::vector<float>{0, 0, 5}));

    std::vector<float> saved{-1, 0, 2};
    backward(relu{}, from_output(saved), std::vector<float>{3, 4, 5}, saved);
    EXPECT_EQ(saved, (std::vector<float>{0, 0, 5}));

    std::vector<float> both{-1, 0, 2};
    backward(relu{}, from_input(both), both, both);
    EXPECT_EQ(both, (std::vector<float>{0, 0, 2}));
}

TEST_F(overlap_test, saved_and_dy_may_overlap_in_any_way) {
    std::vector<float> dx(7);
    EXPECT_NO_THROW(backward(relu{}, from_input(view(0, {7})), view(3, {7}), dx));
    EXPECT_NO_THROW(backward(relu{}, from_input(view(0, {7}, {0})), view(6, {7}, {-1}), dx));
}

}  // namespace
}  // namespace softknee::test
