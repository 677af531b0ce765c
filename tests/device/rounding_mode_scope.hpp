// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cfenv>

namespace softknee::test {

/// The caller's rounding mode until the end of a scope, one of the FE_ constants.
class rounding_mode_scope {
public:
    explicit rounding_mode_scope(int mode) : earlier_(std::fegetround()) { std::fesetround(mode); }
    rounding_mode_scope(const rounding_mode_scope&) = delete;
    rounding_mode_scope& operator=(const rounding_mode_scope&) = delete;
    ~rounding_mode_scope() { std::fesetround(earlier_); }

private:
    int earlier_;
};

}  // namespace softknee::test
