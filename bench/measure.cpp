// SPDX-License-Identifier: Apache-2.0
#include "measure.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>

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
    arm_samples(const arm& timed, const std::function<void()>& finish, const clock_function& now)
        : timed_(timed), finish_(finish), now_(now) {}

    void calibrate(double sample_seconds) {
        constexpr int most_calls = 1 << 20;
        sample_duration();
        while (sample_duration() < sample_seconds && calls_ < most_calls) calls_ *= 2;
    }

    void take() { seconds_per_call_.push_back(sample_duration() / calls_); }

    timing result() const {
        std::vector<double> sorted = seconds_per_call_;
        std::ranges::sort(sorted);
        const double median = quantile(sorted, 0.5);
        return {.median_s = median,
                .fastest_s = sorted.front(),
                .spread = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / median,
                .samples = static_cast<int>(sorted.size()),
                .calls_per_sample = calls_};
    }

private:
    double sample_duration() const {
        const double start = now_();
        for (int call = 0; call < calls_; ++call) timed_();
        finish_();
        return now_() - start;
    }

    const arm& timed_;
    const std::function<void()>& finish_;
    const clock_function& now_;
    int calls_ = 1;
    std::vector<double> seconds_per_call_;
};

}  // namespace

double steady_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::vector<timing> measure(std::span<const arm> arms, const std::function<void()>& finish,
                            const measure_options& options, const clock_function& now) {
    std::vector<arm_samples> all;
    all.reserve(arms.size());
    for (const auto& timed : arms) all.emplace_back(timed, finish, now).calibrate(options.sample_seconds);

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
