// SPDX-License-Identifier: Apache-2.0
#include "product_sweep.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "bounds.hpp"
#include "parameters.hpp"

using softknee::dtype;
using softknee::pass;
using softknee_accuracy::product_request;
using softknee_accuracy::product_row;
using softknee_accuracy::sweep_products;

namespace {

std::vector<product_request> all_gradients() {
    std::vector<product_request> result;
    for (const auto& information : softknee::catalogue()) {
        for (const pass direction : softknee_accuracy::passes_of(information.default_activation)) {
            if (direction == pass::forward) continue;
            for (const dtype type : {dtype::float16, dtype::bfloat16}) {
                // 2^21 pairs, and so 2^22 or more for each activation.
                result.push_back({information.default_activation, direction, type, 32});
            }
        }
    }
    return result;
}

std::string name_of_products(const ::testing::TestParamInfo<product_request>& tested) {
    const product_request& request = tested.param;
    return std::string(softknee::name_of(request.activation)) + "_" + std::string(name_of(request.direction)) + "_" +
           std::string(softknee::name_of(request.type));
}

class gradient_for_any_dy : public ::testing::TestWithParam<product_request> {};

}  // namespace

TEST_P(gradient_for_any_dy, is_the_exact_product_within_the_bound) {
    const product_request& request = GetParam();
    const product_row row = sweep_products(request);
    EXPECT_LE(row.maximum_ulp, softknee_accuracy::bound(request.type))
        << std::hex << "input 0x" << row.worst_input_bits << ", dy 0x" << row.worst_dy_bits;
    // A derivative that is subnormal in float32 is known to its last place only.
    EXPECT_LE(row.maximum_subnormal_error, 1);
    EXPECT_EQ(row.nans, 0u);
    EXPECT_GT(row.pairs, 1u << 20);
}

INSTANTIATE_TEST_SUITE_P(default_parameters, gradient_for_any_dy, ::testing::ValuesIn(all_gradients()),
                         name_of_products);

TEST(product_sweep, of_a_forward_pass_or_a_wide_type_is_refused) {
    EXPECT_THROW(sweep_products({softknee::relu{}, pass::forward, dtype::float16}), std::invalid_argument);
    EXPECT_THROW(sweep_products({softknee::relu{}, pass::backward_from_input, dtype::float32}), std::invalid_argument);
    EXPECT_THROW(sweep_products({softknee::gelu{}, pass::backward_from_output, dtype::float16}), std::invalid_argument);
}

TEST(product_sweep, meets_as_many_pairs_as_asked_for) {
    // An exponent of all ones, with either sign and 2^7 significands, is not finite.
    constexpr std::uint64_t finite = 65536 - 2 * 128;
    const product_row row = sweep_products({softknee::relu{}, pass::backward_from_input, dtype::bfloat16, 8});
    EXPECT_GT(row.pairs, 8 * (finite - 512));
    EXPECT_LE(row.pairs, 8 * finite);
    EXPECT_EQ(row.maximum_ulp, 0);
}
