// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/dtype.hpp>

namespace softknee_accuracy {

/// The largest error, in ULP of the exact result, that a result or a gradient of this dtype may have.
constexpr double bound(softknee::dtype type) {
    return type == softknee::dtype::float64 ? 8 : 4;
}

}  // namespace softknee_accuracy
