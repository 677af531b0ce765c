// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "../textbook_formulas.hpp"
#include "peer.hpp"

namespace softknee_peers {

namespace {

using function = float (*)(float);

struct formulas {
    function forward;
    function derivative;
};

std::map<std::string_view, formulas> collect_formulas() {
    std::map<std::string_view, formulas> result;
    visit_textbook_formulas([&](std::string_view name, function forward, function derivative) {
        result[name] = {forward, derivative};
    });
    return result;
}

}  // namespace

peer textbook() {
    return {"libm", [](std::string_view activation, softknee::pass direction) {
                static const auto textbook_formulas = collect_formulas();
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
