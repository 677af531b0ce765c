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

/// Whether the function of a pass is a type (see activation/description.hpp).
template <class Activation, class Real>
inline constexpr bool prepares_forward = requires {
    typename Activation::template forward<Real>;
};
template <class Activation, class Real>
inline constexpr bool prepares_derivative = requires {
    typename Activation::template derivative<Real>;
};
template <class Activation, class Real>
inline constexpr bool prepares_derivative_from_output = requires {
    typename Activation::template derivative_from_output<Real>;
};

template <class Activation, pass Pass, class Real>
consteval bool prepares() {
    if constexpr (Pass == pass::forward) {
        return prepares_forward<Activation, Real>;
    } else if constexpr (Pass == pass::backward_from_input) {
        return prepares_derivative<Activation, Real>;
    } else {
        return prepares_derivative_from_output<Activation, Real>;
    }
}

template <class Activation, pass Pass, class Real, class Scalar, std::size_t... I>
SOFTKNEE_FUNCTION auto prepare(const parameter_values<Scalar>& p, std::index_sequence<I...>) {
    if constexpr (Pass == pass::forward) {
        return typename Activation::template forward<Real>(Real(p.value[I])...);
    } else if constexpr (Pass == pass::backward_from_input) {
        return typename Activation::template derivative<Real>(Real(p.value[I])...);
    } else {
        return typename Activation::template derivative_from_output<Real>(Real(p.value[I])...);
    }
}

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
inline constexpr bool computes_derivative_from_output =
    prepares_derivative_from_output<Activation, probed_real> || requires {
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

/// What a pass needs of the parameters: the function that the activation makes of them, or else their values. A kernel
/// takes it as an argument, which is made once for a call.
template <class Activation, pass Pass, class Real, class Scalar>
SOFTKNEE_FUNCTION auto prepare(const parameter_values<Scalar>& p) {
    if constexpr (detail::prepares<Activation, Pass, Real>()) {
        return detail::prepare<Activation, Pass, Real>(p, std::make_index_sequence<parameter_count<Activation>>());
    } else {
        return p;
    }
}

template <class Activation, pass Pass, class Real>
struct prepared {
    using type = decltype(prepare<Activation, Pass, Real>(std::declval<parameter_values<typename Real::scalar>>()));
};

namespace detail {

/// The function of a pass from what `prepare` has made, or from the values of the parameters.
template <class Activation, pass Pass, class Real, class Prepared>
SOFTKNEE_FUNCTION Real call_prepared(Real argument, const Prepared& p) {
    if constexpr (std::is_same_v<Prepared, typename prepared<Activation, Pass, Real>::type>) {
        return p(argument);
    } else {
        return softknee::prepare<Activation, Pass, Real>(p)(argument);
    }
}

}  // namespace detail

/// y; `p` is the values of the parameters or what `prepare` makes of them.
template <class Activation, class Real, class Prepared>
SOFTKNEE_FUNCTION Real evaluate_forward(Real x, const Prepared& p) {
    if constexpr (detail::prepares<Activation, pass::forward, Real>()) {
        return detail::call_prepared<Activation, pass::forward>(x, p);
    } else {
        return detail::forward<Activation>(x, p, std::make_index_sequence<parameter_count<Activation>>());
    }
}

/// dy * derivative. A unit that is off passes nothing, whatever dy is.
template <class Real>
SOFTKNEE_FUNCTION Real passed_on(Real dy, std::type_identity_t<Real> derivative) {
    return math::select(derivative == Real(0), 0.0, dy * derivative);
}

/// dx = dy * derivative, and 0 wherever the derivative is 0, whatever dy is; `p` as above.
template <class Activation, pass Pass, class Real, class Prepared>
SOFTKNEE_FUNCTION Real evaluate_backward(Real saved, Real dy, const Prepared& p) {
    constexpr auto indices = std::make_index_sequence<parameter_count<Activation>>();
    if constexpr (detail::has_is_off<Activation>) {
        return math::select(detail::is_off<Activation, Pass>(saved, p, indices), 0.0, dy);
    } else if constexpr (detail::prepares<Activation, Pass, Real>()) {
        return passed_on(dy, detail::call_prepared<Activation, Pass>(saved, p));
    } else {
        return passed_on(dy, detail::derivative<Activation, Pass>(saved, p, indices));
    }
}

}  // namespace softknee
