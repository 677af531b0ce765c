// SPDX-License-Identifier: Apache-2.0
#include "tool_run.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "temporary_directory.hpp"

tool_result run_tool(const std::vector<std::string>& arguments) {
    const temporary_directory directory;
    std::vector<std::string> words{SOFTKNEE_TOOL};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (auto& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    // Files, not pipes: whatever is written, nobody waits for a reader.
    const auto redirect = [&](int descriptor, const char* name) {
        posix_spawn_file_actions_addopen(&actions, descriptor, (directory / name).c_str(), O_WRONLY | O_CREAT, 0600);
    };
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    redirect(STDOUT_FILENO, "out");
    redirect(STDERR_FILENO, "err");
    pid_t child = 0;
    const int failure = posix_spawn(&child, SOFTKNEE_TOOL, &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) throw std::system_error(failure, std::generic_category(), SOFTKNEE_TOOL);
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
    }
    return {.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
            .out = directory.read("out"),
            .err = directory.read("err")};
}
