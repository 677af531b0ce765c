// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/control.hpp>

#include <string>
#include <string_view>

#include <emulator/runtime/block.hpp>
#include <emulator/runtime/call.hpp>
#include <emulator/runtime/counts.hpp>
#include <emulator/runtime/device.hpp>
#include <emulator/runtime/error.hpp>
#include <emulator/runtime/failures.hpp>
#include <emulator/runtime/function_names.hpp>
#include <emulator/runtime/immortal.hpp>

using namespace softknee_emulator;
using namespace softknee_emulator::runtime;

namespace {

/// The counts at the time of the last reset.
struct counts_at_reset {
    call_counts calls;
    machine_statistics run;
};

unsigned long long total_since(const counts_at_reset& earlier, std::string_view what) {
    const machine_statistics run = total_statistics();
    if (what == "calls") return counts().calls() - earlier.calls.calls();
    if (what == "launches") return run.launches - earlier.run.launches;
    if (what == "blocks") return run.blocks - earlier.run.blocks;
    if (what == "threads") return run.threads - earlier.run.threads;
    if (what == "instructions") return run.instructions - earlier.run.instructions;
    if (what == "allocations") return counts().allocations() - earlier.calls.allocations();
    if (what == "synchronisations") return counts().synchronisations() - earlier.calls.synchronisations();
    stop("softknee_emulator_total: there is no count of '" + std::string(what) + "'");
}

}  // namespace

void softknee_emulator_fail_call(const char* function, unsigned long long n, int code, int sticky) {
    if (!is_emulated(function)) stop("softknee_emulator_fail_call: no function " + std::string(function));
    const std::optional<cudaError_t> error = find_error(std::to_string(code));
    if (!error || *error == cudaSuccess) stop("softknee_emulator_fail_call: no error has code " + std::to_string(code));
    if (n == 0) stop("softknee_emulator_fail_call: the next call is call 1");
    run_locked([&] { failures().add({function, n, *error, sticky != 0}); });
}

void softknee_emulator_clear_failures() {
    run_locked([] {
        failures().clear();
        forget_sticky_error();
    });
    forget_last_error();
}

unsigned long long softknee_emulator_call_count(const char* function) {
    if (!is_emulated(function)) stop("softknee_emulator_call_count: no function " + std::string(function));
    unsigned long long result = 0;
    run_locked([&] { result = counts().calls(function) - immortal<counts_at_reset>().calls.calls(function); });
    return result;
}

unsigned long long softknee_emulator_total(const char* what) {
    unsigned long long result = 0;
    run_locked([&] { result = total_since(immortal<counts_at_reset>(), what); });
    return result;
}

void softknee_emulator_reset_counts() {
    run_locked([] { immortal<counts_at_reset>() = {counts(), total_statistics()}; });
}

std::size_t softknee_emulator_live_allocations() {
    std::size_t result = 0;
    run_locked([&] { result = live_block_count(); });
    return result;
}
