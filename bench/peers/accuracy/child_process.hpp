// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace softknee_peers {

/// A process with pipes to its standard input and output.
class child_process {
public:
    /// @throws std::system_error if there is no such program or no pipe
    explicit child_process(const std::vector<std::string>& arguments);
    ~child_process();
    child_process(const child_process&) = delete;
    child_process& operator=(const child_process&) = delete;

    /// @throws std::runtime_error if the process has ended
    void write(const void* data, std::size_t bytes);
    /// @throws std::runtime_error if the process ends before
    void read(void* data, std::size_t bytes);
    std::string read_line();

private:
    int input_ = -1;
    int output_ = -1;
    int process_ = -1;
};

}  // namespace softknee_peers
