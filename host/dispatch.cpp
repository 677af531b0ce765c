// SPDX-License-Identifier: Apache-2.0
#include <host/dispatch.hpp>

#include <host/activation_list.hpp>
#include <host/instruction_set_choice.hpp>
#include <host/number_text.hpp>
#include <host/parameter_range.hpp>
#include <host/rounding.hpp>
#include <kernels/cpu/pointwise.hpp>
#include <kernels/floating_point_environment.hpp>
#include <softknee/error.hpp>

namespace softknee::host {
std::array<double, maximum_parameters> rounded_parameters(const activation& activation, dtype type) {
    // The rounding must not depend on the caller's rounding mode either.
    const kernels::default_floating_point_environment environment;
    const dtype compute = type == dtype::float64 ? dtype::float64 : dtype::float32;
    std::array<double, maximum_parameters> values{};
    std::visit(
        [&]<class A>(const A& a) {
            std::size_t i = 0;
            for_each_parameter<A>([&](const parameter<A>& p) {
                const bool as_stored = p.rounding == parameter_rounding::to_storage_type;
                const double value = rounded_to(as_stored ? type : compute, a.*p.member);
                if (!as_stored && !contains(p.range, value)) {
                    throw parameter_error(std::string(A::description.name), std::string(p.name),
                                          number_text(a.*p.member),
                                          std::string(text_of(p.range)) + ", also as " + std::string(name_of(compute)));
                }
                values[i++] = value;
            });
        },
        activation);
    return values;
}

void run_on_host(const activation& activation, const kernels::pointwise_call& call, const host_execution& execution) {
    const kernels::cpu::block_function function = std::visit(
        [&]<class A>(const A&) {
            return with_instruction_set(execution.set, [&]<instruction_set Set>() {
                return kernels::cpu::find_block_function<A, Set>(call.direction, call.type);
            });
        },
        activation);
    kernels::cpu::run_pointwise(call, function, execution.threads);
}

}  // namespace softknee::host
