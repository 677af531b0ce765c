// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <chrono>
#include <exception>
#include <iostream>
#include <map>
#include <memory>

#include <softknee/catalogue.hpp>
#include <softknee/error.hpp>

#include "report.hpp"

namespace {

struct options {
    std::string data = SOFTKNEE_DIGITS_DATA;
    std::string activation = "relu";
    digits::architecture plan;
    digits::training_plan training;
    bool device = false;
    bool cpu = false;
    bool json = false;
};

std::unique_ptr<digits::backend> choose_backend(const options& chosen) {
    if (chosen.cpu) return digits::make_cpu_backend();
    try {
        return digits::make_cuda_backend();
    } catch (const softknee::device_error& reason) {
        if (chosen.device) throw;
        std::cerr << "on the CPU: " << reason.what() << '\n';
        return digits::make_cpu_backend();
    }
}

void declare(CLI::App& app, options& chosen) {
    const std::map<std::string, softknee::saved_kind> saved{{"input", softknee::saved_kind::input},
                                                            {"output", softknee::saved_kind::output}};
    const std::map<std::string, digits::initialisation> start{{"he", digits::initialisation::he},
                                                              {"glorot", digits::initialisation::glorot}};
    app.add_option("--activation", chosen.activation,
                   "such as gelu, \"elu(alpha=0.5)\", or prelu, whose slopes are learned")
        ->capture_default_str();
    app.add_option("--saved", chosen.plan.saved, "what the backward pass reads; the output allows in place")
        ->transform(CLI::CheckedTransformer(saved))
        ->default_str("input");
    app.add_option("--depth", chosen.plan.depth, "hidden layers")->check(CLI::Range(1, 100))->capture_default_str();
    app.add_option("--width", chosen.plan.width, "units of a hidden layer")
        ->check(CLI::Range(1, 4096))
        ->capture_default_str();
    app.add_option("--initialisation", chosen.plan.start, "standard deviation of the first weights")
        ->transform(CLI::CheckedTransformer(start))
        ->default_str("he");
    app.add_option("--seed", chosen.plan.seed, "of weights and order")->capture_default_str();
    app.add_option("--epochs", chosen.training.epochs)->check(CLI::Range(1, 10000))->capture_default_str();
    app.add_option("--batch", chosen.training.images_per_step, "images of a step")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    app.add_option("--rate", chosen.training.learning_rate, "learning rate of the first epoch; falls linearly")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--momentum", chosen.training.momentum)->check(CLI::Range(0.0, 0.999))->capture_default_str();
    app.add_option("--data", chosen.data, "the images")->check(CLI::ExistingFile);
    const auto device = app.add_flag("--device", chosen.device, "on the device, or not at all");
    app.add_flag("--cpu", chosen.cpu, "on the CPU, even if there is a device")->excludes(device);
    app.add_flag("--json", chosen.json, "the report as JSON on the standard output, epochs on the standard error");
}

digits::run_report run(const options& chosen) {
    const auto data = digits::split(digits::read_digits(chosen.data));
    const auto device = choose_backend(chosen);
    const auto start = std::chrono::steady_clock::now();
    digits::network model(*device, chosen.plan);

    digits::run_report report;
    report.backend = device->name();
    report.plan = chosen.plan;
    report.training_images = data.training.size();
    report.held_out_images = data.held_out.size();
    report.first_gradient_norms = digits::gradient_norms(*device, model, data.training);
    std::ostream& progress = chosen.json ? std::cerr : std::cout;
    report.epochs = digits::train(*device, model, data, chosen.training,
                                  [&](const digits::epoch_result& result) { digits::print_epoch(progress, result); });
    report.trained_gradient_norms = digits::gradient_norms(*device, model, data.training);
    report.units = digits::count_units(*device, model, data.held_out);
    for (digits::activation_layer& layer : model.activations()) {
        if (layer.slopes() != nullptr) report.slopes.push_back(digits::summarise(*device, layer.slopes()->value));
    }
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

}  // namespace

int main(int argc, char** argv) {
    options chosen;
    CLI::App app("Trains a small network to read handwritten digits, with any activation of softknee.");
    declare(app, chosen);
    CLI11_PARSE(app, argc, argv);
    try {
        chosen.plan.prelu = chosen.activation == softknee::prelu::description.name;
        if (!chosen.plan.prelu) chosen.plan.activation = softknee::parse(chosen.activation);
        const digits::run_report report = run(chosen);
        chosen.json ? print_json(std::cout, report) : print_text(std::cout, report);
    } catch (const std::exception& failure) {
        std::cerr << "digits: " << failure.what() << '\n';
        return 1;
    }
    return 0;
}
