// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
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

/// A form with coefficients that may be moved, and the results that it has to reach.
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
        for (std::uint32_t bits = 0; bits < 65536; ++bits) all_.push_back({static_cast<std::uint16_t>(bits)});
        hard_.resize(targets_.size());
    }

    const std::vector<target>& targets() const { return targets_; }

    /// The finite inputs whose result is not the correctly rounded one. Zeros count as equal.
    std::vector<std::uint16_t> find_misrounded(const Coefficients& c, std::size_t which) const {
        std::vector<Storage> results(all_.size());
        evaluate(c, which, all_, results, 0);
        std::vector<std::uint16_t> found;
        for (const Storage input : all_) {
            if (is_finite(input) && !is_equal(results[input.bits].bits, targets_[which].expected[input.bits])) {
                found.push_back(input.bits);
            }
        }
        return found;
    }

    std::size_t count_misrounded(const Coefficients& c) const {
        std::size_t count = 0;
        for (std::size_t which = 0; which < targets_.size(); ++which) count += find_misrounded(c, which).size();
        return count;
    }

    /// Keeps the inputs whose result could change: those that a move of the float32 result by `units` in its last
    /// place takes to another 16-bit number. They are one or two in a hundred.
    void collect_hard_inputs(const Coefficients& c, int units) {
        std::vector<Storage> above(all_.size());
        std::vector<Storage> below(all_.size());
        for (std::size_t which = 0; which < targets_.size(); ++which) {
            evaluate(c, which, all_, above, units);
            evaluate(c, which, all_, below, -units);
            hard_inputs& hard = hard_[which];
            hard = {};
            for (const Storage input : all_) {
                const std::uint16_t up = above[input.bits].bits;
                const std::uint16_t expected = targets_[which].expected[input.bits];
                if (is_finite(input) && (up != below[input.bits].bits || !is_equal(up, expected)))
                    hard.add(input, expected);
            }
            while (hard.inputs.size() % format::registers::count != 0)
                hard.add(hard.inputs.back(), hard.expected.back());
            hard.results.resize(hard.inputs.size());
        }
    }

    /// Of the hard inputs, those that are misrounded; it stops counting above `limit`.
    std::size_t count_hard(const Coefficients& c, std::size_t limit) {
        std::size_t count = 0;
        for (std::size_t which = 0; which < targets_.size() && count <= limit; ++which) {
            hard_inputs& hard = hard_[which];
            evaluate(c, which, hard.inputs, hard.results, 0);
            for (std::size_t i = 0; i < hard.inputs.size(); ++i) {
                count += !is_equal(hard.results[i].bits, hard.expected[i]);
            }
        }
        return count;
    }

private:
    struct hard_inputs {
        std::vector<Storage> inputs;
        std::vector<Storage> results;
        std::vector<std::uint16_t> expected;

        void add(Storage input, std::uint16_t result) {
            inputs.push_back(input);
            expected.push_back(result);
        }
    };

    static bool is_finite(Storage input) {
        constexpr std::uint16_t infinity = std::is_same_v<Storage, softknee::float16> ? 0x7c00 : 0x7f80;
        return (input.bits & 0x7fff) < infinity;
    }
    static bool is_equal(std::uint16_t a, std::uint16_t b) { return a == b || ((a | b) & 0x7fff) == 0; }

    /// Results, moved by so many units in the last place of float32; zeros stay.
    void evaluate(const Coefficients& c, std::size_t which, const std::vector<Storage>& inputs,
                  std::vector<Storage>& results, int units) const {
        using namespace softknee::math;
        const float* const parameters = targets_[which].parameters.data();
        for (std::size_t i = 0; i < inputs.size(); i += format::registers::count) {
            const real y = form_(targets_[which].use, real::of(format::load(&inputs[i])), parameters, c);
            const auto bits = as_bits(y);
            const real moved = from_bits<real>(bits + decltype(as_bits(y))(static_cast<std::uint32_t>(units)));
            format::store(&results[i], select(y == real(0), y, moved).value);
        }
    }

    Form form_;
    std::vector<target> targets_;
    std::vector<Storage> all_;
    std::vector<hard_inputs> hard_;
};

}  // namespace softknee_coefficients
