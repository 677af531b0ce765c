// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <reference/reference.hpp>
#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>

#include "quick_judgement.hpp"
#include "verdict.hpp"

namespace softknee_accuracy {

/// The exact function of one pass at fixed parameters.
///
/// For types of 32 bits and fewer the reference in double judges, unless the exact result may be next to a rounding
/// boundary or a root, or the judgement is bad; then the reference in 80 bits, with the same reservations; then, and
/// always for float64, MPFR, with more bits where the value is next to a boundary. A judgement of more than 8 ULP
/// in 80 bits, not next to a boundary, is believed: what 80 bits may lack makes no difference.
class truth {
public:
    /// @throws std::invalid_argument if the reference has no such pass, or not as many parameters
    truth(const softknee_reference::functions& reference, softknee::pass direction, softknee::dtype type,
          std::vector<double> parameters);

    /// Judges by the reference in double alone: distances in ULP, or `quick_judgement::uncertain`, as always for
    /// float64 and for inputs that are not finite. The spans have the same size.
    void judge_quickly(std::span<const double> inputs, std::span<const double> computed, std::span<double> ulps) const;

    /// For a finite input.
    verdict judge(std::uint64_t input, std::uint64_t computed) const;

    /// The same for an input that the reference in double is known to be uncertain of.
    verdict judge_widely(std::uint64_t input, std::uint64_t computed) const;

    /// The correctly rounded result for a finite input.
    std::uint64_t rounded_result(std::uint64_t input) const;

    /// Whether the references in double and in 80 bits are as near to the exact value as `judge` takes them to be.
    bool audit(std::uint64_t input) const;

private:
    /// What the reference in 80 bits, which gives `value` for x, may lack, in ULP.
    double boundary_of(long double x, long double value) const;
    verdict judge_exactly(long double x, std::uint64_t computed) const;
    verdict judge_precisely(long double x, std::uint64_t computed) const;

    softknee_reference::functions_of<double>::function quick_;
    softknee_reference::functions_of<long double>::function extended_;
    softknee_reference::functions_of<softknee_reference::mpfr_number>::function exact_;
    softknee::dtype type_;
    quick_judgement judgement_;
    std::vector<double> parameters_;
};

}  // namespace softknee_accuracy
