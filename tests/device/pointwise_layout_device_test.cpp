// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include <softknee/softknee.hpp>

#include "device_patterns.hpp"

/// Where the elements lie changes no bit of the result and no byte beside it.
namespace softknee::test {
namespace {

/// Elements before and after an output, which a call must leave alone.
constexpr std::int64_t margin = 33;

class EveryLayout : public testing::TestWithParam<dtype> {
protected:
    int pack_elements() const { return 16 / static_cast<int>(size_of(GetParam())); }

    /// Counts around the edges of packs and of blocks.
    std::vector<std::int64_t> counts() const {
        std::vector<std::int64_t> result(71);
        std::iota(result.begin(), result.end(), 0);
        const std::int64_t block = 512 * pack_elements();
        for (const std::int64_t blocks : {1, 2}) {
            for (const std::int64_t more : {-pack_elements(), -1, 0, 1, pack_elements(), 3 * pack_elements() + 1}) {
                result.push_back(blocks * block + more);
            }
        }
        return result;
    }

    void forward_is_right(std::int64_t count, std::int64_t x_offset, std::int64_t y_offset) {
        bit_patterns x = random_patterns(GetParam(), count, 11);
        bit_patterns y = random_patterns(GetParam(), margin + count + margin, 12);
        device_patterns device_x(x, x_offset, stream_);
        device_patterns device_y(y, y_offset, stream_);
        const tensor_shape shape(std::array{count});
        forward(relu{}, x.view(), y.view(shape, margin));
        forward(relu{}, device_x.view(), device_y.view(shape, margin), stream_);
        ASSERT_EQ(device_y.content().difference_from(y), "")
            << "count " << count << ", offsets " << x_offset << " and " << y_offset;
    }

    void backward_is_right(std::int64_t count, std::int64_t x_offset, std::int64_t dy_offset, std::int64_t dx_offset) {
        bit_patterns x = random_patterns(GetParam(), count, 13);
        bit_patterns dy = random_patterns(GetParam(), count, 14);
        bit_patterns dx = random_patterns(GetParam(), margin + count + margin, 15);
        device_patterns device_x(x, x_offset, stream_);
        device_patterns device_dy(dy, dy_offset, stream_);
        device_patterns device_dx(dx, dx_offset, stream_);
        const tensor_shape shape(std::array{count});
        backward(relu{}, from_input(x.view()), dy.view(), dx.view(shape, margin));
        backward(relu{}, from_input(device_x.view()), device_dy.view(), device_dx.view(shape, margin), stream_);
        ASSERT_EQ(device_dx.content().difference_from(dx), "")
            << "count " << count << ", offsets " << x_offset << ", " << dy_offset << " and " << dx_offset;
    }

    stream stream_;
};

TEST_P(EveryLayout, ForwardIsRightForEveryCountAndAlignment) {
    for (const std::int64_t count : counts()) {
        for (std::int64_t offset = 0; offset < pack_elements(); ++offset) {
            const std::int64_t other = (offset * 3 + count) % pack_elements();
            ASSERT_NO_FATAL_FAILURE(forward_is_right(count, offset, other));
        }
    }
}

TEST_P(EveryLayout, ForwardIsRightForEveryPairOfAlignments) {
    for (std::int64_t x_offset = 0; x_offset < 16; ++x_offset) {
        for (std::int64_t y_offset = 0; y_offset < 16; ++y_offset) {
            ASSERT_NO_FATAL_FAILURE(forward_is_right(61, x_offset, y_offset));
        }
    }
}

TEST_P(EveryLayout, BackwardIsRightForEveryTripleOfAlignments) {
    std::int64_t count = 0;
    for (std::int64_t x_offset = 0; x_offset < pack_elements(); ++x_offset) {
        for (std::int64_t dy_offset = 0; dy_offset < pack_elements(); ++dy_offset) {
            for (std::int64_t dx_offset = 0; dx_offset < pack_elements(); ++dx_offset) {
                count = (count + 17) % 71;
                ASSERT_NO_FATAL_FAILURE(backward_is_right(count, x_offset, dy_offset, dx_offset));
            }
        }
    }
}

TEST_P(EveryLayout, BackwardIsRightForEveryCount) {
    for (const std::int64_t count : counts()) ASSERT_NO_FATAL_FAILURE(backward_is_right(count, 0, 1, 0));
}

TEST_P(EveryLayout, ForwardInPlaceIsRight) {
    for (const std::int64_t count : counts()) {
        bit_patterns x = random_patterns(GetParam(), count, 21);
        device_patterns device_x(x, count % pack_elements(), stream_);
        forward(gelu{}, x.view(), x.view());
        forward(gelu{}, device_x.view(), device_x.view(), stream_);
        ASSERT_EQ(device_x.content().difference_from(x), "") << "count " << count;
    }
}

TEST_P(EveryLayout, BackwardOverEitherInputIsRight) {
    for (const bool over_dy : {true, false}) {
        for (const std::int64_t count : counts()) {
            bit_patterns x = random_patterns(GetParam(), count, 22);
            bit_patterns dy = random_patterns(GetParam(), count, 23);
            device_patterns device_x(x, count % pack_elements(), stream_);
            device_patterns device_dy(dy, (count / 3) % pack_elements(), stream_);
            bit_patterns& dx = over_dy ? dy : x;
            device_patterns& device_dx = over_dy ? device_dy : device_x;
            backward(relu{}, from_input(x.view()), dy.view(), dx.view());
            backward(relu{}, from_input(device_x.view()), device_dy.view(), device_dx.view(), stream_);
            ASSERT_EQ(device_dx.content().difference_from(dx), "") << "count " << count << ", over dy: " << over_dy;
        }
    }
}

/// A view of a shape: its strides and where its element 0 lies among those that are there.
struct placed_shape {
    tensor_shape shape;
    std::int64_t first;

