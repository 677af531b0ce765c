// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <accuracy/sweep.hpp>

#include "command.hpp"

namespace softknee::tool {

/// Whether a sweep found nothing to object to: no error above the bound of the dtype, no false zero, wrong sign or NaN,
/// a reference without a fault, and at least one input.
bool passes(const softknee_accuracy::sweep_row& row);

/// `softknee check`: results against the exact ones, in units in the last place.
command add_check_command(CLI::App& application);

}  // namespace softknee::tool
