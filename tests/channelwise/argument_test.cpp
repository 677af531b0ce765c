// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <map>
#include <string>

#include <accuracy/parameters.hpp>
#include <accuracy/ulp.hpp>
#include <api/storage_conversion.hpp>
#include <reference/reference.hpp>
#include <softknee/evaluate.hpp>

/// Behind a bias the 16-bit forms meet arguments with all digits of float32, which they were not searched for.
namespace softknee::test {
namespace {

/// In ULP. Most forms round as well as at 16-bit arguments; docs/accuracy.md has the others.
constexpr double ordinary = 0.51;
const std::map<std::string, double> forward_bounds = {{"celu bfloat16", 0.63},       {"celu float16", 0.63},
                                                      {"gelu bfloat16", 0.59},       {"gelu float16", 0.52},
                                                      {"tanh_shrink float16", 0.54}, {"star_relu float16", 0.53}};
const std::map<std::string, double> derivative_bounds = {{"mish bfloat16", 0.59}, {"gelu_tanh bfloat16", 0.52}};

double bound_in(const std::map<std::string, double>& bounds, const std::string& name) {
    const auto found = bounds.find(name);
    return found == bounds.end() ? ordinary : found->second;
}

template <class Storage>
void check(const activation_information& information, dtype type) {
    const std::string name = std::string(information.description.name) + ' ' + std::string(name_of(type));
    SCOPED_TRACE(name);
    const auto* reference = softknee_reference::find(information.description.name);
    const std::vector<double> p = softknee_accuracy::rounded_parameters(information.default_activation, type);
    parameter_values<float> parameters{};
    for (std::size_t i = 0; i < p.size(); ++i) parameters.value[i] = static_cast<float>(p[i]);
    // The sum of two finite float16.
    const double largest = type == dtype::float16 ? 131008.0 : HUGE_VAL;
    std::visit(
        [&]<class A>(const A&) {
            using real = math::real<float, Storage>;
            // A prime: every exponent and both signs come up.
            for (std::uint64_t bits = 1; bits >> 32 == 0; bits += 65521) {
                const auto z = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
                if (!(std::fabs(z) <= largest) || std::isinf(z)) continue;
                const float y = evaluate_forward<A>(real(z), parameters).value;
                const float d = evaluate_backward<A, pass::backward_from_input>(real(z), real(1.0f), parameters).value;
                using softknee_accuracy::ulp_distance;
                ASSERT_LE(ulp_distance(type, encode(type, y), reference->extended.forward(z, p.data())),
                          bound_in(forward_bounds, name))
                    << "y at " << z;
                ASSERT_LE(ulp_distance(type, encode(type, d), reference->extended.derivative(z, p.data())),
                          bound_in(derivative_bounds, name))
                    << "the derivative at " << z;
            }
        },
        information.default_activation);
}

TEST(SixteenBitForms, HoldForArgumentsOfFloat32) {
    for (const activation_information& information : catalogue()) {
        check<float16>(information, dtype::float16);
        check<bfloat16>(information, dtype::bfloat16);
    }
}

}  // namespace
}  // namespace softknee::test
