// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/evaluate.hpp>

#include <kernels/cuda/element.hpp>
#include <kernels/cuda/kernel_entry.hpp>

namespace softknee::kernels::cuda {

/// The type of a kernel's last argument.
template <class Activation, pass Pass, class Element>
using prepared_for = typename prepared<Activation, Pass, math::real<compute_type<Element>, Element>>::type;

/// See kernel_entry.
template <class Activation, pass Pass, class Element>
void prepare_argument(const std::array<double, maximum_parameters>& parameters, prepared_argument& argument) {
    using scalar = compute_type<Element>;
    parameter_values<scalar> values;
    for (std::size_t i = 0; i < maximum_parameters; ++i) values.value[i] = static_cast<scalar>(parameters[i]);
    const prepared_for<Activation, Pass, Element> made = prepare<Activation, Pass, math::real<scalar, Element>>(values);
    argument.hold(made);
}

}  // namespace softknee::kernels::cuda
