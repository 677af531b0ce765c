// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <softknee/softknee.hpp>

#include "channel_device_tensors.hpp"

/// Every function behind a bias and every learnable activation: a device computes the bits of the CPU path.
namespace softknee::test {
namespace {

class ChannelFunctionDevice : public testing::TestWithParam<parameter_dtypes> {
protected:
    stream stream_;
};

/// The residual is a third input, inside of every function and outside of every function.
TEST_P(ChannelFunctionDevice, EveryFunctionBehindABiasIsRightWithAResidual) {
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

TEST_P(ChannelFunctionDevice, EveryLearnableActivationIsRight) {
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

INSTANTIATE_TEST_SUITE_P(EveryDtype, ChannelFunctionDevice, testing::ValuesIn(all_parameter_dtypes()),
                         [](const auto& info) { return info.param.text(); });

}  // namespace
}  // namespace softknee::test
