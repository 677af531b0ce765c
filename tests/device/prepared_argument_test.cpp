// SPDX-License-Identifier: Apache-2.0
#include <cfenv>
#include <cstring>
#include <vector>

#include <gtest/gtest.h>

#include <softknee/catalogue.hpp>

#include <kernels/cuda/launch.hpp>
#include <kernels/cuda/pointwise_kernel.hpp>

#include "rounding_mode_scope.hpp"

/// What a kernel is given of the parameters is computed on the host, under whatever the caller has set there.
namespace softknee::test {
namespace {

using kernels::cuda::kernel_entry;
using kernels::cuda::prepared_argument;
using parameter_array = std::array<double, maximum_parameters>;

bool same_bytes(const prepared_argument& a, const prepared_argument& b) {
    return std::memcmp(a.bytes, b.bytes, sizeof(a.bytes)) == 0;
}

/// call(kernel, parameters) for every contiguous kernel and its activation's default parameters.
template <class Call>
void for_each_kernel(const Call& call) {
    for (const activation_information& information : catalogue()) {
        std::visit(
            [&]<class A>(const A& activation) {
                parameter_array parameters{};
                if constexpr (requires { A::parameters(); }) {
                    std::size_t i = 0;
                    for (const auto& p : A::parameters()) parameters[i++] = activation.*p.member / 3;
                }
                for (const pass direction : {pass::forward, pass::backward_from_input, pass::backward_from_output}) {
                    for (const dtype type : all_dtypes) {
                        const kernel_entry kernel = kernels::cuda::find_pointwise_kernel<A>(
                            direction, type, kernels::cuda::layout_kind::contiguous);
                        if (kernel.address != nullptr) call(kernel, parameters);
                    }
                }
            },
            information.default_activation);
    }
}

TEST(PreparedArgument, IsTheSameInEveryRoundingModeOfTheCaller) {
    int would_differ = 0;
    for_each_kernel([&](const kernel_entry& kernel, const parameter_array& parameters) {
        prepared_argument expected{};
        kernels::cuda::prepare(kernel, parameters, expected);
        for (const int mode : {FE_DOWNWARD, FE_UPWARD, FE_TOWARDZERO}) {
            const rounding_mode_scope scope(mode);
            prepared_argument got{};
            kernels::cuda::prepare(kernel, parameters, got);
            EXPECT_TRUE(same_bytes(got, expected)) << "rounding mode " << mode;
            EXPECT_EQ(std::fegetround(), mode);
            prepared_argument unguarded{};
            kernel.prepare(parameters, unguarded);
            would_differ += same_bytes(unguarded, expected) ? 0 : 1;
        }
    });
    // Those of softplus among them, of which several numbers are rounded. Where a build has few activations, few
    // differ.
    EXPECT_GT(would_differ, 0);
}

}  // namespace
}  // namespace softknee::test
