// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/error.hpp>

namespace softknee::bench {

/// cuDNN refused, or has no program for what was asked. The code is a cudnnStatus_t.
class cudnn_error : public device_error {
    using device_error::device_error;
};

}  // namespace softknee::bench
