// SPDX-License-Identifier: Apache-2.0
#include <host/parameter_range.hpp>

#include <cmath>

namespace softknee::host {

std::string_view text_of(parameter_range range) {
    switch (range) {
        case parameter_range::any:
            return "a finite number";
        case parameter_range::positive:
            return "a finite number above 0";
        case parameter_range::not_negative:
            return "a finite number, 0 or above";
        case parameter_range::not_zero:
            return "a finite number other than 0";
    }
    return "";
}

bool contains(parameter_range range, double value) {
    if (!std::isfinite(value)) return false;
    switch (range) {
        case parameter_range::any:
            return true;
        case parameter_range::positive:
            return value > 0;
        case parameter_range::not_negative:
            return value >= 0;
        case parameter_range::not_zero:
            return value != 0;
    }
    return false;
}

}  // namespace softknee::host
