// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <string>

#include "form.hpp"

namespace softknee_coefficients {

void print_coefficients(const char* type, const float* values, std::size_t count) {
    std::printf("  %-8s  {", type);
    for (std::size_t i = 0; i < count; ++i) std::printf("%s%af", i == 0 ? "" : ", ", static_cast<double>(values[i]));
    std::printf("}\n");
}

}  // namespace softknee_coefficients

int main(int argc, char** argv) {
    using namespace softknee_coefficients;
    CLI::App app{
        "Counts the inputs that the forms for 16-bit results misround, of all 65,536, and searches coefficients "
        "that misround none.\nThe exit status is 1 if one is misrounded."};
    std::vector<std::string> names;
    search_options options;
    app.add_option("FORM", names, "these forms alone");
    app.add_option("--search", options.seconds,
                   "search for so many seconds, starting from the coefficients of the library");
    app.add_option("--seed", options.seed, "of the search");
    CLI11_PARSE(app, argc, argv);
#if defined(__AVX2__)
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") || !__builtin_cpu_supports("f16c")) {
        std::fprintf(stderr, "this machine has no AVX2, fma and F16C, for which this was compiled\n");
        return 77;
    }
#endif
    std::size_t misrounded = 0;
    std::size_t known = 0;
    for (const form& each : all_forms()) {
        if (!names.empty() && std::find(names.begin(), names.end(), each.name) == names.end()) continue;
        ++known;
        std::printf("%s\n", each.name.c_str());
        std::fflush(stdout);
        misrounded += each.run(options);
    }
    if (known < names.size()) {
        std::string list;
        for (const form& each : all_forms()) list += " " + each.name;
        std::fprintf(stderr, "there are the forms%s\n", list.c_str());
        return 2;
    }
    return misrounded == 0 ? 0 : 1;
}
