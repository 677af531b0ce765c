// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include <api/refusal.hpp>
#include <softknee/channelwise.hpp>

#include "channel_tensors.hpp"

/// What a call with parameter tensors does not accept, and that it writes nothing then.
namespace softknee::test {
namespace {

class ChannelRefusal : public testing::Test {
protected:
    static tensor_view view(std::vector<float>& data, const sizes& shape) { return host_view(data.data(), shape); }
    const_tensor_view x() { return view(x_, {2, 3, 2}); }
    tensor_view y() { return view(y_, {2, 3, 2}); }
    parameter_view slope() { return per_channel(slope_, 1); }
    channel_gradients all() { return {y(), {gradient_}}; }
    workspace space() { return {space_.data(), 8 * space_.size(), memory::host}; }
    template <class Exception>
    void refuses(std::string_view argument, const saved_tensor& saved, const std::vector<parameter_view>& parameters,
                 const channel_gradients& gradients, const workspace& with, std::string_view got = "",
                 std::string_view expected = "") {
        expect_refusal<Exception>([&] { backward(prelu{}, saved, parameters, x(), gradients, with); }, "backward",
                                  argument, got, expected);
    }

    std::vector<float> x_ = std::vector<float>(12, 1);
    std::vector<float> y_ = std::vector<float>(12, 2);
    std::vector<float> slope_ = {0.5f, 0.25f, 1};
    std::vector<float> gradient_ = {7, 8, 9};
    std::vector<double> space_ = std::vector<double>(64, 3);
    const unchanged y_is_kept_{y_};
    const unchanged gradient_is_kept_{gradient_};
};

TEST_F(ChannelRefusal, AWrongNumberOfParameters) {
    expect_refusal<parameter_error>([&] { forward(prelu{}, x(), {}, y()); }, "forward", "parameters", "0", "1");
    expect_refusal<parameter_error>([&] { forward(prelu{}, x(), {slope(), slope()}, y()); }, "forward", "parameters");
    refuses<parameter_error>("gradients", from_input(x()), {slope()}, {y(), {}}, space(), "0", "1");
}

TEST_F(ChannelRefusal, ShapesThatDoNotFit) {
    const auto refused = [&](const parameter_view& p, std::string_view expected) {
        expect_refusal<shape_error>([&] { forward(prelu{}, x(), {p}, y()); }, "forward", "slope", "", expected);
    };
    refused(per_channel(slope_, 0), "[2]");
    refused(per_channel(slope_, 3), "an axis");
    refused(per_channel(slope_, -4), "an axis");
    refused(per_channel(view(slope_, {3, 1}), 1), "[3]");
    refused(shared(slope_), "one element");
    refused(per_element(slope_), "first dimension");
    refused(broadcasting(slope_), "last dimensions");
    refused(broadcasting(view(slope_, {1, 1, 3, 1})), "last dimensions");
    std::vector<float> four(4);
    refuses<shape_error>("the gradient of slope", from_input(x()), {slope()}, {y(), {four}}, space(), "[4]", "[3]");
}

TEST_F(ChannelRefusal, DtypesThatAreNeitherTheDatasNorTheirComputeType) {
    std::vector<double> wide(3);
    std::vector<float16> narrow(3);
    for (const const_tensor_view& values : {const_tensor_view(wide), const_tensor_view(narrow)}) {
        expect_refusal<dtype_error>([&] { forward(prelu{}, x(), {per_channel(values, 1)}, y()); }, "forward", "slope",
                                    name_of(values.type()), "float32");
        expect_refusal<dtype_error>([&] { workspace_bytes(prelu{}, x(), {per_channel(values, 1)}); }, "workspace_bytes",
                                    "slope");
    }
    refuses<dtype_error>("the gradient of slope", from_input(x()), {slope()}, {y(), {wide}}, space(), "float64");
}

TEST_F(ChannelRefusal, AWorkspaceThatIsMissingTooSmallOrMisaligned) {
    const std::size_t needed = workspace_bytes(prelu{}, x(), {slope()});
    refuses<workspace_error>("space", from_input(x()), {slope()}, all(), {}, "0 bytes", std::to_string(needed));
    refuses<workspace_error>("space", from_input(x()), {slope()}, all(),
                             workspace(space_.data(), needed - 1, memory::host));
    refuses<pointer_error>("space", from_input(x()), {slope()}, all(), workspace(nullptr, needed, memory::host),
                           "null");
    const std::size_t offset = reinterpret_cast<std::uintptr_t>(space_.data()) % 16 == 0 ? 1 : 2;
    refuses<pointer_error>("space", from_input(x()), {slope()}, all(),
                           workspace(space_.data() + offset, needed, memory::host), "8 above", "16");
    refuses<placement_error>("space", from_input(x()), {slope()}, all(),
                             workspace(space_.data(), needed, memory::device));
}

TEST_F(ChannelRefusal, OverlapsOfOutputs) {
    const tensor_view part_of_x = host_view(x_.data(), sizes{3});
    refuses<overlap_error>("the gradient of slope", from_input(x()), {slope()}, {y(), {part_of_x}}, space(), "saved");
    refuses<overlap_error>("the gradient of slope", from_input(x()), {slope()}, {y(), {slope_}}, space(), "slope");
    const tensor_view part_of_y = host_view(y_.data() + 3, sizes{3});
    refuses<overlap_error>("the gradient of slope", from_input(x()), {slope()}, {y(), {part_of_y}}, space(), "dx");
    refuses<overlap_error>("dx", from_input(x()), {per_channel(part_of_y, 1)}, all(), space(), "slope");
    const tensor_view stretched(gradient_.data(), dtype::float32, memory::host, tensor_shape(sizes{3}, sizes{0}));
    refuses<overlap_error>("the gradient of slope", from_input(x()), {slope()}, {y(), {stretched}}, space(), "strides");
    std::vector<double> both(64);
    float* const inside = reinterpret_cast<float*>(both.data());
    const workspace around(both.data(), 512, memory::host);
    refuses<overlap_error>("space", from_input(x()), {slope()}, {host_view(inside, sizes{2, 3, 2}), {gradient_}},
                           around, "dx");
    refuses<overlap_error>("space", from_input(host_view(inside, sizes{2, 3, 2})), {slope()}, all(), around, "saved");
    refuses<overlap_error>("space", from_input(x()), {slope()}, {y(), {host_view(inside, sizes{3})}}, around,
                           "the gradient of slope");
    refuses<overlap_error>("space", from_input(x()), {per_channel(host_view(inside, sizes{3}), 1)}, all(), around,
                           "slope");
}

TEST_F(ChannelRefusal, SavedTensorsThatDoNotDetermineTheGradients) {
    refuses<saved_tensor_error>("saved", from_nothing(), {slope()}, all(), space(), "from_nothing");
    for (const float bad : {0.0f, -0.5f, std::numeric_limits<float>::infinity(), std::nanf("")}) {
        slope_[1] = bad;
        refuses<saved_tensor_error>("saved", from_output(x()), {slope()}, all(), space(), "slope", "positive");
    }
    expect_refusal<saved_tensor_error>(
        [&] { backward(learnable_swish{}, from_output(x()), {slope()}, x(), all(), space()); }, "backward", "saved",
        "from_output", "from_input");
    const biased gelus{gelu{}};
    expect_refusal<saved_tensor_error>([&] { backward(gelus, from_output(x()), slope(), x(), all(), space()); },
                                       "backward", "saved", "from_output");
    expect_refusal<saved_tensor_error>(
        [&] {
            backward(biased{relu{}}, from_output(x()), slope(), x(), all(), space(), stream_ref(), added_outside(x()));
        },
        "backward", "saved", "residual");
}

TEST_F(ChannelRefusal, ABadActivationBehindABias) {
    const biased bad{elu{.alpha = std::nan("")}};
    expect_refusal<parameter_error>([&] { forward(bad, x(), slope(), y()); }, "elu", "alpha");
    refuses<parameter_error>("accumulate", from_input(x()), {slope()}, {y(), {gradient_}, std::nan("")}, space());
}

TEST_F(ChannelRefusal, AResidualThatIsUnlikeX) {
    std::vector<float> short_one(6);
    expect_refusal<shape_error>(
        [&] {
            forward(biased{relu{}}, x(), slope(), y(), stream_ref(), added_inside(view(short_one, {1, 3, 2})));
        },
        "forward", "residual", "[1, 3, 2]");
}

TEST_F(ChannelRefusal, TheStatusOfAWorkspaceWithoutMemory) {
    expect_refusal<pointer_error>([&] { read_status({}); }, "read_status", "space");
}

}  // namespace
}  // namespace softknee::test
