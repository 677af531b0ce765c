// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <ostream>
#include <vector>

#include "large_tensor.hpp"

/// Contiguous tensors whose elements, or whose packs of 16 bytes, no 32-bit index reaches.
namespace softknee::test {
namespace {

struct large_count {
    dtype type;
    std::int64_t count;
    std::size_t bytes() const { return static_cast<std::size_t>(count) * size_of(type); }
    /// Those of two blocks.
    std::int64_t window() const { return 16384 / static_cast<std::int64_t>(size_of(type)); }
};

std::ostream& operator<<(std::ostream& out, const large_count& large) {
    return out << large.count << " elements of " << name_of(large.type);
}

class LargeCount : public testing::TestWithParam<large_count> {
protected:
    std::vector<std::int64_t> windows() const { return windows_of(GetParam().count, GetParam().window()); }
    bool fits(std::size_t tensors) const { return fits_on_the_device(tensors * GetParam().bytes()); }

    large_tensor make_random() const {
        large_tensor result(GetParam().type, GetParam().count, stream_);
        for (const std::int64_t first : windows()) result.write_random(first, GetParam().window());
        return result;
    }
    std::vector<bit_patterns> read(large_tensor& tensor) const {
        std::vector<bit_patterns> result;
        for (const std::int64_t first : windows()) result.push_back(tensor.read(first, GetParam().window()));
        return result;
    }

    stream stream_;
};

TEST_P(LargeCount, ForwardAndBackwardReachEveryElement) {
    if (!fits(2)) GTEST_SKIP() << "two tensors do not fit on the device";
    large_tensor x = make_random();
    large_tensor y(GetParam().type, GetParam().count, stream_);
    std::vector<bit_patterns> inputs = read(x);
    bit_patterns expected(GetParam().type, GetParam().window());

    forward(silu{}, x.view(), y.view(), stream_);
    const std::vector<bit_patterns> outputs = read(y);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        forward(silu{}, inputs[i].view(), expected.view());
        EXPECT_EQ(outputs[i].difference_from(expected), "") << "forward, from element " << windows()[i];
    }
    backward(silu{}, from_input(x.view()), x.view(), y.view(), stream_);
    const std::vector<bit_patterns> gradients = read(y);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        backward(silu{}, from_input(inputs[i].view()), inputs[i].view(), expected.view());
        EXPECT_EQ(gradients[i].difference_from(expected), "") << "backward, from element " << windows()[i];
    }
}

INSTANTIATE_TEST_SUITE_P(AroundThePowersOfTwo, LargeCount,
                         testing::Values(large_count{dtype::bfloat16, (std::int64_t(1) << 31) - 1},
                                         large_count{dtype::bfloat16, (std::int64_t(1) << 31) + 1},
                                         large_count{dtype::bfloat16, (std::int64_t(1) << 32) + 1}));

/// 32 GiB: on the device in place only.
using LargePackCount = LargeCount;

TEST_P(LargePackCount, ForwardInPlaceReachesEveryElement) {
    if (!fits(1)) GTEST_SKIP() << "a tensor of " << GetParam().bytes() << " bytes does not fit on the device";
    large_tensor x = make_random();
    std::vector<bit_patterns> inputs = read(x);
    bit_patterns expected(GetParam().type, GetParam().window());
    forward(silu{}, x.view(), x.view(), stream_);
    const std::vector<bit_patterns> outputs = read(x);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        forward(silu{}, inputs[i].view(), expected.view());
        EXPECT_EQ(outputs[i].difference_from(expected), "") << "from element " << windows()[i];
    }
}

INSTANTIATE_TEST_SUITE_P(MoreThan2To31, LargePackCount,
                         testing::Values(large_count{dtype::float64, (std::int64_t(1) << 32) + 4096}));

/// More blocks than a grid can have, and a number of them whose low 32 bits are a small one. Nothing may be launched,
/// so the memory need not be there.
TEST(LargeGrid, TooManyBlocksAreRefused) {
    constexpr std::int64_t pack_elements = 8;
    constexpr std::int64_t block_elements = 512 * pack_elements;
    const std::int64_t count = ((std::int64_t(1) << 32) + 1) * block_elements;
    const stream own;
    const device_memory memory(block_elements * sizeof(std::uint16_t), own);
    const tensor_view x(memory.data(), dtype::bfloat16, softknee::memory::device, tensor_shape(std::array{count}));
    ASSERT_EQ(cudaGetLastError(), cudaSuccess);
    EXPECT_THROW(forward(relu{}, x, x, own), device_error);
    EXPECT_EQ(cudaPeekAtLastError(), cudaSuccess);
}

}  // namespace
}  // namespace softknee::test
