// SPDX-License-Identifier: Apache-2.0
#include "textbook_loop.hpp"

#include <map>

#include "../textbook_formulas.hpp"

namespace softknee_peers {
namespace {

struct loops {
    textbook_loop forward;
    textbook_loop gradient;
};

template <class Forward, class Derivative>
loops make_loops(Forward, Derivative) {
    return {[](const float* x, const float*, float* y, std::int64_t count) {
                for (std::int64_t i = 0; i < count; ++i) y[i] = Forward{}(x[i]);
            },
            [](const float* x, const float* dy, float* dx, std::int64_t count) {
                for (std::int64_t i = 0; i < count; ++i) dx[i] = dy[i] * Derivative{}(x[i]);
            }};
}

std::map<std::string_view, loops> collect_loops() {
    std::map<std::string_view, loops> result;
    visit_textbook_formulas(
        [&](std::string_view name, auto forward, auto derivative) { result[name] = make_loops(forward, derivative); });
    return result;
}

}  // namespace

textbook_loop find_textbook_loop(std::string_view activation, softknee::pass direction) {
    static const auto all = collect_loops();
    const auto found = all.find(activation);
    if (found == all.end() || direction == softknee::pass::backward_from_output) return nullptr;
    return direction == softknee::pass::forward ? found->second.forward : found->second.gradient;
}

}  // namespace softknee_peers
