// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <ostream>
#include <vector>

#include <api/storage_conversion.hpp>

#include "large_tensor.hpp"

/// Kernels with parameter tensors on more elements than a 32-bit index reaches. Everything is 0 but some windows of
/// small integers, whose sums are exact: an emulator that leaves out the blocks between them finds the same sums.
namespace softknee::test {
namespace {

struct large_shape {
    std::vector<std::int64_t> sizes;
    std::int64_t count() const { return tensor_shape(sizes).count(); }
    std::int64_t channels() const { return sizes[1]; }
    std::int64_t channel_of(std::int64_t element) const {
        std::int64_t plane = 1;
        for (std::size_t d = 2; d < sizes.size(); ++d) plane *= sizes[d];
        return element / plane % channels();
    }
};

std::ostream& operator<<(std::ostream& out, const large_shape& shape) {
    for (std::size_t d = 0; d < shape.sizes.size(); ++d) out << (d == 0 ? "" : "x") << shape.sizes[d];
    return out;
}

constexpr dtype data_type = dtype::bfloat16;
constexpr std::int64_t window_elements = 1024;

class LargeChannelwise : public testing::TestWithParam<large_shape> {
protected:
    stream stream_;
};

bit_patterns small_integers(std::int64_t seed) {
    bit_patterns result(data_type, window_elements);
    for (std::int64_t i = 0; i < window_elements; ++i) {
        result.set(i, encode(data_type, static_cast<double>((i * 7 + seed) % 15 - 7)));
    }
    return result;
}

TEST_P(LargeChannelwise, ReachesEveryElementAndAddsEveryTerm) {
    const large_shape& shape = GetParam();
    const std::size_t bytes = static_cast<std::size_t>(shape.count()) * size_of(data_type);
    if (!fits_on_the_device(2 * bytes)) GTEST_SKIP() << "two tensors do not fit on the device";
    large_tensor x(data_type, shape.count(), stream_);
    large_tensor dy(data_type, shape.count(), stream_);
    std::vector<std::int64_t> windows = windows_of(shape.count(), window_elements);
    std::ranges::sort(windows);
    for (const std::int64_t first : windows) {
        copy(small_integers(first).view(), x.view(tensor_shape(std::array{window_elements}), first), stream_);
        copy(small_integers(first / 3).view(), dy.view(tensor_shape(std::array{window_elements}), first), stream_);
    }
    // All windows first: they may overlap.
    std::vector<bit_patterns> inputs;
    std::vector<bit_patterns> gradients;
    for (const std::int64_t first : windows) {
        inputs.push_back(x.read(first, window_elements));
        gradients.push_back(dy.read(first, window_elements));
    }
    const double slope = 0.5;
    bit_patterns slopes(dtype::float32, shape.channels());
    for (std::int64_t c = 0; c < shape.channels(); ++c) slopes.set(c, encode(dtype::float32, slope));
    large_tensor on_device(dtype::float32, 2 * shape.channels(), stream_);
    const tensor_shape channels(std::array{shape.channels()});
    copy(slopes.view(), on_device.view(channels, 0), stream_);

    const tensor_shape all(shape.sizes);
    const std::vector<parameter_view> parameters{per_channel(on_device.view(channels, 0), 1)};
    const learnable activation = prelu{};
    large_tensor space(dtype::float64,
                       static_cast<std::int64_t>(workspace_bytes(activation, x.view(all, 0), parameters) / 8), stream_);
    backward(activation, from_input(x.view(all, 0)), parameters, dy.view(all, 0),
             {dy.view(all, 0), {on_device.view(channels, shape.channels())}}, space.view(), stream_);
    forward(activation, x.view(all, 0), parameters, x.view(all, 0), stream_);

    std::vector<double> sums(static_cast<std::size_t>(shape.channels()));
    std::int64_t added_to = 0;
    for (std::size_t w = 0; w < windows.size(); ++w) {
        const bit_patterns y = x.read(windows[w], window_elements);
        const bit_patterns dx = dy.read(windows[w], window_elements);
        for (std::int64_t i = 0; i < window_elements; ++i) {
            const std::int64_t element = windows[w] + i;
            const double input = decode(data_type, inputs[w][i]);
            const double gradient = decode(data_type, gradients[w][i]);
            EXPECT_EQ(decode(data_type, y[i]), input > 0 ? input : slope * input) << "y, element " << element;
            EXPECT_EQ(decode(data_type, dx[i]), input > 0 ? gradient : slope * gradient) << "dx, element " << element;
            if (element < added_to) continue;
            sums[static_cast<std::size_t>(shape.channel_of(element))] += std::fmin(input, 0) * gradient;
        }
        added_to = std::max(added_to, windows[w] + window_elements);
    }
    const bit_patterns found = [&] {
        bit_patterns result(dtype::float32, shape.channels());
        copy(on_device.view(channels, shape.channels()), result.view(), stream_);
        stream_.synchronize();
        return result;
    }();
    for (std::int64_t c = 0; c < shape.channels(); ++c) {
        EXPECT_EQ(decode(dtype::float32, found[c]), sums[static_cast<std::size_t>(c)]) << "channel " << c;
    }
}

INSTANTIATE_TEST_SUITE_P(MoreThan2To31, LargeChannelwise,
                         testing::Values(large_shape{{(std::int64_t(1) << 25) + 1, 64}},
                                         large_shape{{1, 1, (std::int64_t(1) << 31) + 4099}}));

}  // namespace
}  // namespace softknee::test
