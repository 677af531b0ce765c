// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>

/// The formulas of the definitions, written in float32 with the C library's functions, as one would write them without
/// a library of activations.
namespace softknee_peers {

namespace formula {

inline float logistic(float x) {
    return 1 / (1 + std::exp(-x));
}
inline float density(float x) {
    return std::exp(-0.5f * x * x) * 0.398942280f;
}
inline float distribution(float x) {
    return 0.5f * (1 + std::erf(x * 0.707106781f));
}
inline float softplus(float x) {
    return x > 20 ? x : std::log1p(std::exp(x));
}

}  // namespace formula

/// Calls visit(name, forward, derivative) for each: functions of x at the default parameters, of types of their own,
/// so that a loop over one is compiled with it inside.
template <class Visitor>
void visit_textbook_formulas(const Visitor& visit) {
    using formula::density, formula::distribution, formula::logistic, formula::softplus;
    visit(
        "relu", [](float x) { return x > 0 ? x : 0; }, [](float x) { return x > 0 ? 1.0f : 0.0f; });
    visit(
        "leaky_relu", [](float x) { return x > 0 ? x : 0.01f * x; }, [](float x) { return x > 0 ? 1.0f : 0.01f; });
    visit(
        "clip", [](float x) { return std::min(std::max(x, -1.0f), 1.0f); },
        [](float x) { return x > -1 && x < 1 ? 1.0f : 0.0f; });
    visit(
        "elu", [](float x) { return x > 0 ? x : std::expm1(x); }, [](float x) { return x > 0 ? 1 : std::exp(x); });
    visit(
        "selu", [](float x) { return 1.05070099f * (x > 0 ? x : 1.67326324f * (std::exp(x) - 1)); },
        [](float x) { return x > 0 ? 1.05070099f : 1.05070099f * 1.67326324f * std::exp(x); });
    visit(
        "gelu", [](float x) { return x * distribution(x); }, [](float x) { return distribution(x) + x * density(x); });
    visit(
        "gelu_tanh", [](float x) { return 0.5f * x * (1 + std::tanh(0.797884561f * (x + 0.044715f * x * x * x))); },
        [](float x) {
            const float t = std::tanh(0.797884561f * (x + 0.044715f * x * x * x));
            return 0.5f * (1 + t) + 0.5f * x * (1 - t * t) * 0.797884561f * (1 + 3 * 0.044715f * x * x);
        });
    visit(
        "quick_gelu", [](float x) { return x * logistic(1.702f * x); },
        [](float x) {
            const float s = logistic(1.702f * x);
            return s + 1.702f * x * s * (1 - s);
        });
    visit(
        "silu", [](float x) { return x * logistic(x); },
        [](float x) {
            const float s = logistic(x);
            return s * (1 + x * (1 - s));
        });
    visit(
        "mish", [](float x) { return x * std::tanh(softplus(x)); },
        [](float x) {
            const float t = std::tanh(softplus(x));
            return t + x * logistic(x) * (1 - t * t);
        });
    visit(
        "softplus", [](float x) { return softplus(x); }, [](float x) { return logistic(x); });
    visit(
        "sigmoid", [](float x) { return logistic(x); }, [](float x) { return logistic(x) * (1 - logistic(x)); });
    visit(
        "log_sigmoid", [](float x) { return std::fmin(x, 0.0f) - std::log1p(std::exp(-std::fabs(x))); },
        [](float x) { return 1 - logistic(x); });
    visit(
        "tanh", [](float x) { return std::tanh(x); },
        [](float x) {
            const float t = std::tanh(x);
            return 1 - t * t;
        });
    visit(
        "tanh_shrink", [](float x) { return x - std::tanh(x); },
        [](float x) {
            const float t = std::tanh(x);
            return t * t;
        });
    visit(
        "softsign", [](float x) { return x / (1 + std::fabs(x)); },
        [](float x) { return 1 / ((1 + std::fabs(x)) * (1 + std::fabs(x))); });
    visit(
        "squareplus", [](float x) { return (x + std::sqrt(x * x + 4)) / 2; },
        [](float x) { return (1 + x / std::sqrt(x * x + 4)) / 2; });
    visit(
        "hard_swish", [](float x) { return x * std::fmin(std::fmax(x / 6 + 0.5f, 0.0f), 1.0f); },
        [](float x) { return x <= -3  ? 0
                             : x >= 3 ? 1
                                      : x / 3 + 0.5f; });
}

}  // namespace softknee_peers
