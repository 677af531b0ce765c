// SPDX-License-Identifier: Apache-2.0
#include "child_process.hpp"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <system_error>

extern char** environ;

namespace softknee_peers {

namespace {

std::array<int, 2> make_pipe() {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category());
    return ends;
}

}  // namespace

child_process::child_process(const std::vector<std::string>& arguments) {
    signal(SIGPIPE, SIG_IGN);
    const auto in = make_pipe();
    const auto out = make_pipe();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    for (const int descriptor : {in[0], in[1], out[0], out[1]}) {
        posix_spawn_file_actions_addclose(&actions, descriptor);
    }
    std::vector<char*> pointers;
    for (const std::string& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
    pointers.push_back(nullptr);
    const int failure = posix_spawnp(&process_, pointers[0], &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    input_ = in[1];
    output_ = out[0];
    if (failure != 0) throw std::system_error(failure, std::generic_category());
}

child_process::~child_process() {
    close(input_);
    close(output_);
    if (process_ > 0) waitpid(process_, nullptr, 0);
}

void child_process::write(const void* data, std::size_t bytes) {
    for (const auto* next = static_cast<const char*>(data); bytes > 0;) {
        const ssize_t written = ::write(input_, next, bytes);
        if (written <= 0) throw std::runtime_error("the process does not read");
        next += written;
        bytes -= static_cast<std::size_t>(written);
    }
}

void child_process::read(void* data, std::size_t bytes) {
    for (auto* next = static_cast<char*>(data); bytes > 0;) {
        const ssize_t count = ::read(output_, next, bytes);
        if (count <= 0) throw std::runtime_error("the process does not answer");
        next += count;
        bytes -= static_cast<std::size_t>(count);
    }
}

std::string child_process::read_line() {
    std::string line;
    for (char c = 0;; line += c) {
        read(&c, 1);
        if (c == '\n') return line;
    }
}

}  // namespace softknee_peers
