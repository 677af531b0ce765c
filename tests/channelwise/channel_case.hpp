// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <softknee/parameter_view.hpp>

/// Shapes of x and of a parameter, and which element of the parameter each element of x has: written from the rules in
/// parameter_view.hpp, one index at a time.
namespace softknee::test {

using sizes = std::vector<std::int64_t>;

struct channel_case {
    sizes x;
    sizes parameter;
    sharing rule = sharing::broadcasting;
    int axis = 0;

    /// "4x16x3x4:4x1x1x4"
    std::string text() const {
        const auto joined = [](const sizes& all) {
            std::string result;
            for (const std::int64_t size : all) result += (result.empty() ? "" : "x") + std::to_string(size);
            return result;
        };
        std::string result = joined(x) + ':' + joined(parameter);
        if (rule != sharing::broadcasting) result += ' ' + std::string(name_of(rule));
        return rule == sharing::per_channel ? result + ' ' + std::to_string(axis) : result;
    }

    static std::int64_t product(const sizes& all) {
        std::int64_t result = 1;
        for (const std::int64_t size : all) result *= size;
        return result;
    }
    std::int64_t count() const { return product(x); }
    std::int64_t parameter_count() const { return product(parameter); }

    parameter_view view(const const_tensor_view& values) const { return {rule, values, axis}; }

    /// The row-major number of the parameter of an element with this row-major number.
    std::int64_t parameter_of(std::int64_t element) const {
        sizes coordinate(x.size());
        for (std::size_t d = x.size(); d-- > 0; element /= x[d]) coordinate[d] = element % x[d];
        if (rule == sharing::shared) return 0;
        if (rule == sharing::per_channel) {
            return coordinate[static_cast<std::size_t>(axis < 0 ? axis + static_cast<int>(x.size()) : axis)];
        }
        // Both others align the last dimensions.
        std::int64_t number = 0;
        const std::size_t shift = x.size() - parameter.size();
        for (std::size_t d = 0; d < parameter.size(); ++d) {
            number = number * parameter[d] + (parameter[d] == 1 ? 0 : coordinate[d + shift]);
        }
        return number;
    }
};

/// Shapes at the edges of packs, folds, windows, planes and blocks, and the ways in which others broadcast.
inline std::vector<channel_case> channel_cases() {
    std::vector<channel_case> cases;
    for (const auto& [x, parameter] : std::vector<std::pair<sizes, sizes>>{
             {{4, 16, 3, 4}, {4, 1, 1, 4}},
             {{4, 16, 3, 4}, {16, 1, 1}},
             {{4, 16, 3, 4}, {1, 16, 3, 1}},
             {{4, 16, 3, 4}, {4, 16, 3, 4}},
             {{4, 16, 3, 4}, {4}},
             {{4, 16, 3, 4}, {1}},
             {{4, 16, 3, 4}, {}},
             {{2, 7, 5, 3, 2}, {1, 7, 1, 3, 1}},
             {{2, 7, 5, 3, 2}, {2, 1, 5, 1, 2}},
             {{2, 3, 2, 3, 2, 3, 2, 3}, {2, 1, 2, 1, 2, 1, 2, 1}},
             {{2, 3, 2, 3, 2, 3, 2, 3}, {1, 3, 1, 3, 1, 3, 1, 3}},
             {{3, 5, 64}, {5, 1}},
             {{1, 1, 1}, {1, 1, 1}},
             {{5, 1, 40}, {5, 1, 1}},
         }) {
        cases.push_back({x, parameter});
    }
    // Channel last: periods of 1 to 8 rows, one window and several, few rows and many.
    for (const auto& [rows, channels] : std::vector<std::pair<std::int64_t, std::int64_t>>{{1, 1},
                                                                                           {1, 3},
                                                                                           {2, 3},
                                                                                           {700, 3},
                                                                                           {5, 7},
                                                                                           {301, 8},
                                                                                           {33, 9},
                                                                                           {70, 64},
                                                                                           {4, 511},
                                                                                           {9, 512},
                                                                                           {3, 513},
                                                                                           {5, 1000},
                                                                                           {1, 2501},
                                                                                           {1, 4096}}) {
        cases.push_back({{rows, channels}, {channels}, sharing::per_channel, 1});
    }
    // Channel first: planes below and above the shortest that is walked, of odd size, and in several pieces.
    for (const auto& [samples, channels, plane] :
         std::vector<std::tuple<std::int64_t, std::int64_t, std::int64_t>>{{2, 3, 31},
                                                                           {2, 3, 32},
                                                                           {3, 5, 33},
                                                                           {4, 3, 49},
                                                                           {1, 2, 49},
                                                                           {2, 40, 49},
                                                                           {1, 1, 255},
                                                                           {2, 2, 2047},
                                                                           {1, 3, 2049},
                                                                           {1, 2, 4224},
                                                                           {3, 1, 4099}}) {
        cases.push_back({{samples, channels, plane}, {channels}, sharing::per_channel, 1});
    }
    cases.push_back({{6, 10, 11}, {6}, sharing::per_channel, 0});
    cases.push_back({{6, 10, 11}, {11}, sharing::per_channel, -1});
    cases.push_back({{6, 10, 11}, {1}, sharing::shared});
    cases.push_back({{6, 10, 11}, {10, 11}, sharing::per_element});
    cases.push_back({{1, 300}, {300}, sharing::per_element});
    return cases;
}

}  // namespace softknee::test
