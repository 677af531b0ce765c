// SPDX-License-Identifier: Apache-2.0
#include "sweep.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <span>
#include <stdexcept>
#include <vector>

#include "inputs.hpp"
#include "number_format.hpp"
#include "parallel_ranges.hpp"
#include "parameters.hpp"
#include "transitions.hpp"
#include "truth.hpp"

namespace softknee_accuracy {

namespace {

constexpr std::uint64_t block_size = 16384;
constexpr std::uint64_t audit_interval = 4096;

void add_counts(sweep_row& row, const sweep_row& part) {
    row.inputs += part.inputs;
    row.misrounded += part.misrounded;
    row.false_zeros += part.false_zeros;
    row.wrong_signs += part.wrong_signs;
    row.nans += part.nans;
    row.reference_faults += part.reference_faults;
}

/// Adds what another block of the sweep found. The worst input is the first of them whatever the order of the blocks.
void merge(sweep_row& row, const sweep_row& part, std::uint64_t& worst_index, std::uint64_t part_worst_index) {
    add_counts(row, part);
    if (part.maximum_ulp > row.maximum_ulp || (part.maximum_ulp == row.maximum_ulp && part_worst_index < worst_index)) {
        row.maximum_ulp = part.maximum_ulp;
        row.worst_input_bits = part.worst_input_bits;
        worst_index = part_worst_index;
    }
}

/// The reference of a request and what follows from it.
struct subject {
    const softknee_reference::functions& reference;
    std::vector<double> parameters;
    input_patterns patterns;

    subject(const sweep_request& request, const softknee_reference::functions& functions)
        : reference(functions),
          parameters(rounded_parameters(request.activation, request.type)),
          patterns(request.type, request.stride, parameters, places(request, functions, parameters)) {}

private:
    /// None for a 16-bit type, all of whose numbers are fed.
    static std::vector<std::uint64_t> places(const sweep_request& request,
                                             const softknee_reference::functions& functions,
                                             const std::vector<double>& parameters) {
        if (softknee::size_of(request.type) == 2) return {};
        return transitions(functions, request.direction, request.type, parameters);
    }
};

const softknee_reference::functions& reference_of(const softknee::activation& activation) {
    const auto name = softknee::name_of(activation);
    const softknee_reference::functions* reference = softknee_reference::find(name);
    if (reference == nullptr) throw std::invalid_argument("there is no reference of " + std::string(name));
    return *reference;
}

/// A sweep in progress: blocks are measured by several threads, and their rows added up.
class running_sweep {
public:
    running_sweep(const sweep_request& request, const block_evaluator& evaluate, const truth& truth,
                  const input_patterns& patterns, const sweep_progress& progress)
        : request_(request),
          format_(format_of(request.type)),
          evaluate_(evaluate),
          truth_(truth),
          patterns_(patterns),
          progress_(progress),
          first_(std::min(request.first, patterns.size())),
          end_(first_ + std::min(request.count, patterns.size() - first_)) {}

    sweep_row run() {
        for_each_range(first_, end_, block_size,
                       [this](std::uint64_t first, std::uint64_t count) { measure(first, count); });
        return row_;
    }

private:
    void measure(std::uint64_t first, std::uint64_t count) {
        switch (softknee::size_of(request_.type)) {
            case 2:
                return measure_patterns<std::uint16_t>(first, count);
            case 4:
                return measure_patterns<std::uint32_t>(first, count);
            default:
                return measure_patterns<std::uint64_t>(first, count);
        }
    }

    template <class Pattern>
    void measure_patterns(std::uint64_t first, std::uint64_t count) {
        std::vector<Pattern> input(count);
        std::vector<Pattern> output(count);
        patterns_.copy(first, std::span(input));
        evaluate_(input.data(), output.data(), count);
        sweep_row part{};
        part.inputs = count;
        std::vector<double> ulps = quick_distances(input, output, part);
        for (const std::uint64_t i : uncertain_ones(ulps)) ulps[i] = measure_widely(input[i], output[i], part);
        const std::size_t worst_position = position_of_largest(ulps);
        part.maximum_ulp = ulps[worst_position];
        part.worst_input_bits = input[worst_position];
        audit(first, std::span<const Pattern>(input), part);
        const std::lock_guard lock(mutex_);
        merge(row_, part, worst_index_, first + worst_position);
        done_ += count;
        if (progress_) progress_(done_, end_ - first_);
    }

