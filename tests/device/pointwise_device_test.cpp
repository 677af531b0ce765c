// SPDX-License-Identifier: Apache-2.0
#include <iterator>
#include <optional>
#include <ostream>
#include <random>
#include <tuple>
#include <vector>

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

/// Values at which formulas with a parameter turn: subnormal, tiny, usual, as good as infinite, of both signs.
constexpr double parameter_values[] = {-1e-42, 1e-42, -0x1p-126, 1e-20, -1e-4, -0.0, 0.0,
                                       0.7,    -1.7,  3.0,       -40.0, 1e6,   -1e30};

/// The activation with parameters out of `parameter_values`; nothing if that is refused.
std::optional<activation> with_parameters(const activation& a, std::mt19937_64& generator) {
    activation result = a;
    std::visit(
        [&]<class Activation>(Activation& concrete) {
            if constexpr (parameter_count < Activation >> 0) {
                for (const auto& p : Activation::parameters()) {
                    concrete.*p.member = parameter_values[generator() % std::size(parameter_values)];
                }
            }
        },
        result);
    try {
        validate(result);
    } catch (const parameter_error&) {
        return std::nullopt;
    }
    return result;
}

class EveryActivationWithParameters : public EveryActivation {};

TEST_P(EveryActivationWithParameters, GivesTheBitsOfTheCpuPath) {
    std::mt19937_64 generator(6);
    bit_patterns x = random_patterns(type(), 517, 5);
    bit_patterns y(type(), x.count());
    int valid = 0;
    for (int draw = 0; draw < 24; ++draw) {
        const std::optional<activation> a = with_parameters(information().default_activation, generator);
        if (!a) continue;
        ++valid;
        device_patterns device_x(x, 0, stream_);
        device_patterns device_y(x, 0, stream_);
        forward(*a, x.view(), y.view());
        forward(*a, device_x.view(), device_y.view(), stream_);
        EXPECT_EQ(device_y.content().difference_from(y), "") << format(*a);
        for (const saved_kind kind : information().saved) {
            if (!determines_derivative(*a, kind)) continue;
            backward(*a, make_saved(kind, x.view()), x.view(), y.view());
            backward(*a, make_saved(kind, device_x.view()), device_x.view(), device_y.view(), stream_);
            EXPECT_EQ(device_y.content().difference_from(y), "") << format(*a) << " from " << name_of(kind);
        }
    }
    EXPECT_GE(valid, 4);
}

std::vector<activation_information> with_parameters_alone() {
    std::vector<activation_information> result;
    for (const activation_information& information : catalogue()) {
        if (!information.parameters.empty()) result.push_back(information);
    }
    return result;
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryActivationWithParameters,
                         testing::Combine(testing::ValuesIn(with_parameters_alone()), testing::ValuesIn(all_dtypes)),
                         test_name);

}  // namespace
}  // namespace softknee::test
