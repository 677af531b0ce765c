// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>

#include <softknee/evaluate.hpp>
#include <softknee/prepared_learnable.hpp>

/// What the kernels with parameter tensors compute for one element, for either kind of activation. `hold` makes of an
/// element's parameters what the rest takes: `enter` makes the argument of the function, which an inside residual is
/// added to; `forward` and `backward` take it from there. `backward` returns dx and leaves the term of each parameter's
/// sum, which may be dx itself (`gradient_is_term`). Constants: the values of the activation's parameters, or what
/// `softknee::prepare` makes of them.
namespace softknee::kernels {

/// An activation of softknee/learnable.
template <class Learnable>
struct learned {
    using activation = Learnable;
    static constexpr int parameters = static_cast<int>(Learnable::parameter_names.size());
    static constexpr bool takes_residual = false;
    static constexpr bool has_output_pass = requires { Learnable::output_sums_are_scaled; };
    static constexpr bool gradient_is_term = false;
    using indices = std::make_index_sequence<static_cast<std::size_t>(parameters)>;

    template <class Real>
    SOFTKNEE_FUNCTION static auto hold(const Real (&p)[parameters]) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return prepared_learnable<Learnable, Real>(p[I]...);
        }
        (indices());
    }

    template <class Real, class Held>
    SOFTKNEE_FUNCTION static Real enter(Real x, const Held&) {
        return x;
    }

    template <class Real, class Held, class Constants>
    SOFTKNEE_FUNCTION static Real forward(Real x, const Held& held, const Constants&) {
        return held.forward(x);
    }

    template <pass Pass, class Real, class Held, class Constants>
    SOFTKNEE_FUNCTION static Real backward(Real saved, Real dy, const Held& held, const Constants&,
                                           Real (&terms)[parameters]) {
        if constexpr (Pass == pass::backward_from_input) {
            take(held.terms(saved, dy), terms, indices());
            return passed_on(dy, held.derivative(saved));
        } else {
            take(held.terms_from_output(saved, dy), terms, indices());
            return passed_on(dy, held.derivative_from_output(saved));
        }
    }

private:
    template <class Real, std::size_t... I>
    SOFTKNEE_FUNCTION static void take(const parameter_terms<Real, parameters>& found, Real (&terms)[parameters],
                                       std::index_sequence<I...>) {
        ((terms[I] = found.value[I]), ...);
    }
};

/// A pointwise activation behind a bias.
template <class Activation>
struct with_bias {
    using activation = Activation;
    static constexpr int parameters = 1;
    static constexpr bool takes_residual = true;
    static constexpr bool has_output_pass = has_derivative_from_output<Activation>;
    static constexpr bool gradient_is_term = true;

    template <class Real>
    SOFTKNEE_FUNCTION static Real hold(const Real (&bias)[1]) {
        return bias[0];
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real enter(Real x, Real bias) {
        return x + bias;
    }

    template <class Real, class Constants>
    SOFTKNEE_FUNCTION static Real forward(Real sum, Real, const Constants& constants) {
        return evaluate_forward<Activation>(sum, constants);
    }

    template <pass Pass, class Real, class Constants>
    SOFTKNEE_FUNCTION static Real backward(Real saved, Real dy, Real, const Constants& constants, Real (&terms)[1]) {
        terms[0] = evaluate_backward<Activation, Pass>(saved, dy, constants);
        return terms[0];
    }
};

}  // namespace softknee::kernels
