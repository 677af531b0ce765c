// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <reference/mpfr_number.hpp>

namespace softknee_accuracy {

/// A published number. An integer or a fraction ("-10/11") is exact; a decimal with a point is known to one unit of its
/// last digit, so that it can be quoted as its source printed it.
struct golden_value {
    softknee_reference::mpfr_number value;
    softknee_reference::mpfr_number unit;
};

/// A row of tests/golden/<activation>.csv, whose columns are x, parameters, y, derivative, "source". Parameters are
/// separated by blanks; y or the derivative is absent where the source does not give it.
struct golden_point {
    softknee_reference::mpfr_number x;
    std::vector<double> parameters;
    std::optional<golden_value> y;
    std::optional<golden_value> derivative;
    std::string source;
};

/// @throws std::runtime_error for a file that cannot be read or is malformed
std::vector<golden_point> golden_points(std::string_view activation);

}  // namespace softknee_accuracy
