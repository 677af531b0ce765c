// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include <softknee/evaluate.hpp>

namespace softknee_peers {

/// A loop over the formula of the definition in float32: y = f(x), or dx = dy * f'(x).
using textbook_loop = void (*)(const float* x, const float* dy, float* output, std::int64_t count);

/// For the default parameters; null if there is no such formula. From y there is none.
textbook_loop find_textbook_loop(std::string_view activation, softknee::pass direction);

}  // namespace softknee_peers