    placed_shape(const std::vector<std::int64_t>& sizes, const std::vector<std::int64_t>& strides)
        : shape(sizes, strides), first(0) {
        for (std::size_t d = 0; d < sizes.size(); ++d) {
            if (strides[d] < 0) first -= strides[d] * (sizes[d] - 1);
        }
    }
    /// Elements from the lowest to the highest address.
    std::int64_t extent() const {
        std::int64_t last = 0;
        for (int d = 0; d < shape.rank(); ++d) last += std::abs(shape.stride(d)) * (shape.size(d) - 1);
        return last + 1;
    }
};

struct strided_case {
    const char* description;
    placed_shape x, dy, dx;
};

std::vector<strided_case> strided_cases() {
    const std::vector<std::int64_t> matrix = {37, 53};
    const std::vector<std::int64_t> line = {2049};
    const std::vector<std::int64_t> all_ranks = {2, 3, 2, 3, 2, 3, 2, 3};
    const placed_shape rows(matrix, {53, 1});
    const placed_shape deep(all_ranks, {648, 216, 108, 36, 18, 6, 3, 1});
    return {
        {"a transposed input", {matrix, {1, 37}}, rows, rows},
        {"a transposed output", rows, rows, {matrix, {1, 37}}},
        {"one row for all", {matrix, {0, 1}}, rows, rows},
        {"one column for all", rows, {matrix, {1, 0}}, rows},
        {"one element for all", {matrix, {0, 0}}, {matrix, {0, 0}}, rows},
        {"rows with gaps", {matrix, {64, 1}}, {matrix, {55, 1}}, {matrix, {59, 1}}},
        {"columns with gaps", rows, rows, {matrix, {212, 4}}},
        {"reversed inputs", {line, {-1}}, {line, {-2}}, {line, {1}}},
        {"a reversed output", {line, {1}}, {line, {-3}}, {line, {-1}}},
        {"eight dimensions in another order", {all_ranks, {1, 2, 6, 12, 36, 72, 216, 432}}, deep, deep},
        {"eight dimensions with some for all", {all_ranks, {0, 8, 0, 24, 0, 72, 0, 1}}, deep, deep},
    };
}

TEST_P(EveryLayout, StridedCallsAreRightAndLeaveTheGapsAlone) {
    for (const strided_case& c : strided_cases()) {
        bit_patterns x = random_patterns(GetParam(), c.x.extent(), 31);
        bit_patterns dy = random_patterns(GetParam(), c.dy.extent(), 32);
        bit_patterns y = random_patterns(GetParam(), c.dx.extent(), 33);
        bit_patterns dx = y;
        device_patterns device_x(x, 1, stream_);
        device_patterns device_dy(dy, 2, stream_);
        device_patterns device_y(y, 3, stream_);
        device_patterns device_dx(dx, 3, stream_);

        forward(gelu{}, x.view(c.x.shape, c.x.first), y.view(c.dx.shape, c.dx.first));
        forward(gelu{}, device_x.view(c.x.shape, c.x.first), device_y.view(c.dx.shape, c.dx.first), stream_);
        EXPECT_EQ(device_y.content().difference_from(y), "") << "forward with " << c.description;

        backward(relu{}, from_output(x.view(c.x.shape, c.x.first)), dy.view(c.dy.shape, c.dy.first),
                 dx.view(c.dx.shape, c.dx.first));
        backward(relu{}, from_output(device_x.view(c.x.shape, c.x.first)), device_dy.view(c.dy.shape, c.dy.first),
                 device_dx.view(c.dx.shape, c.dx.first), stream_);
        EXPECT_EQ(device_dx.content().difference_from(dx), "") << "backward with " << c.description;
    }
}

TEST_P(EveryLayout, AStridedCallInPlaceIsRight) {
    const placed_shape columns({37, 53}, {1, 74});
    bit_patterns x = random_patterns(GetParam(), columns.extent(), 34);
    device_patterns device_x(x, 1, stream_);
    forward(gelu{}, x.view(columns.shape, 0), x.view(columns.shape, 0));
    forward(gelu{}, device_x.view(columns.shape, 0), device_x.view(columns.shape, 0), stream_);
    EXPECT_EQ(device_x.content().difference_from(x), "");
}

INSTANTIATE_TEST_SUITE_P(Dtypes, EveryLayout, testing::ValuesIn(all_dtypes),
                         [](const auto& test) { return std::string(name_of(test.param)); });

}  // namespace
}  // namespace softknee::test
