// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <vector>

#include "planted_fault.hpp"

namespace {

using planted_faults::planted_fault;

std::vector<planted_fault> all_faults() {
    std::vector<planted_fault> all;
    for (const auto group :
         {planted_faults::memory_faults(), planted_faults::wide_access_faults(), planted_faults::array_faults(),
          planted_faults::initialisation_faults(), planted_faults::missing_barrier_faults(),
          planted_faults::shared_race_faults(), planted_faults::global_race_faults(),
          planted_faults::read_only_faults(), planted_faults::warp_faults(), planted_faults::barrier_faults(),
          planted_faults::host_faults()}) {
        all.insert(all.end(), group.begin(), group.end());
    }
    std::sort(all.begin(), all.end(),
              [](const planted_fault& a, const planted_fault& b) { return std::strcmp(a.name, b.name) < 0; });
    return all;
}

/// The emulator ends the process by SIGABRT, and ctest takes a signal for a failure whatever was printed.
void end_with_a_status(int) {
    _exit(3);
}

int run(const planted_fault& fault, bool correct) {
    try {
        correct ? fault.correct() : fault.faulty();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "planted_faults: %s: %s\n", fault.name, error.what());
        return 1;
    }
    std::printf("planted_faults: %s%s: nothing was wrong\n", fault.name, correct ? ", correct" : "");
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGABRT, end_with_a_status);
    const bool lists = argc == 2 && std::strcmp(argv[1], "--list") == 0;
    const bool correct = argc == 3 && std::strcmp(argv[2], "--correct") == 0;
    for (const planted_fault& fault : all_faults()) {
        if (lists) {
            std::printf("%s\n", fault.name);
        } else if ((argc == 2 || correct) && std::strcmp(argv[1], fault.name) == 0) {
            return run(fault, correct);
        }
    }
    if (lists) return 0;
    std::fprintf(stderr, "usage: planted_faults NAME [--correct] | --list\n");
    return 2;
}
