// SPDX-License-Identifier: Apache-2.0
#include <kernels/cpu/parallel.hpp>

#include <algorithm>
#include <system_error>
#include <thread>
#include <vector>

#include <kernels/cpu/floating_point_environment.hpp>
#include <kernels/cpu/tuning.hpp>

namespace softknee::kernels::cpu {
namespace {

std::int64_t thread_count(int requested, std::int64_t elements, std::int64_t pieces) {
    // Asked once: glibc reads a file to answer, which takes 5 us.
    static const std::int64_t cores = std::max(1u, std::thread::hardware_concurrency());
    const std::int64_t wanted = requested > 0 ? requested : std::min(cores, elements / elements_per_thread);
    return std::clamp<std::int64_t>(wanted, 1, pieces);
}

}  // namespace

void share_between_threads(int threads, std::int64_t elements, std::int64_t pieces,
                           const std::function<void(std::int64_t, std::int64_t)>& work) {
    const auto evaluate = [&](std::int64_t begin, std::int64_t end) {
        const default_floating_point_environment environment;
        work(begin, end);
    };
    const std::int64_t workers = thread_count(threads, elements, pieces);
    std::vector<std::jthread> others;
    for (std::int64_t i = 1; i < workers; ++i) {
        const std::int64_t begin = pieces * i / workers;
        const std::int64_t end = pieces * (i + 1) / workers;
        try {
            others.emplace_back(evaluate, begin, end);
        } catch (const std::system_error&) {
            evaluate(begin, end);  // no thread to be had: the caller's own does the work
        }
    }
    evaluate(0, pieces / workers);
}

}  // namespace softknee::kernels::cpu
