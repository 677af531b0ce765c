// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/dtype.hpp>

namespace softknee_accuracy {

/// The largest error, in ULP of the exact result, that a result or a gradient of this dtype may have.
constexpr double bound(softknee::dtype type) {
    switch (type) {
        case softknee::dtype::float16:
        case softknee::dtype::bfloat16:
            return 0.501;
        case softknee::dtype::float32:
            return 1;
        case softknee::dtype::float64:
            return 2;
    }
    return 0;
}

}  // namespace softknee_accuracy
