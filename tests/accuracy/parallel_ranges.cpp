// SPDX-License-Identifier: Apache-2.0
#include "parallel_ranges.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include <reference/mpfr_number.hpp>

namespace softknee_accuracy {

void for_each_range(std::uint64_t begin, std::uint64_t end, std::uint64_t size,
                    const std::function<void(std::uint64_t first, std::uint64_t count)>& work) {
    std::atomic<std::uint64_t> next = begin;
    std::mutex mutex;
    std::exception_ptr failure;
    const auto take_ranges = [&] {
        try {
            for (;;) {
                const std::uint64_t first = next.fetch_add(size);
                if (first >= end) return;
                work(first, std::min(size, end - first));
            }
        } catch (...) {
            const std::lock_guard lock(mutex);
            failure = std::current_exception();
            next = end;
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) {
        threads.emplace_back([&] {
            const softknee_reference::mpfr_cache_scope cache;
            take_ranges();
        });
    }
    take_ranges();
    for (std::thread& thread : threads) thread.join();
    if (failure) std::rethrow_exception(failure);
}

}  // namespace softknee_accuracy
