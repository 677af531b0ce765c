// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace softknee {

/// The SIMD instruction sets of the CPU path. All give the same bits; `baseline` runs on every x86-64 and exists for
/// correctness, `avx2` includes FMA and F16C, `avx512` includes F, BW, DQ and VL.
enum class instruction_set { baseline, avx2, avx512 };

constexpr std::string_view name_of(instruction_set set) {
    switch (set) {
        case instruction_set::baseline:
            return "baseline";
        case instruction_set::avx2:
            return "avx2";
        case instruction_set::avx512:
            return "avx512";
    }
    return "";
}

/// The instruction sets that this machine can execute, slowest first.
std::vector<instruction_set> available_instruction_sets();

/// The last of them.
instruction_set best_instruction_set() noexcept;

/// How a call on host views is executed. Neither member changes a bit of the result.
struct host_execution {
    /// At most so many threads. 0: as many as OpenMP would take, which is one per core unless OMP_NUM_THREADS says
    /// otherwise, and fewer for small tensors.
    int threads = 0;
    instruction_set set = best_instruction_set();
};

}  // namespace softknee
