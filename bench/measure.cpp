// SPDX-License-Identifier: Apache-2.0
#include "measure.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <utility>

namespace softknee::bench {
namespace {

/// The quantile of sorted values, interpolated between neighbours.
double quantile(const std::vector<double>& sorted, double fraction) {
    const double position = fraction * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const auto above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (position - std::floor(position)) * (sorted[above] - sorted[below]);
}

class arm_samples {
public:
    explicit arm_samples(const arm& timed) : timed_(timed) {}

    void calibrate(double sample_seconds) {
        constexpr int most_runs = 1 << 20;
        timed_.seconds(runs_);
        while (timed_.seconds(runs_) < sample_seconds && runs_ < most_runs) runs_ *= 2;
    }

    void take() { seconds_per_call_.push_back(timed_.seconds(runs_) / (runs_ * timed_.calls)); }

    timing result() const {
        std::vector<double> sorted = seconds_per_call_;
        std::ranges::sort(sorted);
        const double median = quantile(sorted, 0.5);
        return {.median_s = median,
                .fastest_s = sorted.front(),
                .slowest_s = sorted.back(),
                .spread = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / median,
                .samples = static_cast<int>(sorted.size()),
                .calls_per_sample = runs_ * timed_.calls};
    }

private:
    const arm& timed_;
    int runs_ = 1;
    std::vector<double> seconds_per_call_;
};

}  // namespace

double steady_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

arm on_host_clock(std::function<void()> call, clock_function now) {
    return {[call = std::move(call), now = std::move(now)](int runs) {
                const double start = now();
                for (int run = 0; run < runs; ++run) call();
                return now() - start;
            },
            1};
}

std::vector<timing> measure(std::span<const arm> arms, const measure_options& options, const clock_function& now) {
    std::vector<arm_samples> all;
    all.reserve(arms.size());
    for (const auto& timed : arms) all.emplace_back(timed).calibrate(options.sample_seconds);

    const double end = now() + options.seconds;
    for (int round = 0; round < options.minimum_samples || now() < end; ++round) {
        for (std::size_t turn = 0; turn < all.size(); ++turn) {
            all[round % 2 == 0 ? turn : all.size() - 1 - turn].take();
        }
    }

    std::vector<timing> result;
    for (const auto& samples : all) result.push_back(samples.result());
    return result;
}

}  // namespace softknee::bench
