// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/execution.hpp>

namespace softknee::host {

/// Calls function.template operator()<Set>() with the instruction set as a constant, one that this build has code for.
template <class Function>
auto with_instruction_set(instruction_set set, Function&& function) {
    switch (set) {
#if defined(__x86_64__)
        case instruction_set::avx512:
            return function.template operator()<instruction_set::avx512>();
        case instruction_set::avx2:
            return function.template operator()<instruction_set::avx2>();
#endif
        default:
            return function.template operator()<instruction_set::baseline>();
    }
}

}  // namespace softknee::host
