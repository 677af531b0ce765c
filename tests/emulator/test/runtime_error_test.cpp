// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <string>

#include "runtime_fixture.hpp"

namespace softknee_emulator::test {
namespace {

using error_test = runtime_test;

TEST_F(error_test, errors_have_the_names_of_the_header_and_a_text) {
    EXPECT_STREQ(cudaGetErrorName(cudaSuccess), "cudaSuccess");
    EXPECT_STREQ(cudaGetErrorName(cudaErrorStreamCaptureUnjoined), "cudaErrorStreamCaptureUnjoined");
    EXPECT_STREQ(cudaGetErrorName(cudaErrorUnknown), "cudaErrorUnknown");
    EXPECT_STREQ(cudaGetErrorString(cudaSuccess), "no error");
    EXPECT_STREQ(cudaGetErrorString(cudaErrorMemoryAllocation), "out of memory");
}

TEST_F(error_test, no_two_errors_share_a_name_and_none_lacks_a_text) {
    std::set<std::string> names;
    for (int code = 0; code < 1000; ++code) {
        const std::string name = cudaGetErrorName(static_cast<cudaError_t>(code));
        if (name == "unrecognized error code") continue;
        EXPECT_TRUE(names.insert(name).second) << name;
        EXPECT_STRNE(cudaGetErrorString(static_cast<cudaError_t>(code)), "") << name;
    }
    EXPECT_GT(names.size(), 130u);
}

TEST_F(error_test, other_numbers_are_unrecognized) {
    EXPECT_STREQ(cudaGetErrorName(static_cast<cudaError_t>(998)), "unrecognized error code");
    EXPECT_STREQ(cudaGetErrorString(static_cast<cudaError_t>(-1)), "unrecognized error code");
}

TEST_F(error_test, asking_for_a_name_is_no_error) {
    cudaGetErrorName(static_cast<cudaError_t>(998));
    EXPECT_EQ(cudaPeekAtLastError(), cudaSuccess);
}

}  // namespace
}  // namespace softknee_emulator::test
