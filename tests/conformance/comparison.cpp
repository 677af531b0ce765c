// SPDX-License-Identifier: Apache-2.0
#include "comparison.hpp"

#include <cmath>

namespace conformance {

namespace {

bool is_near(double result, double expected, const tolerance& allowed) {
    if (std::isnan(expected)) return std::isnan(result);
    if (result == expected) return true;
    return std::abs(result - expected) <= allowed.absolute + allowed.relative * std::abs(expected) &&
           std::isfinite(expected);
}

}  // namespace

testing::AssertionResult equals(const tensor& result, const tensor& expected, const tolerance& allowed) {
    if (result.sizes != expected.sizes || result.values.size() != expected.values.size()) {
        return testing::AssertionFailure() << "the shape is " << testing::PrintToString(result.sizes) << ", not "
                                           << testing::PrintToString(expected.sizes);
    }
    for (std::size_t i = 0; i < result.values.size(); ++i) {
        if (is_near(result.values[i], expected.values[i], allowed)) continue;
        return testing::AssertionFailure()
               << "element " << i << " is " << result.values[i] << ", not " << expected.values[i];
    }
    return testing::AssertionSuccess();
}

}  // namespace conformance
