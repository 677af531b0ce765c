// SPDX-License-Identifier: Apache-2.0
#include "curve.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include <accuracy/parameters.hpp>
#include <accuracy/truth.hpp>

namespace softknee_peers {

namespace {

constexpr double limit = 12;
constexpr int intervals = 480;
constexpr int inputs_per_interval = 500;

}  // namespace

void print_curve(std::ostream& out, const std::string& activation, softknee::pass direction,
                 const std::vector<peer>& peers) {
    const auto type = softknee::dtype::float32;
    const auto parsed = softknee::parse(activation);
    const softknee_accuracy::truth exact(*softknee_reference::find(activation), direction, type,
                                         softknee_accuracy::rounded_parameters(parsed, type));
    std::vector<softknee_accuracy::block_evaluator> evaluators = {
        softknee_accuracy::product_evaluator({.activation = parsed, .direction = direction, .type = type})};
    out << "x,softknee";
    for (const peer& p : peers) {
        if (const auto found = p.find(activation, direction)) {
            evaluators.push_back(*found);
            out << ',' << p.name;
        }
    }
    out << '\n';
    std::vector<float> x(inputs_per_interval);
    std::vector<float> y(inputs_per_interval);
    for (int interval = 0; interval < intervals; ++interval) {
        const double first = limit * (2.0 * interval / intervals - 1);
        for (int i = 0; i < inputs_per_interval; ++i) {
            const double step = 2 * limit / intervals * (i + 0.618) / inputs_per_interval;
            x[static_cast<std::size_t>(i)] = static_cast<float>(first + step);
        }
        out << first;
        for (const auto& evaluate : evaluators) {
            evaluate(x.data(), y.data(), x.size());
            double worst = 0;
            for (std::size_t i = 0; i < x.size(); ++i) {
                const auto input = std::bit_cast<std::uint32_t>(x[i]);
                worst = std::max(worst, exact.judge(input, std::bit_cast<std::uint32_t>(y[i])).ulp);
            }
            out << ',' << worst;
        }
        out << '\n';
    }
}

}  // namespace softknee_peers
