// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "sweep.hpp"

namespace softknee_accuracy {

/// A hash (FNV-1a, 64 bits) of the results at 2^16 inputs spread over the dtype, every NaN counting as the same one:
/// the same on all machines, since the results are, and another one as soon as a form changes what it gives at any of
/// them. The stride and the part of the request do not enter.
std::uint64_t fingerprint(const sweep_request& request);

}  // namespace softknee_accuracy
