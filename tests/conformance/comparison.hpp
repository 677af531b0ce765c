// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include "tensor.hpp"

namespace conformance {

/// |result - expected| <= absolute + relative |expected|; both 0: equal as numbers. A NaN equals a NaN.
struct tolerance {
    double relative = 0.0;
    double absolute = 0.0;
};

/// ONNX itself asks for 1e-3 and 1e-7. The expected values were computed in float32 by the textbook formulas, such as
/// exp(x) - 1 or log(exp(x) + 1), whose intermediate values near 1 lose the last two places: so much they can be wrong.
inline constexpr tolerance of_float32_formulas{.relative = 1e-6, .absolute = 0x1p-22};

testing::AssertionResult equals(const tensor& result, const tensor& expected, const tolerance& allowed);

}  // namespace conformance
