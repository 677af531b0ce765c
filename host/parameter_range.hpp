// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include <softknee/activation/description.hpp>

namespace softknee::host {

/// "a finite number above 0": what a parameter of this range is expected to be.
std::string_view text_of(parameter_range range);

/// Whether the value is finite and within the range.
bool contains(parameter_range range, double value);

}  // namespace softknee::host
