// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <kernels/cpu/storage.hpp>
#include <softknee/math.hpp>

#include "target.hpp"

namespace softknee_coefficients {

/// The instruction set of the search. A form gives the same bits with every set; the baseline computes an element at a
/// time, which makes hours of minutes.
#if defined(__AVX2__) && defined(__FMA__) && defined(__F16C__)
inline constexpr auto search_set = softknee::instruction_set::avx2;
#else
inline constexpr auto search_set = softknee::instruction_set::baseline;
#endif

/// Inputs whose result is not what is demanded.
struct faults {
    std::size_t misrounded = 0;
    std::size_t far = 0;      ///< not close
    double cost = 0;          ///< what the search makes small
    std::uint16_t first = 0;  ///< of the misrounded inputs
    double distance = 0;      ///< the largest of those that are far, in units of what is allowed

    /// By how much a result lies outside of an interval.
    static double excess(const interval& allowed, float value) {
        const double outside = std::max(double(allowed.low) - double(value), double(value) - double(allowed.high));
        return std::isnan(outside) ? HUGE_VAL : std::max(outside, 0.0);
    }

    /// A misrounded input costs `weight` times as much as 10 to 30 that are barely too far, less the nearer it is to
    /// the tie. The slope leads to the last misroundings, which a mere count has no direction to.
    void add(std::uint16_t input, const demand& wanted, float value, double weight) {
        const double past_tie = excess(wanted.rounded, value);
        if (past_tie > 0) {
            if (misrounded++ == 0) first = input;
            const double width = double(wanted.rounded.high) - double(wanted.rounded.low);
            const double share = past_tie / (past_tie + width * 0x1p-11);
            cost += weight * (std::isnan(share) ? 1000 : 10 + 20 * share);
        }
        const double past_close = excess(wanted.close, value);
        if (past_close > 0) {
            ++far;
            const double half = (double(wanted.close.high) - double(wanted.close.low)) / 2;
            const double in_units = std::min(past_close / std::max(half, 0x1p-149), 1e6);
            distance = std::max(distance, 1 + in_units);
            cost += 1 + std::min(8 * in_units, 50.0);
        }
    }
};

/// A form with coefficients that may be moved, and the targets that it has to reach, all with the same coefficients.
///
/// @tparam Coefficients  a struct of floats alone
/// @tparam Form          called with the number of the use, a Real, the parameters and the coefficients
template <class Storage, class Coefficients, class Form>
class problem {
public:
    using format = softknee::kernels::cpu::storage<Storage, search_set>;
    using real = softknee::math::real<typename format::registers, Storage>;
    static constexpr std::size_t coefficient_count = sizeof(Coefficients) / sizeof(float);

    problem(Form form, std::vector<target> targets) : form_(std::move(form)), targets_(std::move(targets)) {
        for (std::size_t which = 0; which < targets_.size(); ++which) {
            for (std::uint32_t bits = 0; bits < 65536; ++bits) {
                const demand& wanted = targets_[which].demands[bits];
                if (is_finite(bits)) all_.push_back(which, {static_cast<std::uint16_t>(bits)}, wanted);
            }
            all_.fill_up();
        }
    }

    const std::vector<target>& targets() const { return targets_; }

    /// Of all finite inputs of one target.
    faults count(const Coefficients& c, std::size_t which) const {
        faults result;
        for (std::size_t i = 0; i < all_.size(); i += lanes) {
            if (all_.which[i] == which) judge(c, all_, i, result);
        }
        return result;
    }

    /// Of all finite inputs of all targets.
    faults count(const Coefficients& c) const {
        faults result;
        for (std::size_t i = 0; i < all_.size(); i += lanes) judge(c, all_, i, result);
        return result;
    }

    /// Keeps the inputs of which a move of the result by `units` in its last place would be a fault. Most of the many
    /// that are merely near the end of what is close may be left out: what holds for one holds for its neighbours.
    void collect_hard_inputs(const Coefficients& c, int units) {
        constexpr int kept_of = 24;
        int near = 0;
        hard_ = {};
        is_hard_.assign(all_.size(), false);
        blocks_.clear();
        add_hard_inputs(c, [&](std::size_t i, float y) {
            const float move = (std::nextafter(std::fabs(y), HUGE_VALF) - std::fabs(y)) * static_cast<float>(units);
            const auto may_leave = [&](const interval& allowed) {
                return !(allowed.contains(y - move) && allowed.contains(y + move));
            };
            const demand& wanted = all_.demands[i];
            return !all_.contains(i, y) || may_leave(wanted.rounded) ||
                   (may_leave(wanted.close) && ++near % kept_of == 0);
        });
    }

