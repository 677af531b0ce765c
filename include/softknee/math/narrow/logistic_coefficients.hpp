// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/dtype.hpp>

/// Coefficients found by search (softknee_narrow_forms); each list makes every result of its functions correctly
/// rounded. Where a search begins: scripts/coefficients/narrow/logistic.py.
namespace softknee::math::narrow {

/// silu; e^t with b = 1, as in the next three
template <class Storage>
struct silu_coefficients;
template <>
struct silu_coefficients<bfloat16> {
    float log2_unit = 0x1.715456p+0f, unit = 0x1.62e42ep-1f;
    float even = 0x1.7ffffep+3f, odd = 0x1.7fffd8p+2f;
    float guess = 0x1.e66804p+126f, first = 0x1.0029ccp+1f, second = 0x1.000014p+1f;
};
template <>
struct silu_coefficients<float16> {
    float log2_unit = 0x1.715452p+0f, unit = 0x1.62e43p-1f;
    float inner = -0x1.ep+4f, even = 0x1.950006p+10f, odd = 0x1.680008p+8f, odd_below = 0x1.68001cp+8f;
    float guess = 0x1.e66812p+126f, first = 0x1.0029f6p+1f, second = 0x1p+0f, balance = 0x1p+0f;
};

/// sigmoid, and the derivative of log_sigmoid
template <class Storage>
struct sigmoid_coefficients;
template <>
struct sigmoid_coefficients<bfloat16> {
    float log2_unit = 0x1.7157dcp+0f, unit = 0x1.62e43p-1f, even = 0x1.801e2ep+3f, odd = 0x1.801e84p+2f,
          guess = 0x1.e7322ep+126f, first = 0x1.0036a6p+1f, second = 0x1.000008p+1f;
};
template <>
struct sigmoid_coefficients<float16> {
    float log2_unit = 0x1.717acap+0f, unit = 0x1.62e43p-1f, inner = -0x1.dfffb4p+4f, even = 0x1.94ff8p+10f,
          odd = 0x1.67ffcap+8f, odd_below = 0x1.67ff5ap+8f, guess = 0x1.e65c6cp+126f, first = 0x1.002c5ap+1f,
          second = 0x1.fffffap-1f, balance = 0x1.fffffcp-1f;
};

/// quick_gelu: b = 1.702
template <class Storage>
struct quick_gelu_coefficients;
template <>
struct quick_gelu_coefficients<bfloat16> {
    float log2_unit = 0x1.3a4cbep+1f, unit = 0x1.a10754p-2f;
    float even = 0x1.091ea8p+2f, odd = 0x1.c33bdcp+1f;
    float guess = 0x1.e66818p+126f, first = 0x1.002a0cp+1f, second = 0x1.00000ep+1f;
};
template <>
struct quick_gelu_coefficients<float16> {
    float log2_unit = 0x1.3a4b5ep+1f, unit = 0x1.a10754p-2f;
    float inner = -0x1.4b6652p+3f, even = 0x1.821b3cp+7f, odd = 0x1.241172p+6f, odd_below = 0x1.24118p+6f;
    float guess = 0x1.e6695p+126f, first = 0x1.0029dp+1f, second = 0x1p+0f, balance = 0x1.fffffep-1f;
};

/// gelu_tanh, base 2: the argument is x (linear + cubic x^2).
template <class Storage>
struct gelu_tanh_coefficients;
template <>
struct gelu_tanh_coefficients<bfloat16> {
    float linear = 0x1.26aec2p+1f, cubic = 0x1.a5a7cep-4f;
    float even = 0x1.8f9f72p+4f, odd = 0x1.14ff58p+3f;
    float guess = 0x1.e66818p+126f, first = 0x1.0029fep+1f, second = 0x1.000006p+1f;
};
template <>
struct gelu_tanh_coefficients<float16> {
    float linear = 0x1.26aec2p+1f, cubic = 0x1.a5a7dp-4f;
    float inner = -0x1.f3874p+5f, even = 0x1.b69fdcp+12f, odd = 0x1.0e4012p+10f, odd_below = 0x1.0e4p+10f;
    float guess = 0x1.e6679p+126f, first = 0x1.002a9ap+1f, second = 0x1p+0f, balance = 0x1p+0f;
};

/// swish, base 2; bfloat16 squares the exponential
template <class Storage>
struct swish_coefficients;
template <>
struct swish_coefficients<bfloat16> {
    float even = 0x1.9051cap+4f, odd = 0x1.157a9ap+3f;
    float guess = 0x1.e66858p+126f, first = 0x1.002c5ap+1f, second = 0x1.000006p+1f;
};
template <>
struct swish_coefficients<float16> {
    float inner = -0x1.f38716p+5f, even = 0x1.b69feep+12f, odd = 0x1.0e3feep+10f, odd_below = 0x1.0e40acp+10f;
    float guess = 0x1.e667f6p+126f, first = 0x1.0029c4p+1f, second = 0x1p+0f, balance = 0x1p+0f;
};

/// The derivative of softplus, base 2, in bfloat16 base 4
template <class Storage>
struct softplus_derivative_coefficients;
template <>
struct softplus_derivative_coefficients<bfloat16> {
    float even = 0x1.90518cp+2f, odd = 0x1.157accp+2f;
    float guess = 0x1.e66818p+126f, first = 0x1.0029fep+1f, second = 0x1.000006p+1f;
};
template <>
struct softplus_derivative_coefficients<float16> {
    float inner = -0x1.f3875p+5f, even = 0x1.b69fcp+12f, odd = 0x1.0e3fc8p+10f, odd_below = 0x1.0e3fc4p+10f;
    float guess = 0x1.e667b4p+126f, first = 0x1.002982p+1f, second = 0x1p+0f, balance = 0x1p+0f;
};

/// The derivative of swish, b = 1. `at_root` is e^root, twice_odd = -2 odd at_root, weight = -at_root;
/// each use of at_root may have its own last place.
template <class Storage>
struct swish_derivative_coefficients;
template <>
struct swish_derivative_coefficients<bfloat16> {
    float log2_unit = 0x1.715476p+0f, unit = 0x1.62e43p-1f;
    float even = 0x1.80ab24p+3f, odd = 0x1.80ab34p+2f;
    float guess = 0x1.e66818p+126f, first = 0x1.0029fep+1f, second = 0x1.000006p+1f;
    float at_root = 0x1.1d25d2p-2f, twice_odd = -0x1.ac7758p+1f, weight = -0x1.1d25d4p-2f;
};
template <>
struct swish_derivative_coefficients<float16> {
    float log2_unit = 0x1.6fed86p+0f, unit = 0x1.62e43p-1f;
    float inner = -0x1.dffeacp+4f, even = 0x1.94feap+10f, odd = 0x1.67ffcp+8f;
    float guess = 0x1.e5fe8ap+126f, first = 0x1.002324p+1f, second = 0x1.ffffdap-1f;
    float at_root = 0x1.1d25c8p-2f, twice_odd = -0x1.90fcd2p+7f, weight = -0x1.1d25f6p-2f;
};

}  // namespace softknee::math::narrow
