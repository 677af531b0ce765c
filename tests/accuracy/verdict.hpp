// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace softknee_accuracy {

/// One computed element compared with the exact one.
struct verdict {
    double ulp = 0;
    bool misrounded = false;
    bool false_zero = false;
    bool wrong_sign = false;
    bool nan = false;
};

}  // namespace softknee_accuracy
