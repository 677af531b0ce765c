// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <barrier>
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace softknee::bench {

/// Copies by several threads: the rates that memory allows a program that writes what it reads. The threads wait
/// between copies, so that a copy does not pay for starting them.
class copy_team {
public:
    /// @param threads  at least 1, the calling thread included
    explicit copy_team(int threads);
    ~copy_team();
    copy_team(const copy_team&) = delete;
    copy_team& operator=(const copy_team&) = delete;

    /// memcpy: as many bytes read as written.
    void copy(const std::byte* source, std::byte* destination, std::size_t bytes);

    /// Writes `bytes` and reads twice as many, as a gradient does. All are aligned to cache lines.
    /// @param past_caches  whether the stores are non-temporal, where the processor has such
    void merge(const std::byte* first, const std::byte* second, std::byte* destination, std::size_t bytes,
               bool past_caches);

private:
    using range_work = std::function<void(std::size_t begin, std::size_t end)>;
    void share(std::size_t bytes, const range_work& work);
    void do_share(std::size_t member) const;

    std::size_t size_;
    std::barrier<> start_;
    std::barrier<> end_;
    std::size_t bytes_ = 0;
    const range_work* work_ = nullptr;
    bool stopping_ = false;
    std::vector<std::thread> helpers_;
};

}  // namespace softknee::bench
