// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>

#include <softknee/evaluate.hpp>
#include <softknee/learnable/description.hpp>

/// What the kernels with parameter tensors compute for one element, for either kind of activation: `enter` makes the
/// argument of the function, which an inside residual is added to; `forward` and `backward` take it from there.
/// `backward` returns dx and leaves the term of each parameter's sum.
namespace softknee::kernels {

/// An activation of softknee/learnable.
template <class Learnable>
struct learned {
    static constexpr int parameters = static_cast<int>(Learnable::parameter_names.size());
    static constexpr bool takes_residual = false;
    static constexpr bool has_output_pass = requires { Learnable::output_sums_are_scaled; };
    using indices = std::make_index_sequence<static_cast<std::size_t>(parameters)>;

    template <class Real>
    SOFTKNEE_FUNCTION static Real enter(Real x, const Real (&)[parameters]) {
        return x;
    }

    template <class Real, class Scalar>
    SOFTKNEE_FUNCTION static Real forward(Real x, const Real (&p)[parameters], const parameter_values<Scalar>&) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return Learnable::forward(x, p[I]...);
        }
        (indices());
    }

    template <pass Pass, class Real, class Scalar>
    SOFTKNEE_FUNCTION static Real backward(Real saved, Real dy, const Real (&p)[parameters],
                                           const parameter_values<Scalar>&, Real (&terms)[parameters]) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            if constexpr (Pass == pass::backward_from_input) {
                const parameter_terms<Real, parameters> found = Learnable::terms(saved, dy, p[I]...);
                ((terms[I] = found.value[I]), ...);
                return passed_on(dy, Learnable::derivative(saved, p[I]...));
            } else {
                const parameter_terms<Real, parameters> found = Learnable::terms_from_output(saved, dy, p[I]...);
                ((terms[I] = found.value[I]), ...);
                return passed_on(dy, Learnable::derivative_from_output(saved, p[I]...));
            }
        }
        (indices());
    }
};

/// A pointwise activation behind a bias.
template <class Activation>
struct with_bias {
    static constexpr int parameters = 1;
    static constexpr bool takes_residual = true;
    static constexpr bool has_output_pass = has_derivative_from_output<Activation>;

    template <class Real>
    SOFTKNEE_FUNCTION static Real enter(Real x, const Real (&bias)[1]) {
        return x + bias[0];
    }

    template <class Real, class Scalar>
    SOFTKNEE_FUNCTION static Real forward(Real sum, const Real (&)[1], const parameter_values<Scalar>& constants) {
        return evaluate_forward<Activation>(sum, constants);
    }

    template <pass Pass, class Real, class Scalar>
    SOFTKNEE_FUNCTION static Real backward(Real saved, Real dy, const Real (&)[1],
                                           const parameter_values<Scalar>& constants, Real (&terms)[1]) {
        terms[0] = evaluate_backward<Activation, Pass>(saved, dy, constants);
        return terms[0];
    }
};

}  // namespace softknee::kernels
