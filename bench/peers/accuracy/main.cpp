// SPDX-License-Identifier: Apache-2.0
#include <ctime>
#include <iomanip>
#include <iostream>
#include <sstream>

#include <CLI/CLI.hpp>

#include "curve.hpp"
#include "peer.hpp"

/// Prints, for float32, the errors of softknee and of its peers, measured by the same sweep on the same inputs.
namespace {

using softknee::pass;
using softknee_accuracy::sweep_row;
using softknee_peers::peer;

std::string cell(const sweep_row& row) {
    std::ostringstream text;
    if (row.maximum_ulp < 1000) {
        text << std::fixed << std::setprecision(2) << row.maximum_ulp;
    } else {
        text << std::scientific << std::setprecision(0) << row.maximum_ulp;
    }
    if (row.false_zeros > 0) text << ", " << row.false_zeros << " false zeros";
    if (row.wrong_signs > 0) text << ", " << row.wrong_signs << " wrong signs";
    if (row.nans > 0) text << ", " << row.nans << " NaN";
    return text.str();
}

void print_heading(const std::vector<peer>& peers) {
    const std::time_t now = std::time(nullptr);
    std::cout
        << "# The accuracy of others in float32\n\nMeasured on " << std::put_time(std::gmtime(&now), "%F")
        << R"( on an x86-64 CPU: the largest error in ULP over the inputs of the default sweep (every 1021st float32 and the
edges), judged by the sweep that judges softknee. A false zero is a 0 where the exact result rounds to another
number; a wrong sign is the other sign. Where no digit is right the error is about 1e+07, and beyond that where the
result overflows. A cell is empty where the peer has no such function.

- libm: the textbook formula, computed in float32 with the C library's functions
)";
    for (std::size_t i = 1; i < peers.size(); ++i) std::cout << "- " << peers[i].name << '\n';
    std::cout << R"(
![The error over x, of gelu, silu, elu and the derivative of tanh](../bench/results/peers/error_curves.svg)

The table is what `softknee_peer_accuracy` prints; bench/peers/accuracy/README.md says how it is built, and how the
picture is drawn.

)";
}

void print_table(const std::vector<peer>& peers) {
    std::cout << "| activation | pass | softknee |";
    for (const peer& p : peers) std::cout << " " << p.name << " |";
    std::cout << "\n|---|---|---|";
    for (std::size_t i = 0; i < peers.size(); ++i) std::cout << "---|";
    std::cout << '\n';
    for (const auto& information : softknee::catalogue()) {
        for (const pass direction : {pass::forward, pass::backward_from_input}) {
            const std::string name(information.description.name);
            const softknee_accuracy::sweep_request request{
                .activation = information.default_activation, .direction = direction, .type = softknee::dtype::float32};
            std::string line;
            bool any = false;
            for (const peer& p : peers) {
                const auto evaluator = p.find(name, direction);
                any = any || evaluator.has_value();
                line += evaluator
                            ? " " + cell(softknee_accuracy::sweep(request, *evaluator, *softknee_reference::find(name)))
                            : "";
                line += " |";
            }
            if (!any) continue;
            std::cerr << name << ' ' << name_of(direction) << '\n';
            std::cout << "| " << name << " | " << (direction == pass::forward ? "forward" : "gradient") << " | "
                      << cell(softknee_accuracy::sweep(request)) << " |" << line << std::endl;
        }
    }
}

}  // namespace

int main(int count, char** arguments) {
    CLI::App application("Errors of softknee and of its peers in float32, in ULP");
    std::string curve;
    bool gradient = false;
    application.add_option("--curve", curve,
                           "print the error over x in [-12, 12] of this activation instead, as CSV for plot_curves.py");
    application.add_flag("--gradient", gradient, "that of its derivative");
    CLI11_PARSE(application, count, arguments);
    const auto peers = softknee_peers::all_peers();
    if (curve.empty()) {
        print_heading(peers);
        print_table(peers);
    } else {
        softknee_peers::print_curve(std::cout, curve, gradient ? pass::backward_from_input : pass::forward, peers);
    }
}
