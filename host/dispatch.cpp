// SPDX-License-Identifier: Apache-2.0
#include <host/dispatch.hpp>

#include <host/activation_list.hpp>
#include <host/rounding.hpp>
#include <kernels/cpu/pointwise.hpp>

namespace softknee::host {
namespace {

template <class Activation>
kernels::cpu::block_function find_block_function(const kernels::pointwise_call& call, instruction_set set) {
    using kernels::cpu::find_block_function;
    switch (set) {
#if defined(__x86_64__)
        case instruction_set::avx512:
            return find_block_function<Activation, instruction_set::avx512>(call.direction, call.type);
        case instruction_set::avx2:
            return find_block_function<Activation, instruction_set::avx2>(call.direction, call.type);
#endif
        default:
            return find_block_function<Activation, instruction_set::baseline>(call.direction, call.type);
    }
}

}  // namespace

std::array<double, maximum_parameters> rounded_parameters(const activation& activation, dtype type) {
    std::array<double, maximum_parameters> values{};
    std::visit(
        [&]<class A>(const A& a) {
            std::size_t i = 0;
            for_each_parameter<A>([&](const parameter<A>& p) {
                const dtype compute = type == dtype::float64 ? dtype::float64 : dtype::float32;
                const bool as_stored = p.rounding == parameter_rounding::to_storage_type;
                values[i++] = rounded_to(as_stored ? type : compute, a.*p.member);
            });
        },
        activation);
    return values;
}

void run_on_host(const activation& activation, const kernels::pointwise_call& call, const host_execution& execution) {
    const kernels::cpu::block_function function =
        std::visit([&]<class A>(const A&) { return find_block_function<A>(call, execution.set); }, activation);
    kernels::cpu::run_pointwise(call, function, execution.threads);
}

}  // namespace softknee::host