    /// Keeps those as well that are at fault now.
    void add_missed_inputs(const Coefficients& c) {
        add_hard_inputs(c, [&](std::size_t i, float y) { return !all_.contains(i, y); });
    }

    /// Of the hard inputs; it stops at a cost above `limit`. Those come first that have been at fault most.
    faults count_hard(const Coefficients& c, double limit) {
        faults result;
        for (block& each : blocks_) {
            if (judge(c, hard_, each.first, result)) each.hits += 1;
            if (result.cost > limit) break;
        }
        if (++counts_ % 256 == 0) {
            std::stable_sort(blocks_.begin(), blocks_.end(), [](auto& a, auto& b) { return a.hits > b.hits; });
            for (block& each : blocks_) each.hits *= 0.8f;
        }
        return result;
    }

private:
    static constexpr std::size_t lanes = format::registers::count;

    /// A whole number of registers for each target.
    struct samples {
        std::vector<std::size_t> which;
        std::vector<Storage> inputs;
        std::vector<demand> demands;
        std::vector<float> low;  ///< of both intervals together
        std::vector<float> high;

        std::size_t size() const { return inputs.size(); }
        void push_back(std::size_t target, Storage input, const demand& wanted) {
            which.push_back(target);
            inputs.push_back(input);
            demands.push_back(wanted);
            low.push_back(std::max(wanted.rounded.low, wanted.close.low));
            high.push_back(std::min(wanted.rounded.high, wanted.close.high));
        }
        void fill_up() {
            while (size() % lanes != 0) push_back(which.back(), inputs.back(), {});
        }
        bool contains(std::size_t i, float y) const { return y >= low[i] && y <= high[i]; }
    };
    struct block {
        std::size_t first;
        float hits;
    };

    template <class Predicate>
    void add_hard_inputs(const Coefficients& c, const Predicate& is_hard) {
        const std::size_t old_size = hard_.size();
        for (std::size_t first = 0; first < all_.size(); first += lanes) {
            if (hard_.size() > 0 && all_.which[first] != hard_.which.back()) hard_.fill_up();
            const std::array<float, lanes> results = evaluate(c, all_, first);
            for (std::size_t i = 0; i < lanes; ++i) {
                if (is_hard_[first + i] || !is_hard(first + i, results[i])) continue;
                is_hard_[first + i] = true;
                hard_.push_back(all_.which[first], all_.inputs[first + i], all_.demands[first + i]);
            }
        }
        hard_.fill_up();
        for (std::size_t first = old_size; first < hard_.size(); first += lanes) blocks_.push_back({first, 1});
    }

    static bool is_finite(std::uint32_t bits) {
        constexpr std::uint32_t infinity = std::is_same_v<Storage, softknee::float16> ? 0x7c00 : 0x7f80;
        return (bits & 0x7fff) < infinity;
    }

    /// Returns whether there were faults.
    bool judge(const Coefficients& c, const samples& list, std::size_t first, faults& found) const {
        const std::array<float, lanes> results = evaluate(c, list, first);
        unsigned outside = 0;
        for (std::size_t i = 0; i < lanes; ++i) outside += !list.contains(first + i, results[i]);
        if (outside == 0) return false;
        for (std::size_t i = 0; i < lanes; ++i) {
            if (list.contains(first + i, results[i])) continue;
            found.add(list.inputs[first + i].bits, list.demands[first + i], results[i],
                      targets_[list.which[first + i]].weight);
        }
        return true;
    }

    std::array<float, lanes> evaluate(const Coefficients& c, const samples& list, std::size_t first) const {
        const target& goal = targets_[list.which[first]];
        const real x = real::of(format::load(&list.inputs[first]));
        std::array<float, lanes> results;
        softknee::kernels::cpu::storage<float, search_set>::store(results.data(),
                                                                  form_(goal.use, x, goal.parameters.data(), c).value);
        return results;
    }

    Form form_;
    std::vector<target> targets_;
    samples all_;
    samples hard_;
    std::vector<bool> is_hard_;  ///< of all_
    std::vector<block> blocks_;
    unsigned counts_ = 0;
};

}  // namespace softknee_coefficients
