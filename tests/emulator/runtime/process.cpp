// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/process.hpp>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include <emulator/runtime/block.hpp>
#include <emulator/runtime/call.hpp>
#include <emulator/runtime/counts.hpp>
#include <emulator/runtime/device.hpp>
#include <emulator/runtime/failures.hpp>
#include <emulator/runtime/immortal.hpp>

namespace softknee_emulator::runtime {
namespace {

std::string report_line() {
    const machine_statistics run = total_statistics();
    return std::to_string(run.launches) + " launches, " + std::to_string(run.threads) + " threads, " +
           std::to_string(run.instructions) + " instructions, " + std::to_string(counts().allocations()) +
           " allocations, " + std::to_string(counts().synchronisations()) + " synchronisations";
}

std::string report_json() {
    const machine_statistics run = total_statistics();
    return "{\"launches\": " + std::to_string(run.launches) + ", \"blocks\": " + std::to_string(run.blocks) +
           ", \"threads\": " + std::to_string(run.threads) + ", \"instructions\": " + std::to_string(run.instructions) +
           ", \"allocations\": " + std::to_string(counts().allocations()) +
           ", \"synchronisations\": " + std::to_string(counts().synchronisations()) +
           ", \"never_freed\": " + std::to_string(live_block_count()) + "}";
}

void report() {
    const std::string& path = settings().report_path;
    if (path.empty()) {
        std::fprintf(stderr, "softknee emulator: %s\n", report_line().c_str());
        return;
    }
    std::FILE* const file = std::fopen(path.c_str(), "a");
    if (file == nullptr) stop("the report cannot be written to " + path);
    std::fprintf(file, "%s\n", report_json().c_str());
    std::fclose(file);
}

void at_exit(int status, void*) {
    if (counts().calls() == 0) return;
    report();
    for (const planned_failure& failure : failures().pending()) {
        std::fprintf(stderr, "softknee emulator: the failure of %s was not reached, it was %llu calls away\n",
                     failure.function.c_str(), static_cast<unsigned long long>(failure.call));
    }
    if (live_block_count() == 0) return;
    for (const std::string& line : describe_live_blocks()) {
        std::fprintf(stderr, "softknee emulator: never freed: %s\n", line.c_str());
    }
    if (status != EXIT_SUCCESS) return;
    std::fflush(nullptr);
    _exit(status_for_leaked_memory);
}

/// Runs when the library is loaded, before anything of the program does. Handlers of on_exit that are registered then
/// run last, after the destructors of all static objects and the handlers of atexit of the program and its libraries,
/// and are told the exit status.
[[gnu::constructor]] void at_start() {
    for (const planned_failure& failure : settings().failures) failures().add(failure);
    on_exit(at_exit, nullptr);
}

}  // namespace
}  // namespace softknee_emulator::runtime
