// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>
#include <vector>

#include <cuda_runtime_api.h>
#include <gtest/gtest.h>

#include <softknee/softknee.hpp>

#include "channel_device_tensors.hpp"

/// What a call with parameter tensors is to its stream, and what it does about slopes that nobody has looked at.
namespace softknee::test {
namespace {

class ChannelCallDevice : public testing::TestWithParam<parameter_dtypes> {
protected:
    stream stream_;
};

TEST_P(ChannelCallDevice, AMissingGradientLeavesTheOthersAsTheyAre) {
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

/// With a residual no step is plain, not even one of whole packs; 48 channels are whole packs in every dtype.
TEST_P(ChannelCallDevice, AResidualIsReadInWholePacksToo) {
    const channel_case c{{130, 48}, {48}, sharing::per_channel, 1};
    const biased activation{relu{}};
    channel_tensors t(c, GetParam(), 55);
    bit_patterns r = moderate_patterns(GetParam().data, c.count(), 56);
    device_patterns device_r(r, 0, stream_);
    const std::size_t bytes = workspace_bytes(activation, t.x.view(t.shape(), 0), t.parameter());
    device_tensors d(t, {0, 0, 0, 0}, bytes, stream_);
    const parameter_view on_device = per_channel(d.slopes.view(), 1);
    workspace_memory space(bytes);
    const auto host_r = added_inside(r.view(t.shape(), 0));
    const auto own_r = added_inside(device_r.view(t.shape(), 0));
    forward(activation, t.x.view(t.shape(), 0), t.parameter(), t.y.view(t.shape(), 0), stream_ref(), host_r);
    forward(activation, d.x.view(t.shape(), 0), on_device, d.y.view(t.shape(), 0), stream_, own_r);
    EXPECT_EQ(d.y.content().difference_from(t.y), "");
    backward(activation, from_input(t.x.view(t.shape(), 0)), t.parameter(), t.dy.view(t.shape(), 0),
             {t.dx.view(t.shape(), 0), {t.gradient.view()}}, space.view(), stream_ref(), host_r);
    backward(activation, from_input(d.x.view(t.shape(), 0)), on_device, d.dy.view(t.shape(), 0),
             {d.dx.view(t.shape(), 0), {d.gradient.view()}}, d.space, stream_, own_r);
    EXPECT_EQ(d.dx.content().difference_from(t.dx), "");
    EXPECT_EQ(d.gradient.content().difference_from(t.gradient), "");
}

/// Slopes in device memory are not looked at before the launch, and what y does not determine is never a number.
TEST_P(ChannelCallDevice, FromYSlopesThatAreNotPositiveGiveNanAndAStatus) {
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

TEST_P(ChannelCallDevice, ACallIsOneLaunchForwardAndTwoBackwardAndCanBeCaptured) {
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

INSTANTIATE_TEST_SUITE_P(EveryDtype, ChannelCallDevice, testing::ValuesIn(all_parameter_dtypes()),
                         [](const auto& info) { return info.param.text(); });

}  // namespace
}  // namespace softknee::test
