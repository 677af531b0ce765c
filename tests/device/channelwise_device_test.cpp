// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <string>
#include <vector>

#include <cuda_runtime_api.h>
#include <gtest/gtest.h>

#include <channelwise/channel_tensors.hpp>
#include <softknee/softknee.hpp>

#include "device_patterns.hpp"

/// Activations with parameter tensors: a device computes the bits of the CPU path, sums included, for every shape of a
/// parameter, dtype, alignment and stride.
namespace softknee::test {
namespace {

/// The tensors of one call on the device, and a workspace with nothing in it that helps.
struct device_tensors {
    device_tensors(channel_tensors& host, const std::array<std::int64_t, 4>& offsets, std::size_t workspace_bytes,
                   stream_ref stream)
        : x(host.x, offsets[0], stream),
          dy(host.dy, offsets[1], stream),
          y(host.y, offsets[2], stream),
          dx(host.dx, offsets[3], stream),
          slopes(host.slopes, 1, stream),
          gradient(host.gradient, 3, stream),
          space(static_cast<std::int64_t>(workspace_bytes + 7) / 8, stream) {}

    device_patterns x, dy, y, dx, slopes, gradient;
    device_buffer<double> space;
};

class ChannelwiseDevice : public testing::TestWithParam<parameter_dtypes> {
protected:
    /// What one activation computes with a parameter, wherever its tensors are.
    struct operation {
        std::string text;
        std::function<std::size_t(const const_tensor_view&, const parameter_view&)> workspace_bytes;
        std::function<void(const_tensor_view x, const parameter_view&, tensor_view y, stream_ref)> forward;
        std::function<void(const saved_tensor&, const parameter_view&, const_tensor_view dy, const channel_gradients&,
                           const workspace&, stream_ref)>
            backward;
        bool from_output = false;
    };

    static operation learned(const learnable& activation) {
        return {std::string(name_of(activation)),
                [=](const auto& x, const auto& p) { return workspace_bytes(activation, x, {p}); },
                [=](auto x, const auto& p, auto y, auto stream) { softknee::forward(activation, x, {p}, y, stream); },
                [=](const auto& saved, const auto& p, auto dy, const auto& gradients, const auto& space, auto stream) {
                    softknee::backward(activation, saved, {p}, dy, gradients, space, stream);
                }};
    }
    static operation with_bias(const activation& function) {
        const biased activation{function};
        return {"biased " + std::string(name_of(function)),
                [=](const auto& x, const auto& p) { return workspace_bytes(activation, x, p); },
                [=](auto x, const auto& p, auto y, auto stream) { softknee::forward(activation, x, p, y, stream); },
                [=](const auto& saved, const auto& p, auto dy, const auto& gradients, const auto& space, auto stream) {
                    softknee::backward(activation, saved, p, dy, gradients, space, stream);
                }};
    }

    void is_right(const operation& o, const channel_case& c, const std::array<std::int64_t, 4>& offsets,
                  double accumulate = 0) {
        SCOPED_TRACE(o.text + ", " + c.text() + ", offset " + std::to_string(offsets[0]));
        channel_tensors t(c, GetParam(), static_cast<std::uint64_t>(c.count()));
        if (o.from_output) t.make_slopes_positive();
        const std::size_t bytes = o.workspace_bytes(t.x.view(t.shape(), 0), t.parameter());
        device_tensors d(t, offsets, bytes, stream_);
        const tensor_shape slopes(c.parameter);
        const parameter_view on_device = c.view(d.slopes.view(slopes, 0));
        o.forward(t.x.view(t.shape(), 0), t.parameter(), t.y.view(t.shape(), 0), {});
        o.forward(d.x.view(t.shape(), 0), on_device, d.y.view(t.shape(), 0), stream_);
        ASSERT_EQ(d.y.content().difference_from(t.y), "") << "y";

        workspace_memory space(bytes);
        const auto saved = [&](tensor_view view) { return o.from_output ? from_output(view) : from_input(view); };
        o.backward(saved(t.x.view(t.shape(), 0)), t.parameter(), t.dy.view(t.shape(), 0),
                   {t.dx.view(t.shape(), 0), {t.gradient.view(slopes, 0)}, accumulate}, space.view(), {});
        o.backward(saved(d.x.view(t.shape(), 0)), on_device, d.dy.view(t.shape(), 0),
                   {d.dx.view(t.shape(), 0), {d.gradient.view(slopes, 0)}, accumulate}, d.space, stream_);
        ASSERT_EQ(d.dx.content().difference_from(t.dx), "") << "dx";
        ASSERT_EQ(d.gradient.content().difference_from(t.gradient), "") << "the parameter's gradient";
        EXPECT_EQ(read_status(d.space, stream_), workspace_status::good);
    }