    template <class Pattern>
    std::vector<double> quick_distances(const std::vector<Pattern>& input, const std::vector<Pattern>& output,
                                        sweep_row& part) const {
        std::vector<double> arguments(input.size());
        std::vector<double> results(input.size());
        std::vector<double> ulps(input.size());
        for (std::size_t i = 0; i < input.size(); ++i) arguments[i] = decode_quickly(request_.type, input[i]);
        for (std::size_t i = 0; i < input.size(); ++i) results[i] = decode_quickly(request_.type, output[i]);
        truth_.judge_quickly(arguments, results, ulps);
        for (const double ulp : ulps) part.misrounded += ulp > 0.5;
        return ulps;
    }

    /// The indices of the uncertain judgements. They are rare: of the two loops over a stretch the first, which is
    /// vectorised, takes the time.
    static std::vector<std::uint64_t> uncertain_ones(std::span<const double> ulps) {
        constexpr std::size_t stretch = 64;
        std::vector<std::uint64_t> result;
        for (std::size_t first = 0; first < ulps.size(); first += stretch) {
            const std::size_t end = std::min(first + stretch, ulps.size());
            int any = 0;
            for (std::size_t i = first; i < end; ++i) any |= ulps[i] < 0;
            for (std::size_t i = first; any != 0 && i < end; ++i) {
                if (ulps[i] < 0) result.push_back(i);
            }
        }
        return result;
    }

    /// The position of the first of the largest, none of which is negative or NaN. In lanes, because
    /// std::ranges::max_element takes them one by one.
    static std::size_t position_of_largest(std::span<const double> ulps) {
        std::array<double, 16> largest{};
        const std::size_t whole = ulps.size() - ulps.size() % largest.size();
        for (std::size_t i = 0; i < whole; i += largest.size()) {
            for (std::size_t lane = 0; lane < largest.size(); ++lane) {
                largest[lane] = ulps[i + lane] > largest[lane] ? ulps[i + lane] : largest[lane];
            }
        }
        double value = std::ranges::max(largest);
        for (const double ulp : ulps.subspan(whole)) value = std::max(value, ulp);
        return static_cast<std::size_t>(std::ranges::find(ulps, value) - ulps.begin());
    }

    double measure_widely(std::uint64_t input, std::uint64_t computed, sweep_row& part) const {
        if (format_.magnitude(input) < format_.infinity()) {
            const verdict found = truth_.judge_widely(input, computed);
            part.misrounded += found.misrounded;
            part.false_zeros += found.false_zero;
            part.wrong_signs += found.wrong_sign;
            part.nans += found.nan;
            return found.ulp;
        }
        if (format_.is_infinite(input) || request_.direction != softknee::pass::forward) {
            --part.inputs;
        } else if (!format_.is_nan(computed)) {
            ++part.nans;
        }
        return 0;
    }

    template <class Pattern>
    void audit(std::uint64_t first, std::span<const Pattern> input, sweep_row& part) const {
        const std::uint64_t start = (first + audit_interval - 1) / audit_interval * audit_interval;
        for (std::uint64_t index = start; index < first + input.size(); index += audit_interval) {
            const std::uint64_t bits = input[index - first];
            if (format_.magnitude(bits) < format_.infinity() && !truth_.audit(bits)) ++part.reference_faults;
        }
    }

    const sweep_request& request_;
    const number_format format_;
    const block_evaluator& evaluate_;
    const truth& truth_;
    const input_patterns& patterns_;
    const sweep_progress& progress_;
    const std::uint64_t first_;
    const std::uint64_t end_;
    std::mutex mutex_;
    sweep_row row_{};
    std::uint64_t worst_index_ = ~std::uint64_t(0);
    std::uint64_t done_ = 0;
};

}  // namespace

void add(sweep_row& row, const sweep_row& later) {
    add_counts(row, later);
    if (later.maximum_ulp > row.maximum_ulp) {
        row.maximum_ulp = later.maximum_ulp;
        row.worst_input_bits = later.worst_input_bits;
    }
}

std::uint64_t input_count(const sweep_request& request) {
    return subject(request, reference_of(request.activation)).patterns.size();
}

sweep_row sweep(const sweep_request& request, const block_evaluator& evaluate,
                const softknee_reference::functions& reference, const sweep_progress& progress) {
    const subject tested(request, reference);
    const truth exact(reference, request.direction, request.type, tested.parameters);
    sweep_row row = running_sweep(request, evaluate, exact, tested.patterns, progress).run();
    row.activation = softknee::format(request.activation);
    row.direction = request.direction;
    row.type = request.type;
    return row;
}

sweep_row sweep(const sweep_request& request, const sweep_progress& progress) {
    return sweep(request, product_evaluator(request), reference_of(request.activation), progress);
}

}  // namespace softknee_accuracy
