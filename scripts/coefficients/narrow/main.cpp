// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <sstream>
#include <string>

#include "form.hpp"

namespace softknee_coefficients {

void print_coefficients(const char* type, const float* values, std::size_t count) {
    std::printf("  %-8s ", type);
    for (std::size_t i = 0; i < count; ++i) std::printf(" %a", static_cast<double>(values[i]));
    std::printf("\n");
}

void print_faults(const char* type, const target& goal, const faults& found) {
    std::printf("  %-8s  %-50s %zu misrounded", type, goal.name.c_str(), found.misrounded);
    if (found.misrounded > 0) std::printf(", the first at %#06x", found.first);
    if (!goal.closeness.empty()) std::printf(", %zu %s", found.far, goal.closeness.c_str());
    if (found.far > 0) std::printf(" (up to %.2f times the distance allowed)", found.distance);
    std::printf("\n");
}

namespace {

/// Lines of a type and its coefficients, as printed by the search and by the scripts that fit.
std::map<std::string, std::vector<float>> read_coefficients(std::istream& lines) {
    std::map<std::string, std::vector<float>> result;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string type;
        words >> type;
        if (type != "float16" && type != "bfloat16") continue;
        for (std::string word; words >> word;) result[type].push_back(std::strtof(word.c_str(), nullptr));
    }
    return result;
}

}  // namespace
}  // namespace softknee_coefficients

int main(int argc, char** argv) {
    using namespace softknee_coefficients;
    CLI::App app{
        "Counts the inputs that the forms for 16-bit results misround, of all 65,536, and those whose result is\n"
        "too far from the exact one: a derivative has a product with some dy beyond 0.501 ULP, a function with\n"
        "parameters is off by more than 0.0008 ULP. Searches coefficients with less of both, the defaults first.\n"
        "The exit status is 1 if one is misrounded."};
    std::vector<std::string> names;
    search_options options;
    app.add_option("FORM", names, "these forms alone");
    app.add_option("--search", options.seconds,
                   "search for so many seconds, from the coefficients of the library or those of --start");
    app.add_option("--seed", options.seed, "of the search");
    std::string start;
    app.add_option("--start", start, "a file of other coefficients, such as a script beside this program prints")
        ->check(CLI::ExistingFile);
    CLI11_PARSE(app, argc, argv);
#if defined(__AVX2__)
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") || !__builtin_cpu_supports("f16c")) {
        std::fprintf(stderr, "this machine has no AVX2, fma and F16C, for which this was compiled\n");
        return 77;
    }
#endif
    if (!start.empty()) {
        if (names.size() != 1) {
            std::fprintf(stderr, "coefficients to start from are those of one form\n");
            return 2;
        }
        std::ifstream lines(start);
        options.start = read_coefficients(lines);
    }
    std::size_t misrounded = 0;
    std::size_t known = 0;
    for (const form& each : all_forms()) {
        if (!names.empty() && std::find(names.begin(), names.end(), each.name) == names.end()) continue;
        ++known;
        std::printf("%s\n", each.name.c_str());
        std::fflush(stdout);
        try {
            misrounded += each.run(options);
        } catch (const std::exception& error) {
            std::fprintf(stderr, "%s\n", error.what());
            return 2;
        }
    }
    if (known < names.size()) {
        std::string list;
        for (const form& each : all_forms()) list += " " + each.name;
        std::fprintf(stderr, "there are the forms%s\n", list.c_str());
        return 2;
    }
    return misrounded == 0 ? 0 : 1;
}
