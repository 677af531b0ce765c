// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdio>

#include "problem.hpp"

namespace softknee_coefficients {

/// Moves up to three coefficients by up to 2^9 units in the last place.
template <class Coefficients>
Coefficients moved(Coefficients c, std::mt19937& generator) {
    float* const values = reinterpret_cast<float*>(&c);
    for (unsigned changes = 1 + generator() % 3; changes > 0; --changes) {
        float& value = values[generator() % (sizeof(Coefficients) / sizeof(float))];
        const std::uint32_t range = 1u << generator() % 10;
        std::uint32_t bits;
        std::memcpy(&bits, &value, sizeof bits);
        bits += generator() % (2 * range + 1) - range;
        std::memcpy(&value, &bits, sizeof bits);
    }
    return c;
}

/// Removes the last misroundings by a random walk over the last places of the coefficients, which accepts what is not
/// worse and, the longer it has stood still, what is a little worse (simulated annealing in periods of four seconds).
/// Ends when none is left, or after `seconds`.
template <class Problem, class Coefficients>
Coefficients search(Problem& problem, Coefficients best, double seconds, unsigned seed) {
    constexpr int hard_units = 64;
    constexpr double period = 4;
    std::mt19937 generator(seed);
    std::uniform_real_distribution<double> uniform(0x1p-32, 1);
    problem.collect_hard_inputs(best, hard_units);
    std::size_t fewest = problem.count_misrounded(best);
    Coefficients current = best;
    std::size_t count = problem.count_hard(current, ~std::size_t(0));
    const auto start = std::chrono::steady_clock::now();
    const auto elapsed = [start] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    while (fewest > 0 && elapsed() < seconds) {
        const Coefficients trial = moved(current, generator);
        const double heat = 0.1 + 0.6 * (1 - std::fmod(elapsed(), period) / period);
        const std::size_t limit = count + static_cast<std::size_t>(-heat * std::log(uniform(generator)));
        const std::size_t trial_count = problem.count_hard(trial, limit);
        if (trial_count > limit) continue;
        current = trial;
        count = trial_count;
        if (count >= fewest) continue;
        const std::size_t all = problem.count_misrounded(trial);
        if (all >= fewest) continue;
        fewest = all;
        best = trial;
        std::fprintf(stderr, "  %zu misrounded after %.0f s\n", fewest, elapsed());
        problem.collect_hard_inputs(best, hard_units);
        count = problem.count_hard(current, ~std::size_t(0));
    }
    return best;
}

}  // namespace softknee_coefficients
