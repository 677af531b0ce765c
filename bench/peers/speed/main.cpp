// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <ctime>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <softknee/execution.hpp>

#include "onednn_prelu.hpp"
#include "pointwise_comparison.hpp"
#include "prelu_comparison.hpp"

/// Times softknee and what one would use instead on the CPU, in turns within one process.
namespace {

constexpr std::int64_t maximum_count = std::int64_t(1) << 34;

struct pointwise_options {
    std::vector<std::string> activations;
    std::vector<softknee::dtype> types{softknee::dtype::float32, softknee::dtype::bfloat16};
    std::vector<std::int64_t> counts{1024, std::int64_t(1) << 15, std::int64_t(1) << 25};
    std::vector<int> threads{1, 2};
    double seconds = 0.25;
};

nlohmann::ordered_json row_of(const softknee_peers::pointwise_answer& answer) {
    nlohmann::ordered_json row{{"activation", answer.activation},
                               {"pass", std::string(name_of(answer.direction))},
                               {"dtype", std::string(name_of(answer.type))},
                               {"count", answer.count},
                               {"threads", answer.threads}};
    for (const auto& [name, timing] : answer.timings) {
        row["seconds"][name] = {{"median", timing.median_s}, {"fastest", timing.fastest_s}, {"spread", timing.spread}};
    }
    return row;
}

/// "Intel(R) Xeon(R) Processor @ 2.80GHz"; "a processor" where the system does not tell.
std::string processor_name() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        const auto colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
    }
    return "a processor";
}

std::string today() {
    const std::time_t now = std::time(nullptr);
    std::ostringstream text;
    text << std::put_time(std::gmtime(&now), "%F");
    return text.str();
}

void run_pointwise(const pointwise_options& options) {
    softknee_peers::pointwise_question question;
    for (const std::string& text : options.activations) question.activations.push_back(softknee::parse(text));
    if (options.activations.empty()) {
        for (const auto& known : softknee::catalogue()) question.activations.push_back(known.default_activation);
    }
    question.types = options.types;
    question.counts = options.counts;
    question.threads = options.threads;
    question.how.seconds = options.seconds;

    auto rows = nlohmann::ordered_json::array();
    softknee_peers::compare_pointwise(
        question, [](const std::string& what) { std::cerr << what << '\n'; },
        [&](const softknee_peers::pointwise_answer& answer) { rows.push_back(row_of(answer)); });
    std::cout << nlohmann::ordered_json{{"date", today()},
                                        {"processor", processor_name()},
                                        {"cores", std::thread::hardware_concurrency()},
                                        {"instruction_set", std::string(name_of(softknee::best_instruction_set()))},
                                        {"onednn", softknee_peers::onednn_name()},
                                        {"rows", rows}}
                     .dump(1)
              << '\n';
}

}  // namespace

int main(int argument_count, char** arguments) {
    CLI::App application("Times softknee and what one would use instead on the CPU, in turns within one process.");
    application.require_subcommand(1);
    const CLI::Range count_range(std::int64_t(1), maximum_count);

    pointwise_options pointwise;
    auto* pointwise_parser = application.add_subcommand(
        "pointwise",
        "Element-wise passes beside oneDNN, loops over libm and copies; prints JSON for bench/report/cpu_speed.py");
    pointwise_parser->add_option("--activation", pointwise.activations, "all if none is named");
    std::map<std::string, softknee::dtype> types;
    for (const softknee::dtype type : softknee::all_dtypes) types[std::string(name_of(type))] = type;
    pointwise_parser->add_option("--dtype", pointwise.types, "float32 and bfloat16 if none is named")
        ->transform(CLI::CheckedTransformer(types));
    pointwise_parser->add_option("--count", pointwise.counts, "elements of a tensor")
        ->check(count_range)
        ->capture_default_str();
    pointwise_parser->add_option("--threads", pointwise.threads)->check(CLI::Range(1, 4096))->capture_default_str();
    pointwise_parser->add_option("--seconds", pointwise.seconds, "time for a row")->capture_default_str();

    std::int64_t prelu_count = std::int64_t(1) << 24;
    double prelu_seconds = 1;
    auto* prelu_parser =
        application.add_subcommand("prelu", "PReLU with a slope per channel beside oneDNN's; prints a Markdown table");
    prelu_parser->add_option("--count", prelu_count, "elements of a tensor")->check(count_range)->capture_default_str();
    prelu_parser->add_option("--seconds", prelu_seconds, "time for a row")->capture_default_str();
    CLI11_PARSE(application, argument_count, arguments);

    try {
        if (pointwise_parser->parsed()) run_pointwise(pointwise);
        if (prelu_parser->parsed()) softknee_peers::compare_prelu(prelu_count, prelu_seconds);
    } catch (const std::exception& error) {
        std::cerr << "softknee_peer_speed: " << error.what() << '\n';
        return 1;
    }
    return 0;
}
