// SPDX-License-Identifier: Apache-2.0
#include "sweep.hpp"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "inputs.hpp"
#include "parallel_ranges.hpp"
#include "parameters.hpp"
#include "transitions.hpp"
#include "truth.hpp"
#include "ulp.hpp"

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
        const std::size_t size = softknee::size_of(request_.type);
        std::vector<std::byte> input(count * size);
        std::vector<std::byte> output(count * size);
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::uint64_t bits = patterns_[first + i];
            std::memcpy(&input[i * size], &bits, size);
        }
        evaluate_(input.data(), output.data(), count);
        sweep_row part{};
        std::uint64_t worst_index = end_;
        for (std::uint64_t i = 0; i < count; ++i) {
            std::uint64_t computed = 0;
            std::memcpy(&computed, &output[i * size], size);
            measure_element(first + i, computed, part, worst_index);
        }
        const std::lock_guard lock(mutex_);
        merge(row_, part, worst_index_, worst_index);
        done_ += count;
        if (progress_) progress_(done_, end_ - first_);
    }

    void measure_element(std::uint64_t index, std::uint64_t computed, sweep_row& part, std::uint64_t& worst_index) {
        const number_format format = format_of(request_.type);
        const std::uint64_t input = patterns_[index];
        if (format.is_infinite(input)) return;
        if (format.is_nan(input)) {
            if (request_.direction != softknee::pass::forward) return;
            ++part.inputs;
            if (!format.is_nan(computed)) ++part.nans;
            return;
        }
        ++part.inputs;
        const verdict found = truth_.judge(input, computed);
        part.misrounded += found.misrounded;
        part.false_zeros += found.false_zero;
        part.wrong_signs += found.wrong_sign;
        part.nans += found.nan;
        if (found.ulp > part.maximum_ulp) {
            part.maximum_ulp = found.ulp;
            part.worst_input_bits = input;
            worst_index = index;
        }
        if (index % audit_interval == 0 && !truth_.audit(input)) ++part.reference_faults;
    }

    const sweep_request& request_;
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
