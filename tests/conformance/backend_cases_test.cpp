// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <iostream>
#include <map>
#include <optional>
#include <softknee/buffer.hpp>
#include <softknee/error.hpp>
#include <softknee/pointwise.hpp>

#include "activation_node.hpp"
#include "arithmetic_node.hpp"
#include "backend_case.hpp"
#include "comparison.hpp"
#include "graph_walk.hpp"

namespace conformance {

namespace {

tensor run_on_host(const softknee::activation& activation, const tensor& x) {
    tensor y{x.sizes, std::vector<float>(x.values.size())};
    softknee::forward(activation, softknee::host_view(x.values.data(), x.sizes),
                      softknee::host_view(y.values.data(), y.sizes));
    return y;
}

tensor run_on_device(const softknee::activation& activation, const tensor& x, const softknee::stream& stream) {
    const auto count = static_cast<std::int64_t>(x.values.size());
    softknee::device_buffer<float> device_x(count, stream);
    softknee::device_buffer<float> device_y(count, stream);
    tensor y{x.sizes, std::vector<float>(x.values.size())};
    softknee::copy(x.values, device_x, stream);
    softknee::forward(activation, softknee::device_view(device_x.data(), x.sizes),
                      softknee::device_view(device_y.data(), x.sizes), stream);
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
        const auto device_outputs =
            walk(tested.graph(), data.inputs, [](const softknee::activation& activation, const tensor& x) {
                return run_on_device(activation, x, *device_stream());
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

TEST(backend_cases, that_run_are_at_least_36_of_single_nodes_and_10_converted_from_pytorch) {
    std::map<std::string, int> counts;
    for (const backend_case& counted : all_cases()) {
        const auto reason = reason_against(counted);
        if (!reason) ++counts[counted.group()];
        std::cout << counted.name() << ": " << (reason ? "unsupported: " + *reason : "runs") << '\n';
    }
    EXPECT_GE(counts["node"], 36);
    EXPECT_GE(counts["pytorch-converted"] + counts["pytorch-operator"], 10);
}

}  // namespace

}  // namespace conformance
