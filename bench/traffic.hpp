// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "measure.hpp"

namespace softknee::bench {

/// The bytes that a pass must move: every element of its inputs read once, of its outputs written once.
struct traffic {
    std::int64_t read_bytes;
    std::int64_t written_bytes;
    std::int64_t total_bytes() const { return read_bytes + written_bytes; }
};

/// What a program that does not compute reads and writes in place of a pass: the large tensors alone.
struct plain_transfer {
    const std::byte* first;
    const std::byte* second;  ///< null where one tensor is read
    std::byte* result;
    std::int64_t bytes;  ///< of each
    traffic moved() const { return {(second == nullptr ? 1 : 2) * bytes, bytes}; }
};

using slot_transfer = std::function<plain_transfer(int slot)>;

/// A program of which the rate is a ceiling: it moves what a pass moves and computes nothing.
struct ceiling_arm {
    std::string name;
    arm timed;
    traffic moved;
};

/// Another program that computes the same, with softknee's bits or others.
struct peer_arm {
    std::string name;
    arm timed;
};

}  // namespace softknee::bench
