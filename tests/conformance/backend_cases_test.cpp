// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <iostream>
#include <map>
#include <optional>
#include <softknee/buffer.hpp>
#include <softknee/channelwise.hpp>
#include <softknee/error.hpp>
#include <softknee/pointwise.hpp>

#include "activation_node.hpp"
#include "arithmetic_node.hpp"
#include "backend_case.hpp"
#include "comparison.hpp"
#include "graph_walk.hpp"

namespace conformance {

namespace {

/// As the standard broadcasts; models converted from PyTorch have one slope for each index of dimension 1.
softknee::parameter_view slopes_of(const tensor& slopes, const tensor& x, const softknee::const_tensor_view& view) {
    const bool of_channels = slopes.sizes.size() == 1 && slopes.sizes[0] != 1 && slopes.sizes[0] != x.sizes.back();
    return of_channels ? softknee::per_channel(view, 1) : softknee::broadcasting(view);
}

tensor run_on_host(const activation_call& call, const tensor& x) {
    tensor y{x.sizes, std::vector<float>(x.values.size())};
    const auto from = softknee::host_view(x.values.data(), x.sizes);
    const auto to = softknee::host_view(y.values.data(), y.sizes);
    if (call.slopes) {
        const auto slopes = softknee::host_view(call.slopes->values.data(), call.slopes->sizes);
        softknee::forward(softknee::prelu{}, from, {slopes_of(*call.slopes, x, slopes)}, to);
    } else {
        softknee::forward(call.activation, from, to);
    }
    return y;
}

tensor run_on_device(const activation_call& call, const tensor& x, const softknee::stream& stream) {
    const auto count = static_cast<std::int64_t>(x.values.size());
    softknee::device_buffer<float> device_x(count, stream);
    softknee::device_buffer<float> device_y(count, stream);
    tensor y{x.sizes, std::vector<float>(x.values.size())};
    softknee::copy(x.values, device_x, stream);
    const auto from = softknee::device_view(device_x.data(), x.sizes);
    const auto to = softknee::device_view(device_y.data(), x.sizes);
    if (call.slopes) {
        softknee::device_buffer<float> slopes(static_cast<std::int64_t>(call.slopes->values.size()), stream);
        softknee::copy(call.slopes->values, slopes, stream);
        const auto view = softknee::device_view(slopes.data(), call.slopes->sizes);
        softknee::forward(softknee::prelu{}, from, {slopes_of(*call.slopes, x, view)}, to, stream);
    } else {
        softknee::forward(call.activation, from, to, stream);
    }
    softknee::copy(device_y, y.values, stream);
    stream.synchronize();
    return y;
}

/// Nothing if there is no device that this build can use.
const std::optional<softknee::stream>& device_stream() {
    static const std::optional<softknee::stream> stream = []() -> std::optional<softknee::stream> {
        try {
            return softknee::stream();
        } catch (const softknee::no_device_error&) {
            return std::nullopt;
        } catch (const softknee::driver_error&) {
            return std::nullopt;
        }
    }();
    return stream;
}

tolerance allowed_for(const onnx::GraphProto& graph) {
    return std::ranges::all_of(graph.node(), is_exact) ? tolerance{} : of_float32_formulas;
}

const std::vector<backend_case>& all_cases() {
    static const std::vector<backend_case> cases = cases_with_activations();
    return cases;
}

/// Why a case cannot run; none if it can. An error of any other kind is left to the case's own test.
std::optional<std::string> reason_against(const backend_case& candidate) {
    try {
        for (const auto& data : candidate.data_sets()) walk(candidate.graph(), data.inputs, run_on_host);
    } catch (const unsupported& reason) {
        return reason.what();
    } catch (const std::exception&) {
    }
    return std::nullopt;
}

std::vector<std::size_t> supported_cases() {
    std::vector<std::size_t> supported;
    for (std::size_t i = 0; i < all_cases().size(); ++i) {
        if (!reason_against(all_cases()[i])) supported.push_back(i);
    }
    return supported;
}

class backend_case_test : public testing::TestWithParam<std::size_t> {};

TEST_P(backend_case_test, gives_the_expected_outputs) {
    const backend_case& tested = all_cases().at(GetParam());
    const auto data_sets = tested.data_sets();
    ASSERT_FALSE(data_sets.empty());
    for (const auto& data : data_sets) {
        const auto outputs = walk(tested.graph(), data.inputs, run_on_host);
        ASSERT_EQ(outputs.size(), data.outputs.size());
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            EXPECT_TRUE(equals(outputs[i], data.outputs[i], allowed_for(tested.graph())));
        }
        if (!device_stream()) continue;
        const auto device_outputs = walk(tested.graph(), data.inputs, [](const activation_call& call, const tensor& x) {
            return run_on_device(call, x, *device_stream());
        });
        for (std::size_t i = 0; i < outputs.size(); ++i) EXPECT_TRUE(equals(device_outputs[i], outputs[i], {}));
    }
}

std::string name_of_case(const testing::TestParamInfo<std::size_t>& info) {
    std::string name = all_cases().at(info.param).name();
    std::ranges::replace_if(
        name, [](unsigned char c) { return !std::isalnum(c); }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(onnx, backend_case_test, testing::ValuesIn(supported_cases()), name_of_case);

TEST(backend_cases, that_run_are_at_least_38_of_single_nodes_and_16_converted_from_pytorch) {
    std::map<std::string, int> counts;
    for (const backend_case& counted : all_cases()) {
        const auto reason = reason_against(counted);
        if (!reason) ++counts[counted.group()];
        std::cout << counted.name() << ": " << (reason ? "unsupported: " + *reason : "runs") << '\n';
    }
    EXPECT_GE(counts["node"], 38);
    EXPECT_GE(counts["pytorch-converted"] + counts["pytorch-operator"], 16);
}

}  // namespace

}  // namespace conformance
