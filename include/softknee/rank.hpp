// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace softknee {

/// The most dimensions that a tensor can have.
inline constexpr int maximum_rank = 8;

}  // namespace softknee
