// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <random>

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

/// Removes the last faults by a random walk over the last places of the coefficients, which accepts what is not worse
/// and, the hotter, what is a little worse (simulated annealing in periods of six seconds; each begins at the best).
/// Never ends at a higher cost than it began with. Ends when no fault is left, or after `seconds`.
template <class Problem, class Coefficients>
Coefficients search(Problem& problem, Coefficients best, double seconds, unsigned seed) {
    constexpr int hard_units = 64;
    constexpr double period = 6;
    constexpr double hottest = 12;
    std::mt19937 generator(seed);
    std::uniform_real_distribution<double> uniform(0x1p-32, 1);
    faults fewest = problem.count(best);
    problem.collect_hard_inputs(best, hard_units);
    Coefficients current = best;
    double cost = problem.count_hard(current, HUGE_VAL).cost;
    const auto start = std::chrono::steady_clock::now();
    const auto elapsed = [start] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    double last_phase = 1;
    while (fewest.cost > 0 && elapsed() < seconds) {
        const double phase = 1 - std::fmod(elapsed(), period) / period;
        if (phase > last_phase) {
            current = best;
            cost = problem.count_hard(current, HUGE_VAL).cost;
        }
        last_phase = phase;
        const Coefficients trial = moved(current, generator);
        const double heat = 0.05 + hottest * phase * phase;
        const double limit = cost - heat * std::log(uniform(generator));
        const faults found = problem.count_hard(trial, limit);
        if (found.cost > limit) continue;
        current = trial;
        cost = found.cost;
        if (cost >= fewest.cost) continue;
        const faults all = problem.count(trial);
        if (all.cost > cost) {
            problem.add_missed_inputs(trial);
            cost = problem.count_hard(trial, HUGE_VAL).cost;
        }
        if (all.cost >= fewest.cost) continue;
        if (all.misrounded != fewest.misrounded || all.far < fewest.far) {
            std::fprintf(stderr, "  %zu misrounded, %zu far after %.0f s\n", all.misrounded, all.far, elapsed());
        }
        fewest = all;
        best = trial;
    }
    return best;
}

}  // namespace softknee_coefficients
