// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"

namespace softknee::tool {

/// `softknee products`: gradients in 16 bits for pairs of x and dy, against the exact products.
command add_products_command(CLI::App& application);

}  // namespace softknee::tool
