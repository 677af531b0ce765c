// SPDX-License-Identifier: Apache-2.0
#include <kernels/cpu/pointwise_block.hpp>

struct without_unit {};

int main() {
    using namespace softknee;
    return kernels::cpu::find_block_function<without_unit, instruction_set::baseline>(pass::forward, dtype::float32) ==
           nullptr;
}
