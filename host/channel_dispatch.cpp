// SPDX-License-Identifier: Apache-2.0
#include <host/channel_dispatch.hpp>

#include <kernels/cpu/channelwise.hpp>

namespace softknee::host {
namespace {

template <class Operation>
kernels::cpu::channel_block_function find_function(const kernels::channel_call& call, instruction_set set) {
    using kernels::cpu::find_channel_block_function;
    switch (set) {
#if defined(__x86_64__)
        case instruction_set::avx512:
            return find_channel_block_function<Operation, instruction_set::avx512>(call.direction, call.type);
        case instruction_set::avx2:
            return find_channel_block_function<Operation, instruction_set::avx2>(call.direction, call.type);
#endif
        default:
            return find_channel_block_function<Operation, instruction_set::baseline>(call.direction, call.type);
    }
}

}  // namespace

void run_on_host(const channel_activation& activation, const kernels::channel_call& call,
                 const host_execution& execution) {
    const kernels::cpu::channel_block_function function =
        with_operation(activation, [&]<class Operation>() { return find_function<Operation>(call, execution.set); });
    kernels::cpu::run_channelwise(call, function, execution.threads);
}

}  // namespace softknee::host
