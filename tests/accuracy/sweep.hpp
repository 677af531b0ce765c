// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <reference/reference.hpp>
#include <softknee/catalogue.hpp>
#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>

namespace softknee_accuracy {

inline constexpr std::uint64_t default_stride = 1021;

/// What to compare with the exact function.
struct sweep_request {
    softknee::activation activation;
    softknee::pass direction;
    softknee::dtype type;
    std::uint64_t stride = default_stride;  ///< see `input_patterns`; 1 feeds every float32
    bool on_device = false;
    /// The part of the inputs to feed, by their index in `input_patterns`; it ends where they do.
    std::uint64_t first = 0;
    std::uint64_t count = ~std::uint64_t(0);
};

/// How many inputs a request without limits feeds.
/// @throws std::invalid_argument as `sweep` does
std::uint64_t input_count(const sweep_request& request);

/// What was found. Infinite inputs are not measured, and a NaN is only in the forward pass.
struct sweep_row {
    std::string activation;  ///< the canonical text
    softknee::pass direction;
    softknee::dtype type;
    std::uint64_t inputs = 0;  ///< that were measured
    double maximum_ulp = 0;
    std::uint64_t misrounded = 0;        ///< not the correctly rounded result
    std::uint64_t false_zeros = 0;       ///< 0 where the correctly rounded result is not
    std::uint64_t wrong_signs = 0;       ///< neither is 0, and the signs differ
    std::uint64_t nans = 0;              ///< NaN from a number, or a number from a NaN
    std::uint64_t reference_faults = 0;  ///< audits that found the reference itself wrong: must be 0
    std::uint64_t worst_input_bits = 0;  ///< the first input with the largest error
};

/// Adds what was found in a later part of the same inputs.
void add(sweep_row& row, const sweep_row& later);

/// Evaluates a block: `count` elements of the request's dtype from `input` (x, or the saved y) to `output` (y, or dx
/// for dy = 1). Called from several threads at once.
using block_evaluator = std::function<void(const void* input, void* output, std::size_t count)>;

/// Called now and then, never from two threads at once, with the inputs done and their total.
using sweep_progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// softknee itself, through its public functions, on the host or on the current device.
block_evaluator product_evaluator(const sweep_request& request);

/// Compares softknee with the reference at every input of the request.
/// @throws std::invalid_argument if the reference does not know the activation or its pass; softknee::error as the
/// evaluated functions do
sweep_row sweep(const sweep_request& request, const sweep_progress& progress = {});

/// The same for any evaluator and any reference.
sweep_row sweep(const sweep_request& request, const block_evaluator& evaluate,
                const softknee_reference::functions& reference, const sweep_progress& progress = {});

}  // namespace softknee_accuracy
