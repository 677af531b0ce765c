// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/dtype.hpp>

namespace softknee::host {

/// The value of the dtype nearest to `value`, ties to even, as a double. Rounded once, directly from the double.
double rounded_to(dtype type, double value);

}  // namespace softknee::host
