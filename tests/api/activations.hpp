// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include <softknee/catalogue.hpp>
#include <softknee/error.hpp>
#include <softknee/evaluate.hpp>

namespace softknee {

/// How GoogleTest shows an entry of the catalogue.
inline std::ostream& operator<<(std::ostream& out, const activation_information& information) {
    return out << information.description.name;
}

}  // namespace softknee

/// Activations with chosen parameters, for tests over the whole catalogue.
namespace softknee::test {

/// The last part of a test's name.
inline std::string catalogue_name(const testing::TestParamInfo<activation_information>& entry) {
    return std::string(entry.param.description.name);
}

inline std::vector<activation_information> catalogue_with_parameters() {
    std::vector<activation_information> all = catalogue();
    std::erase_if(all, [](const activation_information& information) { return information.parameters.empty(); });
    return all;
}

inline std::vector<double> parameter_values_of(const activation& activation) {
    return std::visit(
        []<class A>(const A& concrete) {
            std::vector<double> values;
            if constexpr (parameter_count < A >> 0) {
                for (const auto& p : A::parameters()) values.push_back(concrete.*p.member);
            }
            return values;
        },
        activation);
}

/// The same activation with other parameters, which may be bad ones.
inline activation with_parameters(const activation& of, const std::vector<double>& values) {
    return std::visit(
        [&]<class A>(A concrete) -> activation {
            if constexpr (parameter_count < A >> 0) {
                std::size_t i = 0;
                for (const auto& p : A::parameters()) concrete.*p.member = values.at(i++);
            }
            return concrete;
        },
        of);
}

inline activation with_parameter(const activation& of, std::size_t index, double value) {
    std::vector<double> values = parameter_values_of(of);
    values.at(index) = value;
    return with_parameters(of, values);
}

inline bool is_valid(const activation& activation) {
    try {
        validate(activation);
        return true;
    } catch (const parameter_error&) {
        return false;
    }
}

/// Valid parameters drawn by `draw`, which may give any double: what an activation refuses is drawn again.
template <class Draw>
activation with_drawn_parameters(const activation_information& information, Draw&& draw) {
    for (;;) {
        std::vector<double> values;
        for (std::size_t i = 0; i < information.parameters.size(); ++i) values.push_back(draw());
        const activation candidate = with_parameters(information.default_activation, values);
        if (is_valid(candidate)) return candidate;
    }
}

/// Valid parameters whose magnitudes lie between 1/8 and 8, where the functions keep their shapes.
inline activation with_moderate_parameters(const activation_information& information, std::mt19937_64& generator) {
    std::uniform_real_distribution<double> exponent(-3, 3);
    return with_drawn_parameters(information,
                                 [&] { return (generator() % 2 == 0 ? 1 : -1) * std::exp2(exponent(generator)); });
}

/// Valid parameters with any bit patterns at all.
inline activation with_any_parameters(const activation_information& information, std::mt19937_64& generator) {
    return with_drawn_parameters(information, [&] { return std::bit_cast<double>(std::uint64_t(generator())); });
}

}  // namespace softknee::test
