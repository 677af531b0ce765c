// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include <softknee/softknee.hpp>

#include "device_patterns.hpp"

/// Every combination of the alignments that tensors can have changes no bit of the result and no byte beside it.
namespace softknee::test {
namespace {

/// In elements: two packs of the smallest of them.
constexpr std::int64_t offsets = 16;
/// Packs, and edges on both sides of them, at every offset.
constexpr std::int64_t count = 61;
/// Elements before and after an output, which a call must leave alone.
constexpr std::int64_t untouched = 3;

class EveryAlignment : public testing::TestWithParam<std::tuple<const char*, dtype>> {
protected:
    EveryAlignment() : activation_(parse(std::get<0>(GetParam()))), type_(std::get<1>(GetParam())) {}

    /// The same patterns at each offset, in memory that ends with them.
    std::vector<std::unique_ptr<device_patterns>> at_every_offset(bit_patterns& content) {
        std::vector<std::unique_ptr<device_patterns>> copies;
        for (std::int64_t offset = 0; offset < offsets; ++offset) {
            copies.push_back(std::make_unique<device_patterns>(content, offset, stream_));
        }
        return copies;
    }

    const activation activation_;
    const dtype type_;
    const tensor_shape shape_{std::array{count}};
    stream stream_;
};

TEST_P(EveryAlignment, ForwardIsRight) {
    bit_patterns x = random_patterns(type_, count, 51);
    bit_patterns before = random_patterns(type_, untouched + count + untouched, 52);
    bit_patterns y = before;
    forward(activation_, x.view(), y.view(shape_, untouched));
    const auto device_x = at_every_offset(x);
    const auto device_y = at_every_offset(before);
    for (std::int64_t i = 0; i < offsets * offsets; ++i) {
        device_patterns& in = *device_x[i / offsets];
        device_patterns& out = *device_y[i % offsets];
        copy(before.view(), out.view(), stream_);
        forward(activation_, in.view(), out.view(shape_, untouched), stream_);
        ASSERT_EQ(out.content().difference_from(y), "") << "offsets " << i / offsets << " and " << i % offsets;
    }
}

TEST_P(EveryAlignment, BackwardIsRight) {
    bit_patterns x = random_patterns(type_, count, 53);
    bit_patterns dy = random_patterns(type_, count, 54);
    bit_patterns before = random_patterns(type_, untouched + count + untouched, 55);
    bit_patterns dx = before;
    backward(activation_, from_input(x.view()), dy.view(), dx.view(shape_, untouched));
    const auto device_x = at_every_offset(x);
    const auto device_dy = at_every_offset(dy);
    const auto device_dx = at_every_offset(before);
    for (std::int64_t i = 0; i < offsets * offsets * offsets; ++i) {
        const std::int64_t x_offset = i / (offsets * offsets);
        const std::int64_t dy_offset = i / offsets % offsets;
        device_patterns& out = *device_dx[i % offsets];
        copy(before.view(), out.view(), stream_);
        backward(activation_, from_input(device_x[x_offset]->view()), device_dy[dy_offset]->view(),
                 out.view(shape_, untouched), stream_);
        ASSERT_EQ(out.content().difference_from(dx), "")
            << "offsets " << x_offset << ", " << dy_offset << " and " << i % offsets;
    }
}

std::string alignment_name(const testing::TestParamInfo<EveryAlignment::ParamType>& info) {
    return std::string(std::get<0>(info.param)) + "_" + std::string(name_of(std::get<1>(info.param)));
}

INSTANTIATE_TEST_SUITE_P(Activations, EveryAlignment,
                         testing::Combine(testing::Values("relu", "elu", "tanh_shrink"), testing::ValuesIn(all_dtypes)),
                         alignment_name);

}  // namespace
}  // namespace softknee::test