    stream stream_;
};

TEST_P(ChannelwiseDevice, PreluIsRightForEveryShapeOfItsSlopes) {
    operation from_y = learned(prelu{});
    from_y.text += " from y";
    from_y.from_output = true;
    std::int64_t shift = 0;
    for (const channel_case& c : channel_cases()) {
        ++shift;
        ASSERT_NO_FATAL_FAILURE(is_right(shift % 2 == 0 ? from_y : learned(prelu{}), c, {0, 0, 0, 0}));
        ASSERT_NO_FATAL_FAILURE(
            is_right(shift % 2 == 0 ? learned(prelu{}) : from_y, c, {shift % 8, shift % 3, shift % 5, 0}, 0.5));
    }
}

TEST_P(ChannelwiseDevice, ABiasIsRightForEveryShape) {
    std::int64_t shift = 0;
    for (const channel_case& c : channel_cases()) {
        ++shift;
        ASSERT_NO_FATAL_FAILURE(is_right(with_bias(relu{}), c, {0, 0, shift % 2, shift % 7}, shift % 3 - 1.0));
    }
}

/// Views of a 4 x 6 x 35 tensor: where its elements lie among those that are there.
struct placed {
    const char* text;
    sizes strides;
    std::int64_t extent;
};

TEST_P(ChannelwiseDevice, StridedTensorsAreRightAndTheirGapsAreLeftAlone) {
    const channel_case c{{4, 6, 35}, {6}, sharing::per_channel, 1};
    for (const placed& p :
         {placed{"channels last", {210, 1, 6}, 840}, placed{"transposed", {35, 140, 1}, 840},
          placed{"rows with gaps", {240, 40, 1}, 955}, placed{"columns with gaps", {420, 70, 2}, 1679}}) {
        SCOPED_TRACE(p.text);
        const tensor_shape own(c.x, p.strides);
        const tensor_shape plain(c.x);
        channel_tensors t(c, GetParam(), 31);
        bit_patterns x = moderate_patterns(GetParam().data, p.extent, 32);
        bit_patterns dx = moderate_patterns(GetParam().data, p.extent, 33);
        const std::size_t bytes = workspace_bytes(prelu{}, x.view(own, 0), {t.parameter()});
        device_patterns device_x(x, 1, stream_);
        device_patterns device_dx(dx, 0, stream_);
        device_tensors d(t, {0, 0, 0, 0}, bytes, stream_);
        const tensor_shape slopes(c.parameter);
        const std::vector<parameter_view> on_device{c.view(d.slopes.view(slopes, 0))};
        forward(prelu{}, x.view(own, 0), {t.parameter()}, t.y.view(plain, 0));
        forward(prelu{}, device_x.view(own, 0), on_device, d.y.view(plain, 0), stream_);
        ASSERT_EQ(d.y.content().difference_from(t.y), "");
        workspace_memory space(bytes);
        backward(prelu{}, from_input(x.view(own, 0)), {t.parameter()}, t.dy.view(plain, 0),
                 {dx.view(own, 0), {t.gradient.view(slopes, 0)}}, space.view());
        backward(prelu{}, from_input(device_x.view(own, 0)), on_device, d.dy.view(plain, 0),
                 {device_dx.view(own, 0), {d.gradient.view(slopes, 0)}}, d.space, stream_);
        ASSERT_EQ(device_dx.content().difference_from(dx), "");
        ASSERT_EQ(d.gradient.content().difference_from(t.gradient), "");
    }
}

TEST_P(ChannelwiseDevice, InPlaceIsRight) {
    for (const channel_case& c : {channel_case{{33, 9}, {9}, sharing::per_channel, 1},
                                  channel_case{{4, 3, 49}, {3}, sharing::per_channel, 1}}) {
        for (const bool over_dy : {false, true}) {
            channel_tensors t(c, GetParam(), 41);
            const std::size_t bytes = workspace_bytes(prelu{}, t.x.view(t.shape(), 0), {t.parameter()});
            device_tensors d(t, {0, 0, 0, 0}, bytes, stream_);
            const std::vector<parameter_view> on_device{c.view(d.slopes.view(tensor_shape(c.parameter), 0))};
            device_patterns& device_dx = over_dy ? d.dy : d.x;
            workspace_memory space(bytes);
            backward(prelu{}, from_input(t.x.view(t.shape(), 0)), {t.parameter()}, t.dy.view(t.shape(), 0),
                     {t.dx.view(t.shape(), 0), {t.gradient.view()}}, space.view());
            backward(prelu{}, from_input(d.x.view(t.shape(), 0)), on_device, d.dy.view(t.shape(), 0),
                     {device_dx.view(t.shape(), 0), {d.gradient.view()}}, d.space, stream_);
            EXPECT_EQ(device_dx.content().difference_from(t.dx), "");
            EXPECT_EQ(d.gradient.content().difference_from(t.gradient), "");
        }
    }
}

TEST_P(ChannelwiseDevice, AMissingGradientLeavesTheOthersAsTheyAre) {
    const channel_case c{{33, 9}, {9}, sharing::per_channel, 1};
    channel_tensors t(c, GetParam(), 51);
    const std::size_t bytes = workspace_bytes(prelu{}, t.x.view(t.shape(), 0), {t.parameter()});
    device_tensors d(t, {0, 0, 0, 0}, bytes, stream_);
    const std::vector<parameter_view> on_device{c.view(d.slopes.view(tensor_shape(c.parameter), 0))};
    workspace_memory space(bytes);
    backward(prelu{}, from_input(t.x.view(t.shape(), 0)), {t.parameter()}, t.dy.view(t.shape(), 0),
             {t.dx.view(t.shape(), 0), {t.gradient.view()}}, space.view());
    backward(prelu{}, from_input(d.x.view(t.shape(), 0)), on_device, d.dy.view(t.shape(), 0),
             {d.dx.view(t.shape(), 0), {std::nullopt}}, {}, stream_);
    EXPECT_EQ(d.dx.content().difference_from(t.dx), "");
    backward(prelu{}, from_input(d.x.view(t.shape(), 0)), on_device, d.dy.view(t.shape(), 0),
             {std::nullopt, {d.gradient.view()}}, d.space, stream_);
    EXPECT_EQ(d.gradient.content().difference_from(t.gradient), "");
}

/// Slopes in device memory are not looked at before the launch, and what y does not determine is never a number.
TEST_P(ChannelwiseDevice, FromYSlopesThatAreNotPositiveGiveNanAndAStatus) {
    const std::vector<double> slopes = {0.5, 0.0, -0.0, -1.0, INFINITY, NAN};
    const channel_case c{{7, 6}, {6}, sharing::per_channel, 1};
    channel_tensors t(c, GetParam(), 61);
    for (std::int64_t k = 0; k < 6; ++k) {
        t.slopes.set(k, encode(GetParam().parameters, slopes[static_cast<std::size_t>(k)]));
    }
    const std::size_t bytes = workspace_bytes(prelu{}, t.x.view(t.shape(), 0), {t.parameter()});
    device_tensors d(t, {0, 0, 0, 0}, bytes, stream_);
    const auto run = [&](std::optional<tensor_view> gradient) {
        backward(prelu{}, from_output(d.x.view(t.shape(), 0)), {per_channel(d.slopes.view(), 1)},
                 d.dy.view(t.shape(), 0), {d.dx.view(t.shape(), 0), {gradient}}, d.space, stream_);
    };
    run(d.gradient.view());
    EXPECT_EQ(read_status(d.space, stream_), workspace_status::slope_not_positive);
    const bit_patterns dx = d.dx.content();
    const bit_patterns gradient = d.gradient.content();
    for (std::int64_t i = 0; i < c.count(); ++i) {
        const std::int64_t k = i % 6;
        const double got = decode(dx.type(), dx[i]);
        const double dy = decode(dx.type(), t.dy[i]);
        if (k > 2) {
            EXPECT_TRUE(std::isnan(got)) << k;
        } else if (t.x_of(i) > 0) {
            EXPECT_EQ(got, dy);
        } else if (k > 0) {
            EXPECT_EQ(got, 0);
        } else {
            EXPECT_EQ(got, 0.5 * dy);
        }
    }
    for (std::int64_t k = 0; k < 6; ++k) EXPECT_EQ(std::isnan(decode(gradient.type(), gradient[k])), k > 0) << k;
    // Without a sum the slopes are looked at all the same, and the next call starts afresh.
    run(std::nullopt);
    EXPECT_EQ(read_status(d.space, stream_), workspace_status::slope_not_positive);
    bit_patterns good = t.slopes;
    for (std::int64_t k = 0; k < 6; ++k) good.set(k, encode(GetParam().parameters, 0.5));
    copy(good.view(), d.slopes.view(), stream_);
    run(std::nullopt);
    EXPECT_EQ(read_status(d.space, stream_), workspace_status::good);
}

TEST_P(ChannelwiseDevice, ACallIsOneLaunchForwardAndTwoBackwardAndCanBeCaptured) {
    const channel_case c{{130, 64}, {64}, sharing::per_channel, 1};
    channel_tensors t(c, GetParam(), 71);
    const std::size_t bytes = workspace_bytes(prelu{}, t.x.view(t.shape(), 0), {t.parameter()});
    device_tensors d(t, {0, 0, 0, 0}, bytes, stream_);
    const std::vector<parameter_view> on_device{per_channel(d.slopes.view(), 1)};
    const auto nodes_of = [&](const auto& call) {
        EXPECT_EQ(cudaStreamBeginCapture(stream_.get(), cudaStreamCaptureModeGlobal), cudaSuccess);
        call();
        cudaGraph_t graph = nullptr;
        EXPECT_EQ(cudaStreamEndCapture(stream_.get(), &graph), cudaSuccess);
        std::size_t nodes = 0;
        EXPECT_EQ(cudaGraphGetNodes(graph, nullptr, &nodes), cudaSuccess);
        cudaGraphExec_t executable = nullptr;
        EXPECT_EQ(cudaGraphInstantiate(&executable, graph, 0), cudaSuccess);
        EXPECT_EQ(cudaGraphLaunch(executable, stream_.get()), cudaSuccess);
        stream_.synchronize();
        EXPECT_EQ(cudaGraphExecDestroy(executable), cudaSuccess);
        EXPECT_EQ(cudaGraphDestroy(graph), cudaSuccess);
        return nodes;
    };
    EXPECT_EQ(nodes_of([&] { forward(prelu{}, d.x.view(t.shape(), 0), on_device, d.y.view(t.shape(), 0), stream_); }),
              1u);
    EXPECT_EQ(nodes_of([&] {
                  backward(prelu{}, from_input(d.x.view(t.shape(), 0)), on_device, d.dy.view(t.shape(), 0),
                           {d.dx.view(t.shape(), 0), {d.gradient.view()}}, d.space, stream_);
              }),
              2u);
    forward(prelu{}, t.x.view(t.shape(), 0), {t.parameter()}, t.y.view(t.shape(), 0));
    workspace_memory space(bytes);
    backward(prelu{}, from_input(t.x.view(t.shape(), 0)), {t.parameter()}, t.dy.view(t.shape(), 0),
             {t.dx.view(t.shape(), 0), {t.gradient.view()}}, space.view());
    EXPECT_EQ(d.y.content().difference_from(t.y), "");
    EXPECT_EQ(d.dx.content().difference_from(t.dx), "");
    EXPECT_EQ(d.gradient.content().difference_from(t.gradient), "");
}

/// The residual is a third input, inside of every function and outside of every function.
TEST_P(ChannelwiseDevice, EveryFunctionBehindABiasIsRightWithAResidual) {
    const channel_case c{{9, 21}, {21}, sharing::per_channel, 1};
    for (const activation_information& information : catalogue()) {
        SCOPED_TRACE(information.description.name);
        const biased activation{information.default_activation};
        channel_tensors t(c, GetParam(), 81);
        bit_patterns r = moderate_patterns(GetParam().data, c.count(), 82);
        device_patterns device_r(r, 0, stream_);
        const std::size_t bytes = workspace_bytes(activation, t.x.view(t.shape(), 0), t.parameter());
        device_tensors d(t, {0, 0, 0, 0}, bytes, stream_);
        const parameter_view on_device = per_channel(d.slopes.view(), 1);
        for (const bool inside : {false, true}) {
            const auto added = [&](const_tensor_view view) {
                return inside ? added_inside(view) : added_outside(view);
            };
            forward(activation, t.x.view(t.shape(), 0), t.parameter(), t.y.view(t.shape(), 0), stream_ref(),
                    added(r.view(t.shape(), 0)));
            forward(activation, d.x.view(t.shape(), 0), on_device, d.y.view(t.shape(), 0), stream_,
                    added(device_r.view(t.shape(), 0)));
            ASSERT_EQ(d.y.content().difference_from(t.y), "");
            workspace_memory space(bytes);
            backward(activation, from_input(t.x.view(t.shape(), 0)), t.parameter(), t.dy.view(t.shape(), 0),
                     {t.dx.view(t.shape(), 0), {t.gradient.view()}}, space.view(), stream_ref(),
                     added(r.view(t.shape(), 0)));
            backward(activation, from_input(d.x.view(t.shape(), 0)), on_device, d.dy.view(t.shape(), 0),
                     {d.dx.view(t.shape(), 0), {d.gradient.view()}}, d.space, stream_,
                     added(device_r.view(t.shape(), 0)));
            ASSERT_EQ(d.dx.content().difference_from(t.dx), "");
            ASSERT_EQ(d.gradient.content().difference_from(t.gradient), "");
        }
        if (!determines_derivative(activation.function, saved_kind::output)) continue;
        workspace_memory space(bytes);
        backward(activation, from_output(t.x.view(t.shape(), 0)), t.parameter(), t.dy.view(t.shape(), 0),
                 {t.dx.view(t.shape(), 0), {t.gradient.view()}}, space.view());
        backward(activation, from_output(d.x.view(t.shape(), 0)), on_device, d.dy.view(t.shape(), 0),
                 {d.dx.view(t.shape(), 0), {d.gradient.view()}}, d.space, stream_);
        ASSERT_EQ(d.dx.content().difference_from(t.dx), "");
        ASSERT_EQ(d.gradient.content().difference_from(t.gradient), "");
    }
}

TEST_P(ChannelwiseDevice, EveryLearnableActivationIsRight) {
    const channel_case c{{37, 21}, {21}, sharing::per_channel, 1};
    const auto check = [&](const learnable& activation, std::size_t parameter_count) {
        SCOPED_TRACE(name_of(activation));
        channel_tensors t(c, GetParam(), 91);
        std::vector<bit_patterns> values;
        std::vector<bit_patterns> gradients;
        std::vector<device_patterns> device_values;
        std::vector<device_patterns> device_gradients;
        for (std::size_t k = 0; k < parameter_count; ++k) {
            const std::int64_t size = k % 2 == 0 ? 1 : 21;
            values.push_back(moderate_patterns(GetParam().parameters, size, 92 + k));
            gradients.push_back(bit_patterns(GetParam().parameters, size));
        }
        std::vector<parameter_view> on_host;
        std::vector<parameter_view> on_device;
        channel_gradients host_gradients{t.dx.view(t.shape(), 0), {}};
        for (std::size_t k = 0; k < parameter_count; ++k) {
            device_values.emplace_back(values[k], 0, stream_);
            device_gradients.emplace_back(gradients[k], 0, stream_);
        }
        for (std::size_t k = 0; k < parameter_count; ++k) {
            on_host.push_back(k % 2 == 0 ? shared(values[k].view()) : per_channel(values[k].view(), 1));
            on_device.push_back(k % 2 == 0 ? shared(device_values[k].view()) : per_channel(device_values[k].view(), 1));
            host_gradients.parameters.push_back(gradients[k].view());
        }
        const std::size_t bytes = workspace_bytes(activation, t.x.view(t.shape(), 0), on_host);
        device_tensors d(t, {0, 0, 0, 0}, bytes, stream_);
        channel_gradients wanted{d.dx.view(t.shape(), 0), {}};
        for (device_patterns& gradient : device_gradients) wanted.parameters.push_back(gradient.view());
        forward(activation, t.x.view(t.shape(), 0), on_host, t.y.view(t.shape(), 0));
        forward(activation, d.x.view(t.shape(), 0), on_device, d.y.view(t.shape(), 0), stream_);
        ASSERT_EQ(d.y.content().difference_from(t.y), "");
        workspace_memory space(bytes);
        backward(activation, from_input(t.x.view(t.shape(), 0)), on_host, t.dy.view(t.shape(), 0), host_gradients,
                 space.view());
        backward(activation, from_input(d.x.view(t.shape(), 0)), on_device, d.dy.view(t.shape(), 0), wanted, d.space,
                 stream_);
        ASSERT_EQ(d.dx.content().difference_from(t.dx), "");
        for (std::size_t k = 0; k < parameter_count; ++k) {
            ASSERT_EQ(device_gradients[k].content().difference_from(gradients[k]), "") << "parameter " << k;
        }
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (check(std::variant_alternative_t<I, learnable>{},
               std::variant_alternative_t<I, learnable>::parameter_names.size()),
         ...);
    }
    (std::make_index_sequence<std::variant_size_v<learnable>>());
}

INSTANTIATE_TEST_SUITE_P(EveryDtype, ChannelwiseDevice, testing::ValuesIn(all_parameter_dtypes()),
                         [](const auto& info) { return info.param.text(); });

}  // namespace
}  // namespace softknee::test
