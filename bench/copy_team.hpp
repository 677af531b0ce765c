// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <barrier>
#include <cstddef>
#include <thread>
#include <vector>

namespace softknee::bench {

/// memcpy by several threads: the rate that memory allows a program that reads as much as it writes. The threads wait
/// between copies, so that a copy does not pay for starting them.
class copy_team {
public:
    /// @param threads  at least 1, the calling thread included
    explicit copy_team(int threads);
    ~copy_team();
    copy_team(const copy_team&) = delete;
    copy_team& operator=(const copy_team&) = delete;

    void copy(const std::byte* source, std::byte* destination, std::size_t bytes);

private:
    void copy_share(std::size_t member) const;

    std::size_t size_;
    std::barrier<> start_;
    std::barrier<> end_;
    const std::byte* source_ = nullptr;
    std::byte* destination_ = nullptr;
    std::size_t bytes_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> helpers_;
};

}  // namespace softknee::bench
