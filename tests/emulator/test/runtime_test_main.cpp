// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

/// The stand-in reads its settings when it is loaded, so that the process starts itself once more with those that its
/// tests are written for.
int main(int argc, char** argv) {
    constexpr const char* marker = "RUNTIME_TEST_HAS_SETTINGS";
    if (std::getenv(marker) == nullptr) {
        setenv(marker, "1", 1);
        setenv("SOFTKNEE_EMULATOR_DEVICES", "2", 1);
        setenv("SOFTKNEE_EMULATOR_COMPUTE_CAPABILITY", "9.0,7.5", 1);
        setenv("SOFTKNEE_EMULATOR_MULTIPROCESSORS", "4,2", 1);
        setenv("SOFTKNEE_EMULATOR_MEMORY", "1073741824,1048576", 1);
        execv("/proc/self/exe", argv);
        std::perror("execv");
        return EXIT_FAILURE;
    }
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
