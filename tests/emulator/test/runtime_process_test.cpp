// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

/// What a process says and how it ends: settings from the environment, the report, memory that is left behind.
namespace softknee_emulator::test {
namespace {

struct outcome {
    std::string output;  ///< of stdout and stderr
    int status;
};

/// Runs the probe.
/// @param environment  each "NAME=value", without SOFTKNEE_EMULATOR_
outcome run_probe(const std::string& action, const std::vector<std::string>& environment = {}) {
    std::string command =
        "env -u SOFTKNEE_EMULATOR_DEVICES -u SOFTKNEE_EMULATOR_COMPUTE_CAPABILITY "
        "-u SOFTKNEE_EMULATOR_MULTIPROCESSORS -u SOFTKNEE_EMULATOR_MEMORY ";
    for (const std::string& variable : environment) command += "'SOFTKNEE_EMULATOR_" + variable + "' ";
    command += std::string("'") + SOFTKNEE_RUNTIME_PROBE + "' '" + action + "' 2>&1";
    std::FILE* const pipe = popen(command.c_str(), "r");
    std::string output;
    char part[256];
    while (std::fgets(part, sizeof part, pipe) != nullptr) output += part;
    const int status = pclose(pipe);
    return {output, WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status)};
}

void expect_contains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' is not in:\n" << text;
}

TEST(process_test, a_process_that_does_not_use_the_runtime_says_nothing) {
    const outcome result = run_probe("nothing");
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(result.status, 0);
}

TEST(process_test, a_process_reports_what_it_has_done) {
    const outcome result = run_probe("synchronise");
    expect_contains(result.output,
                    "softknee emulator: 0 launches, 0 threads, 0 instructions, 0 allocations, 3 synchronisations\n");
    EXPECT_EQ(result.status, 0);
}

TEST(process_test, the_report_goes_to_a_file_if_there_is_one) {
    const std::string path = testing::TempDir() + "softknee_report_" + std::to_string(getpid());
    for (int run = 0; run < 2; ++run) {
        EXPECT_EQ(run_probe("synchronise", {"REPORT=" + path}).output, "cudaSuccess cudaSuccess cudaSuccess \n");
    }
    std::ifstream file(path);
    std::stringstream content;
    content << file.rdbuf();
    const std::string line =
        "{\"launches\": 0, \"blocks\": 0, \"threads\": 0, \"instructions\": 0, "
        "\"allocations\": 0, \"synchronisations\": 3, \"never_freed\": 0}\n";
    EXPECT_EQ(content.str(), line + line);
    std::remove(path.c_str());
}

TEST(process_test, a_report_that_cannot_be_written_ends_the_process) {
    const outcome result = run_probe("synchronise", {"REPORT=/there/is/no/such/folder"});
    expect_contains(result.output, "the report cannot be written to /there/is/no/such/folder");
    EXPECT_NE(result.status, 0);
}

TEST(process_test, memory_that_is_left_behind_is_listed_and_fails_the_process) {
    const outcome device = run_probe("leak");
    expect_contains(device.output, "never freed: 100 bytes of device memory of device 0, from cudaMalloc\n");
    EXPECT_EQ(device.status, 86);
    const outcome pinned = run_probe("leak pinned");
    expect_contains(pinned.output, "never freed: 7 bytes of pinned memory, from cudaMallocHost\n");
    EXPECT_EQ(pinned.status, 86);
}

TEST(process_test, a_process_that_fails_keeps_its_status) {
    const outcome result = run_probe("leak and fail");
    expect_contains(result.output, "never freed: 100 bytes");
    EXPECT_EQ(result.status, 3);
}

TEST(process_test, output_is_not_lost_when_the_process_is_failed) {
    expect_contains(run_probe("output").output, "this is still printed");
}

TEST(process_test, static_objects_may_free_their_memory) {
    const outcome result = run_probe("static");
    expect_contains(result.output, "freed at the end: cudaSuccess\n");
    EXPECT_EQ(result.status, 0);
}

TEST(process_test, without_settings_there_is_one_device_of_compute_capability_9_0) {
    expect_contains(run_probe("describe").output,
                    "1 devices, cudaSuccess\n9.0, 4 multiprocessors, 68719476736 bytes\n");
}

TEST(process_test, devices_are_as_the_settings_say_and_the_last_value_is_for_all_that_follow) {
    const outcome result =
        run_probe("describe", {"DEVICES=3", "COMPUTE_CAPABILITY=7.5,12.0", "MULTIPROCESSORS=9", "MEMORY=1,2,3"});
    expect_contains(result.output,
                    "3 devices, cudaSuccess\n"
                    "7.5, 9 multiprocessors, 1 bytes\n"
                    "12.0, 9 multiprocessors, 2 bytes\n"
                    "12.0, 9 multiprocessors, 3 bytes\n");
}

