// SPDX-License-Identifier: Apache-2.0
#include <host/channel_dispatch.hpp>

#include <host/instruction_set_choice.hpp>
#include <kernels/cpu/channelwise.hpp>

namespace softknee::host {

void run_on_host(const channel_activation& activation, const kernels::channel_call& call,
                 const host_execution& execution) {
    const kernels::cpu::channel_block_function function = with_operation(activation, [&]<class Operation>() {
        return with_instruction_set(execution.set, [&]<instruction_set Set>() {
            return kernels::cpu::find_channel_block_function<Operation, Set>(call.direction, call.type);
        });
    });
    kernels::cpu::run_channelwise(call, function, execution.threads);
}

}  // namespace softknee::host
