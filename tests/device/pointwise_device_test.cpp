// SPDX-License-Identifier: Apache-2.0
#include <ostream>
#include <tuple>

#include <gtest/gtest.h>

#include <softknee/softknee.hpp>

#include "device_patterns.hpp"

/// Every activation of the catalogue gives the same bits on the device as on the CPU.
namespace softknee {

/// How GoogleTest shows the parameters of a test that failed.
void PrintTo(const activation_information& information, std::ostream* out) {
    *out << information.description.name;
}
void PrintTo(dtype type, std::ostream* out) {
    *out << name_of(type);
}

}  // namespace softknee

namespace softknee::test {
namespace {

class EveryActivation : public testing::TestWithParam<std::tuple<activation_information, dtype>> {
protected:
    const activation_information& information() const { return std::get<0>(GetParam()); }
    dtype type() const { return std::get<1>(GetParam()); }

    /// All patterns of a 16-bit dtype; of the others a prime number of random ones, over more than one block.
    bit_patterns inputs(std::uint64_t seed) const {
        return size_of(type()) == 2 ? all_patterns(type()) : random_patterns(type(), 4099, seed);
    }

    stream stream_;
};

saved_tensor make_saved(saved_kind kind, const const_tensor_view& view) {
    if (kind == saved_kind::nothing) return from_nothing();
    return kind == saved_kind::input ? from_input(view) : from_output(view);
}

TEST_P(EveryActivation, ForwardGivesTheBitsOfTheCpuPath) {
    bit_patterns x = inputs(1);
    bit_patterns y(type(), x.count());
    forward(information().default_activation, x.view(), y.view());

    device_patterns device_x(x, 0, stream_);
    device_patterns device_y(x, 0, stream_);
    forward(information().default_activation, device_x.view(), device_y.view(), stream_);
    EXPECT_EQ(device_y.content().difference_from(y), "");
}

TEST_P(EveryActivation, BackwardGivesTheBitsOfTheCpuPathFromEverySavedTensor) {
    bit_patterns kept = inputs(2);
    bit_patterns dy = random_patterns(type(), kept.count(), 3);
    bit_patterns dx(type(), kept.count());
    device_patterns device_kept(kept, 0, stream_);
    device_patterns device_dy(dy, 0, stream_);
    for (const saved_kind kind : information().saved) {
        backward(information().default_activation, make_saved(kind, kept.view()), dy.view(), dx.view());
        device_patterns device_dx(dy, 0, stream_);
        backward(information().default_activation, make_saved(kind, device_kept.view()), device_dy.view(),
                 device_dx.view(), stream_);
        EXPECT_EQ(device_dx.content().difference_from(dx), "") << "from " << name_of(kind);
    }
}

TEST_P(EveryActivation, AStridedCallGivesTheBitsOfTheCpuPath) {
    bit_patterns x = random_patterns(type(), 2 * 1031, 4);
    bit_patterns y(type(), 1031);
    const tensor_shape every_second(std::array<std::int64_t, 1>{1031}, std::array<std::int64_t, 1>{2});
    forward(information().default_activation, x.view(every_second, 0), y.view());

    device_patterns device_x(x, 0, stream_);
    device_patterns device_y(y, 0, stream_);
    forward(information().default_activation, device_x.view(every_second, 0), device_y.view(), stream_);
    EXPECT_EQ(device_y.content().difference_from(y), "");
}

std::string test_name(const testing::TestParamInfo<EveryActivation::ParamType>& info) {
    return std::string(std::get<0>(info.param).description.name) + "_" + std::string(name_of(std::get<1>(info.param)));
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryActivation,
                         testing::Combine(testing::ValuesIn(catalogue()), testing::ValuesIn(all_dtypes)), test_name);

TEST(PointwiseDevice, ParametersReachTheKernelRoundedAsOnTheCpu) {
    const stream stream;
    for (const activation& a : {activation(parse("elu(0.7)")), activation(parse("elu(-1e-42)"))}) {
        for (const dtype type : all_dtypes) {
            bit_patterns x = random_patterns(type, 517, 5);
            bit_patterns y(type, x.count());
            forward(a, x.view(), y.view());
            device_patterns device_x(x, 0, stream);
            forward(a, device_x.view(), device_x.view(), stream);
            EXPECT_EQ(device_x.content().difference_from(y), "") << format(a) << " " << name_of(type);
        }
    }
}

}  // namespace
}  // namespace softknee::test
