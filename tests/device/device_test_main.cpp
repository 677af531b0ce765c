// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include <gtest/gtest.h>

#include <softknee/error.hpp>
#include <softknee/stream.hpp>

/// ctest takes this exit status for a test that was skipped.
constexpr int skipped = 77;

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    try {
        const softknee::stream probe;
    } catch (const softknee::no_device_error& error) {
        std::printf("skipped, there is no CUDA device: %s\n", error.what());
        return skipped;
    }
    return RUN_ALL_TESTS();
}
