// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>

#include <softknee/learnable/description.hpp>

namespace softknee {

/// Parameters as they are, for a learnable activation that computes nothing of them alone.
template <class Learnable, class Real>
struct parameters_themselves {
    static constexpr int count = static_cast<int>(Learnable::parameter_names.size());
    Real value[count];

    template <class... Values>
    SOFTKNEE_FUNCTION explicit parameters_themselves(Values... values) : value{values...} {}

    SOFTKNEE_FUNCTION Real forward(Real x) const {
        return with_values([&](auto... value) { return Learnable::forward(x, value...); });
    }
    SOFTKNEE_FUNCTION Real derivative(Real x) const {
        return with_values([&](auto... value) { return Learnable::derivative(x, value...); });
    }
    SOFTKNEE_FUNCTION parameter_terms<Real, count> terms(Real x, Real dy) const {
        return with_values([&](auto... value) { return Learnable::terms(x, dy, value...); });
    }
    SOFTKNEE_FUNCTION Real derivative_from_output(Real y) const {
        return with_values([&](auto... value) { return Learnable::derivative_from_output(y, value...); });
    }
    SOFTKNEE_FUNCTION parameter_terms<Real, count> terms_from_output(Real y, Real dy) const {
        return with_values([&](auto... value) { return Learnable::terms_from_output(y, dy, value...); });
    }

private:
    template <class Function>
    SOFTKNEE_FUNCTION auto with_values(Function function) const {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return function(value[I]...);
        }
        (std::make_index_sequence<static_cast<std::size_t>(count)>());
    }
};

namespace detail {

template <class Learnable, class Real>
struct find_prepared {
    using type = parameters_themselves<Learnable, Real>;
};
template <class Learnable, class Real>
requires requires {
    typename Learnable::template prepared<Real>;
}
struct find_prepared<Learnable, Real> {
    using type = typename Learnable::template prepared<Real>;
};

}  // namespace detail

/// A learnable activation with an element's parameters, of which it is constructed: `forward(x)`, `derivative(x)` and
/// `terms(x, dy)`, and with a pass from y `derivative_from_output(y)` and `terms_from_output(y, dy)`.
template <class Learnable, class Real>
using prepared_learnable = typename detail::find_prepared<Learnable, Real>::type;

}  // namespace softknee
