// SPDX-License-Identifier: Apache-2.0
#include <cuda_runtime_api.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include <softknee/softknee.hpp>

#include "bit_patterns.hpp"

/// Tensors whose elements no 32-bit index reaches. Compared are windows at the ends and around the powers of two: all
/// of it would take minutes to copy, and an emulator that runs a selection of the blocks runs those there.
namespace softknee::test {
namespace {

constexpr std::int64_t window = 4096;

class LargeCount : public testing::TestWithParam<std::int64_t> {
protected:
    /// Where the windows begin.
    std::vector<std::int64_t> windows() const {
        const std::int64_t count = GetParam();
        std::vector<std::int64_t> result{0, count - window};
        for (std::int64_t power = std::int64_t(1) << 30; power < count; power *= 2) {
            result.push_back(std::min(power - window / 2, count - window));
        }
        return result;
    }

    /// A part of a tensor.
    static tensor_view part(const device_memory& whole, std::int64_t first) {
        return {static_cast<std::uint16_t*>(whole.data()) + first, dtype::bfloat16, memory::device,
                tensor_shape(std::array{window})};
    }

    stream stream_;
};

TEST_P(LargeCount, ForwardAndBackwardReachEveryElement) {
    const std::int64_t count = GetParam();
    const std::size_t bytes = static_cast<std::size_t>(count) * size_of(dtype::bfloat16);
    std::size_t free_bytes = 0;
    std::size_t all_bytes = 0;
    ASSERT_EQ(cudaMemGetInfo(&free_bytes, &all_bytes), cudaSuccess);
    if (free_bytes / 2 < bytes + (std::size_t(1) << 28)) {
        GTEST_SKIP() << "two tensors of " << bytes << " bytes do not fit into " << free_bytes;
    }
    const device_memory x(bytes, stream_);
    const device_memory y(bytes, stream_);
    ASSERT_EQ(cudaMemsetAsync(x.data(), 0, bytes, stream_.get()), cudaSuccess);
    std::vector<bit_patterns> inputs;
    for (const std::int64_t first : windows()) {
        inputs.push_back(random_patterns(dtype::bfloat16, window, static_cast<std::uint64_t>(61 + first)));
        copy(inputs.back().view(), part(x, first), stream_);
        stream_.synchronize();
    }
    // Windows that overlap hold what was copied last: what is there is what counts.
    const tensor_shape shape(std::array{count});
    const tensor_view whole_x(x.data(), dtype::bfloat16, memory::device, shape);
    const tensor_view whole_y(y.data(), dtype::bfloat16, memory::device, shape);
    forward(silu{}, whole_x, whole_y, stream_);
    for (const std::int64_t first : windows()) {
        bit_patterns in(dtype::bfloat16, window);
        bit_patterns expected(dtype::bfloat16, window);
        bit_patterns got(dtype::bfloat16, window);
        copy(part(x, first), in.view(), stream_);
        copy(part(y, first), got.view(), stream_);
        stream_.synchronize();
        forward(silu{}, in.view(), expected.view());
        EXPECT_EQ(got.difference_from(expected), "") << "forward, from element " << first;
    }
    backward(silu{}, from_input(whole_x), whole_x, whole_y, stream_);
    for (const std::int64_t first : windows()) {
        bit_patterns in(dtype::bfloat16, window);
        bit_patterns expected(dtype::bfloat16, window);
        bit_patterns got(dtype::bfloat16, window);
        copy(part(x, first), in.view(), stream_);
        copy(part(y, first), got.view(), stream_);
        stream_.synchronize();
        backward(silu{}, from_input(in.view()), in.view(), expected.view());
        EXPECT_EQ(got.difference_from(expected), "") << "backward, from element " << first;
    }
}

INSTANTIATE_TEST_SUITE_P(AroundThePowersOfTwo, LargeCount,
                         testing::Values((std::int64_t(1) << 31) - 1, (std::int64_t(1) << 31) + 1,
                                         (std::int64_t(1) << 32) + 1));

}  // namespace
}  // namespace softknee::test
