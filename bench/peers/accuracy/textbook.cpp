// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <map>

#include "peer.hpp"

namespace softknee_peers {

namespace {

using function = float (*)(float);

float logistic(float x) {
    return 1 / (1 + std::exp(-x));
}
float density(float x) {
    return std::exp(-0.5f * x * x) * 0.398942280f;
}
float distribution(float x) {
    return 0.5f * (1 + std::erf(x * 0.707106781f));
}
float softplus(float x) {
    return x > 20 ? x : std::log1p(std::exp(x));
}

struct formulas {
    function forward;
    function derivative;
};

const std::map<std::string_view, formulas> textbook_formulas = {
    {"elu", {[](float x) { return x > 0 ? x : std::expm1(x); }, [](float x) { return x > 0 ? 1 : std::exp(x); }}},
    {"selu",
     {[](float x) { return 1.05070099f * (x > 0 ? x : 1.67326324f * (std::exp(x) - 1)); },
      [](float x) { return x > 0 ? 1.05070099f : 1.05070099f * 1.67326324f * std::exp(x); }}},
    {"gelu", {[](float x) { return x * distribution(x); }, [](float x) { return distribution(x) + x * density(x); }}},
    {"gelu_tanh",
     {[](float x) { return 0.5f * x * (1 + std::tanh(0.797884561f * (x + 0.044715f * x * x * x))); },
      [](float x) {
          const float t = std::tanh(0.797884561f * (x + 0.044715f * x * x * x));
          return 0.5f * (1 + t) + 0.5f * x * (1 - t * t) * 0.797884561f * (1 + 3 * 0.044715f * x * x);
      }}},
    {"quick_gelu",
     {[](float x) { return x * logistic(1.702f * x); },
      [](float x) {
          const float s = logistic(1.702f * x);
          return s + 1.702f * x * s * (1 - s);
      }}},
    {"silu",
     {[](float x) { return x * logistic(x); },
      [](float x) {
          const float s = logistic(x);
          return s * (1 + x * (1 - s));
      }}},
    {"mish",
     {[](float x) { return x * std::tanh(softplus(x)); },
      [](float x) {
          const float t = std::tanh(softplus(x));
          return t + x * logistic(x) * (1 - t * t);
      }}},
    {"softplus", {softplus, logistic}},
    {"sigmoid", {logistic, [](float x) { return logistic(x) * (1 - logistic(x)); }}},
    {"log_sigmoid",
     {[](float x) { return std::fmin(x, 0.0f) - std::log1p(std::exp(-std::fabs(x))); },
      [](float x) { return 1 - logistic(x); }}},
    {"tanh",
     {[](float x) { return std::tanh(x); },
      [](float x) {
          const float t = std::tanh(x);
          return 1 - t * t;
      }}},
    {"tanh_shrink",
     {[](float x) { return x - std::tanh(x); },
      [](float x) {
          const float t = std::tanh(x);
          return t * t;
      }}},
    {"softsign",
     {[](float x) { return x / (1 + std::fabs(x)); },
      [](float x) { return 1 / ((1 + std::fabs(x)) * (1 + std::fabs(x))); }}},
    {"squareplus",
     {[](float x) { return (x + std::sqrt(x * x + 4)) / 2; },
      [](float x) { return (1 + x / std::sqrt(x * x + 4)) / 2; }}},
    {"hard_swish",
     {[](float x) { return x * std::fmin(std::fmax(x / 6 + 0.5f, 0.0f), 1.0f); },
      [](float x) { return x <= -3  ? 0
                           : x >= 3 ? 1
                                    : x / 3 + 0.5f; }}},
};

}  // namespace

peer textbook() {
    return {"libm", [](std::string_view activation, softknee::pass direction) {
                const auto found = textbook_formulas.find(activation);
                std::optional<softknee_accuracy::block_evaluator> result;
                if (found == textbook_formulas.end() || direction == softknee::pass::backward_from_output)
                    return result;
                const function evaluated =
                    direction == softknee::pass::forward ? found->second.forward : found->second.derivative;
                result = [evaluated](const void* input, void* output, std::size_t count) {
                    const auto* x = static_cast<const float*>(input);
                    auto* y = static_cast<float*>(output);
                    for (std::size_t i = 0; i < count; ++i) y[i] = evaluated(x[i]);
                };
                return result;
            }};
}

}  // namespace softknee_peers
