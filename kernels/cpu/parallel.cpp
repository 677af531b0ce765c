// SPDX-License-Identifier: Apache-2.0
#include <kernels/cpu/parallel.hpp>

#include <algorithm>

#include <omp.h>

#include <kernels/cpu/tuning.hpp>
#include <kernels/floating_point_environment.hpp>

namespace softknee::kernels::cpu {
namespace {

std::int64_t share_count(int requested, std::int64_t elements, std::int64_t pieces) {
    // Not std::thread::hardware_concurrency, which reads a file to answer: 5 us.
    const std::int64_t usual = omp_get_max_threads();
    const std::int64_t wanted = requested > 0 ? requested : std::min(usual, elements / elements_per_thread);
    return std::clamp<std::int64_t>(wanted, 1, pieces);
}

}  // namespace

void share_between_threads(int threads, std::int64_t elements, std::int64_t pieces,
                           const std::function<void(std::int64_t, std::int64_t)>& work) {
    const auto evaluate = [&](std::int64_t begin, std::int64_t end) {
        const default_floating_point_environment environment;
        work(begin, end);
    };
    const std::int64_t shares = share_count(threads, elements, pieces);
    if (shares == 1) return evaluate(0, pieces);
    const int team = static_cast<int>(shares);
    // A loop, because there may be fewer threads than were asked for: within the caller's own parallel region, one.
#pragma omp parallel for schedule(static, 1) num_threads(team)
    for (std::int64_t share = 0; share < shares; ++share) {
        evaluate(pieces * share / shares, pieces * (share + 1) / shares);
    }
}

}  // namespace softknee::kernels::cpu
