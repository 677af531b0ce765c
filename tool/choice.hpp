// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iterator>
#include <ranges>
#include <string>
#include <vector>

#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>
#include <softknee/learnable.hpp>

#include "command.hpp"
#include "npy_header.hpp"

namespace softknee::tool {

/// Those of `all` that are named, or all if there are no names.
/// @throws usage_error, which calls the option by its name, for a name that none has
template <std::ranges::range Values>
auto chosen(const std::vector<std::string>& names, const Values& all, const std::string& option) {
    using value_type = std::ranges::range_value_t<Values>;
    if (names.empty()) return std::vector<value_type>(std::begin(all), std::end(all));
    std::vector<value_type> result;
    for (const auto& name : names) {
        std::string expected;
        bool found = false;
        for (const auto& value : all) {
            if (softknee::name_of(value) == name) {
                result.push_back(value);
                found = true;
            }
            expected += (expected.empty() ? "" : ", ") + std::string(softknee::name_of(value));
        }
        if (!found) throw usage_error(option + ": got " + in_quotes(name) + ", expected one of " + expected);
    }
    return result;
}

}  // namespace softknee::tool
