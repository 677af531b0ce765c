// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sweep.hpp"

namespace softknee_accuracy {

/// The head of a Markdown table of sweeps, two lines.
std::string markdown_head();

/// A row of that table, one line: a test compares it with docs/accuracy.md character by character.
std::string markdown_row(const sweep_row& row);

}  // namespace softknee_accuracy
