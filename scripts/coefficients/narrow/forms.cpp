// SPDX-License-Identifier: Apache-2.0
#include <softknee/math/narrow/celu.hpp>
#include <softknee/math/narrow/elu.hpp>
#include <softknee/math/narrow/logistic.hpp>
#include <softknee/math/narrow/logistic_derivative.hpp>
#include <softknee/math/narrow/logistic_of_product.hpp>
#include <softknee/math/narrow/mish.hpp>
#include <softknee/math/narrow/normal.hpp>
#include <softknee/math/narrow/normal_derivative.hpp>
#include <softknee/math/narrow/scaled_tanh.hpp>
#include <softknee/math/narrow/selu.hpp>
#include <softknee/math/narrow/softplus.hpp>
#include <softknee/math/narrow/tanh.hpp>
#include <softknee/math/narrow/tanh_shrink.hpp>

#include "form.hpp"

// A form without parameters. NAME is that of the function and, with _coefficients, of its list.
#define SOFTKNEE_FORM(NAME, ACTIVATION, PASS)                                                                      \
    make_form<narrow::NAME##_coefficients>(                                                                        \
        #NAME, [](std::size_t, auto x, const float*, const auto& c) -> decltype(x) { return narrow::NAME(x, c); }, \
        {{ACTIVATION, pass::PASS}})

// The same for a form with parameters.
#define SOFTKNEE_FORM_OF(NAME, ACTIVATION, PASS, ...)                                                              \
    make_form<narrow::NAME##_coefficients>(#NAME,                                                                  \
                                           [](std::size_t, auto x, const float* p, const auto& c) -> decltype(x) { \
                                               using Real = decltype(x);                                           \
                                               return narrow::NAME<Real>(__VA_ARGS__, c)(x, c);                    \
                                           },                                                                      \
                                           {{ACTIVATION, pass::PASS}})

namespace softknee_coefficients {
namespace {

namespace narrow = softknee::math::narrow;
using softknee::pass;

std::vector<form> make_forms() {
    return {
        make_form<narrow::sigmoid_coefficients>(
            "sigmoid",
            [](std::size_t use, auto x, const float*, const auto& c) { return narrow::sigmoid(use == 0 ? x : -x, c); },
            {{"sigmoid", pass::forward}, {"log_sigmoid", pass::backward_from_input}}),
        SOFTKNEE_FORM(sigmoid_derivative, "sigmoid", backward_from_input),
        SOFTKNEE_FORM(silu, "silu", forward),
        SOFTKNEE_FORM(silu_derivative, "silu", backward_from_input),
        SOFTKNEE_FORM(quick_gelu, "quick_gelu", forward),
        SOFTKNEE_FORM(quick_gelu_derivative, "quick_gelu", backward_from_input),
        SOFTKNEE_FORM(gelu_tanh, "gelu_tanh", forward),
        SOFTKNEE_FORM(gelu_tanh_derivative, "gelu_tanh", backward_from_input),
        SOFTKNEE_FORM_OF(swish, "swish", forward, Real(p[0])),
        SOFTKNEE_FORM_OF(swish_derivative, "swish", backward_from_input, Real(p[0])),
        SOFTKNEE_FORM_OF(softplus, "softplus", forward, Real(p[0])),
        make_form<narrow::softplus_derivative_coefficients>("sigmoid_of_product",
                                                            [](std::size_t, auto x, const float* p, const auto& c) {
                                                                using Real = decltype(x);
                                                                return narrow::sigmoid_of_product<Real>(p[0])(x, c);
                                                            },
                                                            {{"softplus", pass::backward_from_input}}),
        make_form<narrow::expm1_coefficients>(
            "one_minus_exponential",
            [](std::size_t use, auto y, const float* p, const auto& c) {
                return use == 0 ? narrow::log_sigmoid_derivative_from_output(y, c)
                                : narrow::softplus_derivative_from_output<decltype(y)>(p[0])(y, c);
            },
            {{"log_sigmoid", pass::backward_from_output}, {"softplus", pass::backward_from_output}}),
        SOFTKNEE_FORM(log_sigmoid, "log_sigmoid", forward),
        SOFTKNEE_FORM(mish, "mish", forward),
        SOFTKNEE_FORM(mish_derivative, "mish", backward_from_input),
        SOFTKNEE_FORM(tanh, "tanh", forward),
        SOFTKNEE_FORM(tanh_derivative, "tanh", backward_from_input),
        SOFTKNEE_FORM_OF(scaled_tanh, "scaled_tanh", forward, Real(p[0]), Real(p[1])),
        SOFTKNEE_FORM_OF(scaled_tanh_derivative, "scaled_tanh", backward_from_input, Real(p[0]), Real(p[1])),
        SOFTKNEE_FORM(tanh_shrink, "tanh_shrink", forward),
        SOFTKNEE_FORM(tanh_shrink_derivative, "tanh_shrink", backward_from_input),
        SOFTKNEE_FORM_OF(elu, "elu", forward, Real(p[0])),
        SOFTKNEE_FORM_OF(elu_derivative, "elu", backward_from_input, Real(p[0])),
        SOFTKNEE_FORM_OF(celu, "celu", forward, Real(p[0])),
        SOFTKNEE_FORM_OF(celu_derivative, "celu", backward_from_input, Real(p[0])),
        SOFTKNEE_FORM(selu, "selu", forward),
        SOFTKNEE_FORM(selu_derivative, "selu", backward_from_input),
        SOFTKNEE_FORM(normal_gate, "gelu", forward),
        SOFTKNEE_FORM(normal_gate_derivative, "gelu", backward_from_input),
    };
}

}  // namespace

const std::vector<form>& all_forms() {
    static const std::vector<form> forms = make_forms();
    return forms;
}

}  // namespace softknee_coefficients
