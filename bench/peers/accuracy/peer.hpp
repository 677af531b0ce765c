// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <accuracy/sweep.hpp>

/// What one would use instead of softknee, in float32 on a CPU.
namespace softknee_peers {

struct peer {
    std::string name;  ///< with its version
    /// The peer's pass, or nothing if it has none. The evaluator may be called from several threads.
    std::optional<softknee_accuracy::block_evaluator> (*find)(std::string_view activation, softknee::pass direction);
};

/// The formula of the definition, written in float32 with the C library's functions.
peer textbook();
/// oneDNN's eltwise primitives.
peer onednn();
/// onnxruntime's CPU provider, in a Python process; no peer if Python does not find it.
std::optional<peer> onnxruntime();

std::vector<peer> all_peers();

}  // namespace softknee_peers
