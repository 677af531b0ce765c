// SPDX-License-Identifier: Apache-2.0
#include <softknee/execution.hpp>

namespace softknee {

std::vector<instruction_set> available_instruction_sets() {
    std::vector<instruction_set> sets{instruction_set::baseline};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c")) {
        sets.push_back(instruction_set::avx2);
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
            __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
            sets.push_back(instruction_set::avx512);
        }
    }
#endif
    return sets;
}

instruction_set best_instruction_set() noexcept {
    static const instruction_set best = available_instruction_sets().back();
    return best;
}

}  // namespace softknee
