// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include <softknee/activation/description.hpp>
#include <softknee/dtype.hpp>
#include <softknee/math.hpp>

/// Activations of single elements, for kernels: the library's own, and those that a user writes.
namespace softknee {

namespace detail {

template <class Activation>
consteval std::size_t count_parameters() {
    if constexpr (requires { Activation::parameters(); }) {
        return Activation::parameters().size();
    } else {
        return 0;
    }
}

}  // namespace detail

template <class Activation>
inline constexpr std::size_t parameter_count = detail::count_parameters<Activation>();

inline constexpr std::size_t maximum_parameters = 4;

/// The parameters of an activation, rounded, in the order of its `parameters()`.
template <class Scalar>
struct parameter_values {
    Scalar value[maximum_parameters];
};

/// Which function of an activation a kernel evaluates.
enum class pass { forward, backward_from_input, backward_from_output };

constexpr std::string_view name_of(pass direction) {
    switch (direction) {
        case pass::forward:
            return "forward";
        case pass::backward_from_input:
            return "backward_from_input";
        case pass::backward_from_output:
            return "backward_from_output";
    }
    return "";
}

namespace detail {

template <class Activation, class Real, class Scalar, std::size_t... I>
SOFTKNEE_FUNCTION Real forward(Real x, const parameter_values<Scalar>& p, std::index_sequence<I...>) {
    return Activation::forward(x, Real(p.value[I])...);
}

template <class Activation, pass Pass, class Real, class Scalar, std::size_t... I>
SOFTKNEE_FUNCTION Real derivative(Real saved, const parameter_values<Scalar>& p, std::index_sequence<I...>) {
    if constexpr (Pass == pass::backward_from_input) {
        return Activation::derivative(saved, Real(p.value[I])...);
    } else {
        return Activation::derivative_from_output(saved, Real(p.value[I])...);
    }
}

template <class Activation, pass Pass, class Real, class Scalar, std::size_t... I>
SOFTKNEE_FUNCTION auto is_off(Real saved, const parameter_values<Scalar>& p, std::index_sequence<I...>) {
    if constexpr (Pass == pass::backward_from_input) {
        return Activation::is_off(saved, Real(p.value[I])...);
    } else {
        return Activation::is_off_from_output(saved, Real(p.value[I])...);
    }
}

template <class Activation, class Real, std::size_t... I>
auto probe_derivative_from_output(Real y, std::index_sequence<I...>)
    -> decltype(Activation::derivative_from_output(y, ((void)I, y)...));
template <class Activation, class Real, std::size_t... I>
auto probe_is_off(Real x, std::index_sequence<I...>) -> decltype(Activation::is_off(x, ((void)I, x)...));
template <class Activation, class Real, std::size_t... I>
auto probe_is_off_from_output(Real y, std::index_sequence<I...>)
    -> decltype(Activation::is_off_from_output(y, ((void)I, y)...));

using probed_real = math::real<float, float>;
template <class Activation>
using probed_indices = std::make_index_sequence<parameter_count<Activation>>;

template <class Activation>
inline constexpr bool computes_derivative_from_output = requires {
    probe_derivative_from_output<Activation>(probed_real(0), probed_indices<Activation>());
};
template <class Activation>
inline constexpr bool has_is_off = requires {
    probe_is_off<Activation>(probed_real(0), probed_indices<Activation>());
};
template <class Activation>
inline constexpr bool has_is_off_from_output = requires {
    probe_is_off_from_output<Activation>(probed_real(0), probed_indices<Activation>());
};
template <class Activation>
inline constexpr bool declares_exact_forward = requires {
    Activation::forward_is_exact_in_storage_type;
};

}  // namespace detail

/// Whether the activation has a backward pass from y, for some parameters at least.
template <class Activation>
inline constexpr bool has_derivative_from_output =
    detail::computes_derivative_from_output<Activation> || detail::has_is_off_from_output<Activation>;

/// Whether the function of this pass may be evaluated in the type of 16-bit data itself. That of the backward passes
/// may where it selects dy or 0.
template <class Activation, pass Pass>
inline constexpr bool is_exact_in_storage_type =
    Pass == pass::forward ? detail::declares_exact_forward<Activation> : detail::has_is_off<Activation>;

/// y
template <class Activation, class Real, class Scalar>
SOFTKNEE_FUNCTION Real evaluate_forward(Real x, const parameter_values<Scalar>& p) {
    return detail::forward<Activation>(x, p, std::make_index_sequence<parameter_count<Activation>>());
}

/// dy * derivative. A unit that is off passes nothing, whatever dy is.
template <class Real>
SOFTKNEE_FUNCTION Real passed_on(Real dy, std::type_identity_t<Real> derivative) {
    return math::select(derivative == Real(0), 0.0, dy * derivative);
}

/// dx = dy * derivative, and 0 wherever the derivative is 0, whatever dy is.
template <class Activation, pass Pass, class Real, class Scalar>
SOFTKNEE_FUNCTION Real evaluate_backward(Real saved, Real dy, const parameter_values<Scalar>& p) {
    constexpr auto indices = std::make_index_sequence<parameter_count<Activation>>();
    if constexpr (detail::has_is_off<Activation>) {
        return math::select(detail::is_off<Activation, Pass>(saved, p, indices), 0.0, dy);
    } else {
        return passed_on(dy, detail::derivative<Activation, Pass>(saved, p, indices));
    }
}

}  // namespace softknee
