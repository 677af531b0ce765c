// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <variant>

#include <softknee/learnable/dyt.hpp>
#include <softknee/learnable/learnable_swish.hpp>
#include <softknee/learnable/pelu.hpp>
#include <softknee/learnable/prelu.hpp>
#include <softknee/learnable/snake.hpp>
#include <softknee/learnable/srelu.hpp>

namespace softknee {

/// Every activation with learnable parameters. Like the catalogue of activations: this list and the header above it are
/// all that a new one adds beside its own file.
using learnable = std::variant<prelu, learnable_swish, pelu, srelu, snake, dyt>;

std::string_view name_of(const learnable& activation);

}  // namespace softknee
