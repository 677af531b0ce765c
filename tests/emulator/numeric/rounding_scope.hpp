// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cfenv>

#include <emulator/interpreter/instruction.hpp>

namespace softknee_emulator {

/// The host's rounding while this object lives. What computes under it is compiled with -frounding-math.
class rounding_scope {
public:
    explicit rounding_scope(rounding mode) : changes_(mode != rounding::nearest) {
        if (!changes_) return;
        earlier_ = std::fegetround();
        std::fesetround(mode == rounding::to_zero ? FE_TOWARDZERO : mode == rounding::down ? FE_DOWNWARD : FE_UPWARD);
    }
    rounding_scope(const rounding_scope&) = delete;
    rounding_scope& operator=(const rounding_scope&) = delete;
    ~rounding_scope() {
        if (changes_) std::fesetround(earlier_);
    }

private:
    bool changes_;
    int earlier_ = FE_TONEAREST;
};

}  // namespace softknee_emulator
