// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <accuracy/sweep.hpp>

#include "check_record.hpp"

namespace softknee::tool {

/// A sweep that goes on where the record left it, and is recorded part by part.
/// @throws as softknee_accuracy::sweep, and std::system_error if the record cannot be written
softknee_accuracy::sweep_row recorded_sweep(softknee_accuracy::sweep_request request, check_record& record,
                                            const softknee_accuracy::sweep_progress& progress);

}  // namespace softknee::tool
