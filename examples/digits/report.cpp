// SPDX-License-Identifier: Apache-2.0
#include "report.hpp"

#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

namespace digits {

namespace {

constexpr int per_cent = 100;

}  // namespace

void print_epoch(std::ostream& out, const epoch_result& result) {
    out << "epoch " << std::setw(3) << result.epoch << "  loss " << std::fixed << std::setprecision(4)
        << result.training.mean_loss() << "  held-out accuracy " << std::setprecision(2)
        << per_cent * result.held_out.accuracy() << " %" << std::endl;
}

void print_text(std::ostream& out, const run_report& report) {
    out << activation_text(report.plan) << ", from the " << name_of(report.plan.saved) << ", on the " << report.backend
        << ": " << report.training_images << " images in " << std::fixed << std::setprecision(2) << report.seconds
        << " s, " << report.held_out_images << " held out\n"
        << "layer    dead units   saturated units   gradient norm before   and after training\n";
    for (std::size_t layer = 0; layer < report.first_gradient_norms.size(); ++layer) {
        const bool hidden = layer < report.units.size();
        out << std::left << std::setw(7) << (hidden ? std::to_string(layer + 1) : "logits") << std::right;
        if (hidden) {
            out << std::fixed << std::setprecision(1) << std::setw(10) << per_cent * report.units[layer].dead_fraction()
                << " %" << std::setw(16) << per_cent * report.units[layer].saturated_fraction() << " %";
        } else {
            out << std::setw(12) << '-' << std::setw(18) << '-';
        }
        out << std::scientific << std::setprecision(2) << std::setw(23) << report.first_gradient_norms[layer]
            << std::setw(21) << report.trained_gradient_norms[layer] << '\n';
    }
    if (report.slopes.empty()) return;
    out << "layer    least slope   mean   greatest\n" << std::fixed << std::setprecision(3);
    for (std::size_t layer = 0; layer < report.slopes.size(); ++layer) {
        const slope_summary& slopes = report.slopes[layer];
        out << std::left << std::setw(7) << layer + 1 << std::right << std::setw(13) << slopes.least << std::setw(8)
            << slopes.mean << std::setw(10) << slopes.greatest << '\n';
    }
}

void print_json(std::ostream& out, const run_report& report) {
    nlohmann::json epochs = nlohmann::json::array();
    for (const epoch_result& epoch : report.epochs) {
        epochs.push_back({{"loss", epoch.training.mean_loss()}, {"accuracy", epoch.held_out.accuracy()}});
    }
    nlohmann::json layers = nlohmann::json::array();
    for (const unit_counts& counts : report.units) {
        layers.push_back(
            {{"units", counts.units}, {"dead", counts.dead_fraction()}, {"saturated", counts.saturated_fraction()}});
    }
    nlohmann::json slopes = nlohmann::json::array();
    for (const slope_summary& of_layer : report.slopes) {
        slopes.push_back({{"least", of_layer.least}, {"mean", of_layer.mean}, {"greatest", of_layer.greatest}});
    }
    const nlohmann::json object = {
        {"activation", activation_text(report.plan)},
        {"saved", name_of(report.plan.saved)},
        {"backend", report.backend},
        {"seed", report.plan.seed},
        {"training_images", report.training_images},
        {"held_out_images", report.held_out_images},
        {"accuracy", report.epochs.back().held_out.accuracy()},
        {"epochs", epochs},
        {"hidden_layers", layers},
        {"slopes", slopes},
        {"gradient_norms", {{"before", report.first_gradient_norms}, {"after", report.trained_gradient_norms}}},
        {"seconds", report.seconds},
    };
    out << object.dump(2) << '\n';
}

}  // namespace digits
