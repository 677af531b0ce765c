// SPDX-License-Identifier: Apache-2.0
#include "command_line.hpp"

#include <array>
#include <iostream>
#include <string>

#include <CLI/CLI.hpp>

#include "apply_command.hpp"
#include "bench_channelwise_command.hpp"
#include "bench_command.hpp"
#include "build_information.hpp"
#include "check_command.hpp"
#include "command.hpp"
#include "info_command.hpp"
#include "list_command.hpp"
#include "products_command.hpp"

namespace softknee::tool {

int fail(std::string_view message) {
    std::cout.flush();
    std::cerr << "softknee: " << message << std::endl;
    return exit_error;
}

int run_command_line(int argument_count, char** arguments) {
    CLI::App application("Activation functions with stated accuracy: lists, applies, checks and times them.",
                         "softknee");
    application.set_version_flag("--version", "softknee " + std::string(build.version));
    // "At least one" would be reported in place of a word that is no command.
    application.require_subcommand(0, 1);
    application.footer(
        "Exit status: 0; 1 if a check failed; 2 if the command line or an input cannot be accepted.\n"
        "\n"
        "Examples:\n"
        "  softknee list\n"
        "  softknee apply gelu x.npy y.npy\n"
        "  softknee check --activation \"elu(alpha=0.5)\" --dtype bfloat16\n"
        "  softknee bench --activation gelu --json\n"
        "\n"
        "softknee COMMAND --help says more.");
    const std::array commands{add_list_command(application),
                              add_info_command(application),
                              add_apply_command(application),
                              add_check_command(application),
                              add_products_command(application),
                              add_bench_command(application),
                              add_bench_channelwise_command(application)};
    constexpr std::string_view more_help = "\nRun with --help for more information.";
    try {
        application.parse(argument_count, arguments);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return application.exit(error);
        return fail(error.what() + std::string(more_help));
    }
    for (const auto& command : commands) {
        if (command.parser->parsed()) return command.run();
    }
    return fail("got no command, expected list, info, apply, check, products, bench or bench-channelwise" +
                std::string(more_help));
}

}  // namespace softknee::tool
