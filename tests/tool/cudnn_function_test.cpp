// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <string>

#include <gtest/gtest.h>

#include <bench/device/cudnn/function.hpp>

/// Which functions cuDNN is asked for. Whether it computes them is for a GPU: bench_device_test.cpp.
namespace softknee::bench {
namespace {

std::set<std::string> names_found(cudnn_interface interface, pass direction) {
    std::set<std::string> result;
    for (const activation_information& known : catalogue()) {
        if (find_cudnn_call(interface, known.default_activation, direction)) {
            result.emplace(known.description.name);
        }
    }
    return result;
}

using names = std::set<std::string>;

TEST(cudnn_function, the_legacy_interface_has_gradients_where_y_is_at_hand) {
    EXPECT_EQ(names_found(cudnn_interface::legacy, pass::forward),
              (names{"elu", "relu", "sigmoid", "silu", "swish", "tanh"}));
    EXPECT_EQ(names_found(cudnn_interface::legacy, pass::backward_from_input), names{});
    EXPECT_EQ(names_found(cudnn_interface::legacy, pass::backward_from_output),
              (names{"elu", "relu", "sigmoid", "tanh"}));
}

TEST(cudnn_function, the_graph_interface_has_gradients_from_x) {
    EXPECT_EQ(names_found(cudnn_interface::graph, pass::forward),
              (names{"gelu", "gelu_tanh", "silu", "softplus", "swish"}));
    EXPECT_EQ(names_found(cudnn_interface::graph, pass::backward_from_input),
              (names{"elu", "gelu", "gelu_tanh", "relu", "sigmoid", "silu", "softplus", "swish", "tanh"}));
    EXPECT_EQ(names_found(cudnn_interface::graph, pass::backward_from_output), names{});
}

TEST(cudnn_function, parameters_are_those_of_the_activation) {
    const auto found = [](const activation& function) {
        return find_cudnn_call(cudnn_interface::graph, function, pass::backward_from_input);
    };
    EXPECT_EQ(found(elu{.alpha = 0.25}), (cudnn_call{cudnn_function::elu, 0.25}));
    EXPECT_EQ(found(swish{.beta = -3}), (cudnn_call{cudnn_function::swish, -3}));
    EXPECT_EQ(found(softplus{.beta = 20}), (cudnn_call{cudnn_function::softplus, 20}));
    EXPECT_EQ(found(silu{}), found(swish{.beta = 1}));
    EXPECT_EQ(found(relu{}), cudnn_call{cudnn_function::relu});
    EXPECT_NE(found(gelu{}), found(gelu_tanh{}));
}

}  // namespace
}  // namespace softknee::bench