TEST(process_test, without_a_device_calls_that_need_one_fail) {
    expect_contains(run_probe("describe", {"DEVICES=0"}).output, "0 devices, cudaErrorNoDevice\n");
    expect_contains(run_probe("need", {"DEVICES=0"}).output,
                    "malloc cudaErrorNoDevice, stream cudaErrorNoDevice, device cudaErrorNoDevice, "
                    "version cudaSuccess, last cudaErrorNoDevice\n");
}

TEST(process_test, a_managed_variable_is_known_to_the_program_by_its_pointer) {
    expect_contains(run_probe("managed").output, "the managed variable is 42\n");
}

TEST(process_test, calls_fail_as_the_environment_asks) {
    expect_contains(run_probe("synchronise", {"FAIL=cudaDeviceSynchronize@2=cudaErrorMemoryAllocation"}).output,
                    "cudaSuccess cudaErrorMemoryAllocation cudaSuccess");
    expect_contains(run_probe("synchronise", {"FAIL=cudaDeviceSynchronize@2=700,sticky"}).output,
                    "cudaSuccess cudaErrorIllegalAddress cudaErrorIllegalAddress");
    expect_contains(run_probe("synchronise", {"FAIL=cudaDeviceSynchronize@1=2;cudaDeviceSynchronize@3=700"}).output,
                    "cudaErrorMemoryAllocation cudaSuccess cudaErrorIllegalAddress");
}

TEST(process_test, a_failure_that_was_not_reached_is_named) {
    expect_contains(run_probe("synchronise", {"FAIL=cudaDeviceSynchronize@5=2"}).output,
                    "softknee emulator: the failure of cudaDeviceSynchronize was not reached, it was 2 calls away\n");
}

TEST(process_test, an_unknown_setting_ends_the_process_at_its_start_and_lists_those_that_there_are) {
    const outcome result = run_probe("describe", {"DEVICE=1"});
    expect_contains(result.output, "softknee emulator: SOFTKNEE_EMULATOR_DEVICE=1: no such setting");
    expect_contains(result.output, "SOFTKNEE_EMULATOR_MOST_BLOCKS: grids with more blocks");
    EXPECT_EQ(result.output.find("multiprocessors, "), std::string::npos) << result.output;
    EXPECT_EQ(result.status, 2);
}

TEST(process_test, accepted_values_start_the_process) {
    for (const char* const setting :
         {"DEVICES=64", "COMPUTE_CAPABILITY=12.1", "MULTIPROCESSORS=1024", "MEMORY=4398046511104", "ORDER=ascending",
          "ORDER=descending", "ORDER=random:0", "ORDER=random:18446744073709551615", "APPROXIMATION=-1",
          "APPROXIMATION=0", "APPROXIMATION=1", "MOST_BLOCKS=1", "MOST_INSTRUCTIONS=1"}) {
        EXPECT_EQ(run_probe("nothing", {setting}).status, 0) << setting;
    }
}

TEST(process_test, a_malformed_value_ends_the_process_at_its_start) {
    for (const char* const setting : {"DEVICES=",
                                      "DEVICES=x",
                                      "DEVICES=-1",
                                      "DEVICES=65",
                                      "DEVICES=1 ",
                                      "COMPUTE_CAPABILITY=9",
                                      "COMPUTE_CAPABILITY=9.1",
                                      "COMPUTE_CAPABILITY=9.0.0",
                                      "COMPUTE_CAPABILITY=9.0,",
                                      "MULTIPROCESSORS=0",
                                      "MULTIPROCESSORS=4,x",
                                      "MEMORY=0",
                                      "MEMORY=1G",
                                      "ORDER=random",
                                      "ORDER=random:",
                                      "ORDER=upwards",
                                      "APPROXIMATION=2",
                                      "APPROXIMATION=0.5",
                                      "MOST_BLOCKS=0",
                                      "MOST_INSTRUCTIONS=0",
                                      "REPORT=",
                                      "FAIL=",
                                      "FAIL=cudaMalloc",
                                      "FAIL=cudaMalloc@1",
                                      "FAIL=cudaMalloc@0=2",
                                      "FAIL=cudaMalloc@x=2",
                                      "FAIL=cudaMalloc@1=0",
                                      "FAIL=cudaMalloc@1=cudaErrorOfMine",
                                      "FAIL=cudaMalloc@1=2,sticking",
                                      "FAIL=cudaMalloc@1=2,sticky,",
                                      "FAIL=cudaMallocate@1=2",
                                      "FAIL=cudaMalloc@1=2;"}) {
        const outcome result = run_probe("describe", {setting});
        EXPECT_EQ(result.status, 2) << setting;
        expect_contains(result.output, std::string("softknee emulator: SOFTKNEE_EMULATOR_") + setting + ": ");
    }
}

}  // namespace
}  // namespace softknee_emulator::test
