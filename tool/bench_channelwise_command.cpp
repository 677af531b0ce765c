// SPDX-License-Identifier: Apache-2.0
#include "bench_channelwise_command.hpp"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include <bench/channelwise_bench.hpp>
#include <softknee/error.hpp>

#include "bench_report.hpp"
#include "bench_shape.hpp"
#include "choice.hpp"
#include "progress.hpp"
#include "table.hpp"

namespace softknee::tool {
namespace {

constexpr pass directions[] = {pass::forward, pass::backward_from_input};

/// Channels last with few, some and many of them and with a number that is no multiple of a pack; planes that are odd
/// and large; one row, and one column.
const std::vector<std::string> default_shapes{"Nx3",      "Nx64",         "Nx1000", "Nx4096",
                                              "Nx64x7x7", "Nx64x112x112", "1xN",    "Nx1"};

struct channelwise_options {
    std::vector<std::string> learnables;
    std::vector<std::string> functions;
    std::vector<std::string> directions;
    std::vector<std::string> dtypes;
    std::vector<std::string> shapes = default_shapes;
    bench_run_options run;
};

std::vector<learnable> all_learnables() {
    return []<std::size_t... I>(std::index_sequence<I...>) {
        return std::vector<learnable>{std::variant_alternative_t<I, learnable>{}...};
    }
    (std::make_index_sequence<std::variant_size_v<learnable>>());
}

std::vector<bench::channelwise_activation> chosen_activations(const channelwise_options& options) {
    std::vector<bench::channelwise_activation> result;
    if (options.learnables.empty() && options.functions.empty()) return {learnable(prelu{}), biased{gelu{}}};
    if (!options.learnables.empty()) {
        std::ranges::copy(chosen(options.learnables, all_learnables(), "--learnable"), std::back_inserter(result));
    }
    for (const std::string& function : options.functions) result.emplace_back(biased{parse(function)});
    return result;
}

const std::vector<table_column> channelwise_columns{{"activation", alignment::left, 24},
                                                    {"direction", alignment::left, 20},
                                                    {"dtype", alignment::left, 8},
                                                    {"shape", alignment::left, 24}};

std::string text_of(const tensor_shape& shape) {
    std::string text;
    for (int d = 0; d < shape.rank(); ++d) text += (d == 0 ? "" : "x") + std::to_string(shape.size(d));
    return text;
}

int run(const channelwise_options& options) {
    const memory place = bench_place_of(options.run);
    const std::vector<bench_setting> settings = bench_settings(options.run, place);
    const auto activations = chosen_activations(options);
    const auto passes = chosen(options.directions, directions, "--direction");
    const auto dtypes = chosen(options.dtypes, all_dtypes, "--dtype");
    std::vector<bench_shape> shapes;
    for (const std::string& text : options.shapes) shapes.emplace_back(text);

    bench_report report(options.run, place, bench::channelwise_traffic_model, channelwise_columns);
    progress progress;
    const std::size_t per_tensor = activations.size() * passes.size();
    const std::size_t total = settings.size() * dtypes.size() * shapes.size() * per_tensor;
    std::size_t number = 0;
    const auto run_tensor = [&](const bench_setting& setting, dtype type, const tensor_shape& shape) {
        bench::channelwise_bench bench(place, type, shape, options.run.threads, setting.state);
        for (const auto& activation : activations) {
            for (const pass direction : passes) {
                const std::vector<std::string> names{bench::text_of(activation),
                                                     std::string(softknee::name_of(direction)),
                                                     std::string(softknee::name_of(type)), text_of(shape)};
                progress.show("bench-channelwise: " + std::to_string(++number) + " of " + std::to_string(total) + ": " +
                              names[0] + " " + names[1] + " " + names[2] + " " + names[3]);
                const auto measured = bench.run(activation, direction, measure_options_of(options.run, place));
                progress.clear();
                report.add(names, setting, bench.traffic_of(activation, direction), measured);
            }
        }
        report.add(setting, type, bench.ceilings());
    };
    for (const bench_setting& setting : settings) {
        for (const dtype type : dtypes) {
            for (const bench_shape& shape : shapes) {
                try {
                    run_tensor(setting, type, shape.of(setting.count));
                } catch (const parameter_error& error) {
                    progress.clear();
                    std::cerr << "softknee: left out " << per_tensor << " rows: " << error.what() << '\n';
                    number += per_tensor;
                }
            }
        }
    }
    report.finish();
    return exit_success;
}

}  // namespace

command add_bench_channelwise_command(CLI::App& application) {
    auto* parser = application.add_subcommand(
        "bench-channelwise", "Times the passes with learned parameters and biases beside the fastest copy");
    const auto options = std::make_shared<channelwise_options>();
    // Without this a list option takes all arguments that follow it.
    const auto one_each = [](CLI::Option* option) { option->allow_extra_args(false); };
    one_each(parser->add_option("--learnable", options->learnables, "this activation, such as prelu; repeat for more"));
    one_each(parser->add_option("--biased", options->functions,
                                "this function behind a bias, such as gelu; repeat for more"));
    one_each(parser->add_option("--direction", options->directions, "only forward or backward_from_input"));
    one_each(parser->add_option("--dtype", options->dtypes, "only this dtype; repeat for more"));
    one_each(parser->add_option("--shape", options->shapes, "only this shape, such as Nx64x7x7; repeat for more"));
    add_bench_run_options(*parser, options->run);
    parser->footer(std::string(bench_footer) +
                   "\n"
                   "The channel is dimension 1 of a shape, and N the dimension that makes about --count elements.\n"
                   "Without --learnable and --biased: prelu, and gelu behind a bias.\n"
                   "\n"
                   "Examples:\n"
                   "  softknee bench-channelwise --learnable prelu --dtype bfloat16\n"
                   "  softknee bench-channelwise --cpu --biased gelu --shape Nx4096 --json");
    return {parser, [options] { return run(*options); }};
}

}  // namespace softknee::tool
