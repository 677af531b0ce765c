// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/dtype.hpp>

/// Coefficients of the derivatives of the logistic family. The search (softknee_narrow_forms, which begins with what
/// scripts/coefficients/narrow/logistic.py prints) has two aims: the derivative itself is correctly rounded, and its
/// relative error leaves every product with dy within 0.501 ULP.
namespace softknee::math::narrow {

/// The derivative of silu; e^t with b = 1
template <class Storage>
struct silu_derivative_coefficients;
template <>
struct silu_derivative_coefficients<bfloat16> {
    float log2_unit = 0x1.71545p+0f, unit = 0x1.62e43p-1f, inner = -0x1.dfffecp+4f, even = 0x1.94ffe6p+10f,
          odd = 0x1.68p+8f, odd_below = 0x1.67fffp+8f, guess = 0x1.e61d5cp+126f, first = 0x1.0024dap+1f,
          second = 0x1.00000ep+1f, unity = 0x1.fffff8p-1f;
};
template <>
struct silu_derivative_coefficients<float16> {
    float origin = 0x1.474p+0f, root = 0x1.82b4f8p-13f, log2_unit = 0x1.715476p+0f, unit = 0x1.62e43p-1f,
          inner = -0x1.dfffdcp+4f, even = 0x1.94ffe8p+10f, odd = 0x1.68000ep+8f, guess = 0x1.e6876ap+126f,
          first = 0x1.0009dep+1f, second = 0x1p+0f, unit_at_root = -0x1.1d3056p-2f, inverse = -0x1.fffffcp-1f,
          inverse_square = 0x1p+0f, at_root = 0x1.1d3056p-2f, twice_odd = -0x1.910c0ap+7f, unity = 0x1p+0f;
};

/// The derivative of sigmoid; b = 1
template <class Storage>
struct sigmoid_derivative_coefficients;
template <>
struct sigmoid_derivative_coefficients<bfloat16> {
    float log2_unit = 0x1.715436p+0f, unit = 0x1.62e43p-1f, even = 0x1.7ffe16p+3f, odd = 0x1.7fff54p+2f,
          guess = 0x1.e669aep+126f, first = 0x1.002c8ap+1f, second = 0x1.000008p+1f;
};
template <>
struct sigmoid_derivative_coefficients<float16> {
    float log2_unit = 0x1.7154ccp+0f, unit = 0x1.62e43p-1f, inner = -0x1.dffffp+4f, even = 0x1.94fffcp+10f,
          odd = 0x1.67ffbcp+8f, odd_below = 0x1.68006ep+8f, guess = 0x1.e656fap+126f, first = 0x1.00260cp+1f,
          second = 0x1.fffffep-1f, balance = 0x1.fffffap-1f;
};

/// The derivative of quick_gelu; b = 1.702
template <class Storage>
struct quick_gelu_derivative_coefficients;
template <>
struct quick_gelu_derivative_coefficients<bfloat16> {
    float log2_unit = 0x1.3a5026p+1f, unit = 0x1.a10754p-2f, inner = -0x1.4b662ap+3f, even = 0x1.821afep+7f,
          odd = 0x1.2411bcp+6f, odd_below = 0x1.241128p+6f, guess = 0x1.e6283ap+126f, first = 0x1.002fbep+1f,
          second = 0x1.00000cp+1f, rate = 0x1.b3b646p+0f, unity = 0x1.000028p+0f;
};
template <>
struct quick_gelu_derivative_coefficients<float16> {
    float origin = 0x1.808p-1f, root = 0x1.dc713cp-13f, log2_unit = 0x1.3a4cbep+1f, unit = 0x1.a10754p-2f,
          inner = -0x1.4b663cp+3f, even = 0x1.821b12p+7f, odd = 0x1.24116p+6f, guess = 0x1.e669ecp+126f,
          first = 0x1.0022d2p+1f, second = 0x1.fffffep-1f, unit_at_root = -0x1.e577dap-2f, inverse = -0x1.2cd292p-1f,
          inverse_square = 0x1.617e36p-2f, at_root = 0x1.4f2ccep-3f, twice_odd = -0x1.7e65ep+4f, unity = 0x1p+0f;
};

/// The derivative of gelu_tanh, base 2: the argument is x (linear + cubic x^2).
template <class Storage>
struct gelu_tanh_derivative_coefficients;
template <>
struct gelu_tanh_derivative_coefficients<bfloat16> {
    float linear = 0x1.26aecap+1f, cubic = 0x1.a5a7cep-4f, inner = -0x1.f388f2p+5f, even = 0x1.b69f12p+12f,
          odd = 0x1.0e3cdp+10f, odd_below = 0x1.0e3c94p+10f, guess = 0x1.e61d4ap+126f, first = 0x1.002386p+1f,
          second = 0x1.00000ep+1f, slope = 0x1.98844cp+0f, slope_of_square = 0x1.b667aep-3f, unity = 0x1.fffffep-1f;
};
template <>
struct gelu_tanh_derivative_coefficients<float16> {
    float rate[3] = {0x1.2e2496p+1f, 0x1.3d455cp-4f, 0x1.a5a7dp-4f};
    float steep = 0x1.0a2b2p+1f, flat = -0x1.988452p+1f, at_origin = -0x1.9d27fp-15f;
    float inner = -0x1.f60a52p+5f, even = 0x1.ba100ep+12f, odd = 0x1.0f9c4ap+10f;
    float negative_unit = -0x1.2af8f2p-2f, unit = 0x1.2af8f2p-2f, twice_odd = -0x1.3d3414p+9f;
    float guess = 0x1.e65c9ap+126f, first = 0x1.003b7ap+1f, second = 0x1.000002p+0f, unity = 0x1p+0f;
};

}  // namespace softknee::math::narrow
