// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <softknee/softknee.hpp>

#include "channel_device_tensors.hpp"

/// Activations with parameter tensors: a device computes the bits of the CPU path, sums included, for every shape of a
/// parameter, dtype, alignment and stride.
namespace softknee::test {
namespace {

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

INSTANTIATE_TEST_SUITE_P(EveryDtype, ChannelwiseDevice, testing::ValuesIn(all_parameter_dtypes()),
                         [](const auto& info) { return info.param.text(); });

}  // namespace
}  // namespace softknee::test
