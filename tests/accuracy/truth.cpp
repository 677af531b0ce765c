// SPDX-License-Identifier: Apache-2.0
#include "truth.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "reference_pass.hpp"
#include "ulp.hpp"

namespace softknee_accuracy {

namespace {

using softknee_reference::mpfr_number;

/// Closer to a boundary than this, in ULP, the 80-bit value does not say to which side the exact one lies. It has 11
/// bits more than the same formula in double: of what a cancellation makes the two differ by, its own share is 2^-11,
/// and 2^-6 is allowed.
double extended_boundary(softknee::dtype type, double quick, long double value) {
    constexpr double least = 0x1p-18;
    const long unit = detail::unit_exponent(format_of(type), value);
    const auto difference = static_cast<double>(std::ldexp(std::fabs(quick - value), static_cast<int>(-unit)));
    return difference < 1 ? std::max(least, 0x1p-6 * difference) : 1;
}

/// The same for MPFR at its default precision.
constexpr double default_boundary = 0x1p-64;

/// What is as near to a boundary as this in 80 bits is a tie but for later terms of a series, as x / 2 is for silu of a
/// subnormal x, and there are millions of these: MPFR's default precision would not tell either.
constexpr double tie = 0x1p-36;

/// A bad judgement is left to MPFR up to this error, in ULP, so that none rests on the reference in 80 bits; beyond it,
/// where whole tails of other libraries are, what 80 bits may lack makes no difference.
constexpr double beyond_doubt = 8;

/// Bits that settle what is next to a boundary. A tie that the leading term of a series makes is broken by the next
/// term, which is at worst x^2 of it: 2^-298 for the smallest float and 2^-2148 for the smallest double, and three
/// significands may stand before it.
constexpr mpfr_prec_t boundary_precision(softknee::dtype type) {
    return type == softknee::dtype::float64 ? 2336 : 448;
}

/// What an audit allows, in ULP of the type: half of what the judgements do.
constexpr double quick_tolerance = quick_boundary / 2;
double extended_tolerance(softknee::dtype type, double quick, long double value) {
    return extended_boundary(type, quick, value) / 2;
}

template <class Number>
verdict compare(softknee::dtype type, std::uint64_t computed, const Number& exact, const rounded_number& rounded) {
    const number_format format = format_of(type);
    verdict result;
    if (format.is_nan(computed)) {
        result.nan = true;
        return result;
    }
    const bool both_zero = format.is_zero(computed) && format.is_zero(rounded.bits);
    result.misrounded = computed != rounded.bits && !both_zero;
    result.false_zero = format.is_zero(computed) && !format.is_zero(rounded.bits);
    result.wrong_sign =
        !format.is_zero(computed) && !detail::is_zero(exact) && format.negative(computed) != detail::is_negative(exact);
    result.ulp = ulp_distance(type, computed, exact);
    return result;
}

}  // namespace

truth::truth(const softknee_reference::functions& reference, softknee::pass direction, softknee::dtype type,
             std::vector<double> parameters)
    : quick_(function_of(reference.quick, direction)),
      extended_(function_of(reference.extended, direction)),
      exact_(function_of(reference.exact, direction)),
      type_(type),
      judgement_(format_of(type)),
      parameters_(std::move(parameters)) {
    const std::string name(reference.name);
    if (extended_ == nullptr) throw std::invalid_argument("the reference of " + name + " has no such pass");
    if (static_cast<std::size_t>(reference.parameters) != parameters_.size()) {
        throw std::invalid_argument("the reference of " + name + " has other parameters");
    }
}

void truth::judge_quickly(std::span<const double> inputs, std::span<const double> computed,
                          std::span<double> ulps) const {
    if (type_ == softknee::dtype::float64) {
        std::ranges::fill(ulps, quick_judgement::uncertain);
        return;
    }
    // A reference need not know what to do with a NaN: a series would never end.
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        ulps[i] = std::isfinite(inputs[i]) ? quick_(inputs[i], parameters_.data()) : nan;
    }
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const double exact = ulps[i];
        const double ulp = judgement_(computed[i], exact);
        ulps[i] = may_be_near_a_root(inputs[i], exact) ? quick_judgement::uncertain : ulp;
    }
}

verdict truth::judge(std::uint64_t input, std::uint64_t computed) const {
    if (type_ != softknee::dtype::float64) {
        const double argument = decode_quickly(type_, input);
        const double result = decode_quickly(type_, computed);
        double ulp = 0;
        judge_quickly({&argument, 1}, {&result, 1}, {&ulp, 1});
        if (ulp != quick_judgement::uncertain) return {.ulp = ulp, .misrounded = ulp > 0.5};
    }
    return judge_widely(input, computed);
}

verdict truth::judge_widely(std::uint64_t input, std::uint64_t computed) const {
    if (type_ == softknee::dtype::float64) return judge_exactly(decode(type_, input), computed);
    const long double x = decode(type_, input);
    const long double value = extended_(x, parameters_.data());
    const rounded_number rounded = round_to(type_, value);
    if (rounded.boundary_distance < tie) return judge_precisely(x, computed);
    if (rounded.boundary_distance < boundary_of(x, value)) return judge_exactly(x, computed);
    const verdict result = compare(type_, computed, value, rounded);
    const bool bad = result.ulp > 1 || result.false_zero || result.wrong_sign;
    return bad && result.ulp <= beyond_doubt ? judge_exactly(x, computed) : result;
}

double truth::boundary_of(long double x, long double value) const {
    return extended_boundary(type_, quick_(static_cast<double>(x), parameters_.data()), value);
}

verdict truth::judge_exactly(long double x, std::uint64_t computed) const {
    const mpfr_number value = exact_(x, parameters_.data());
    const rounded_number rounded = round_to(type_, value);
    if (rounded.boundary_distance >= default_boundary) return compare(type_, computed, value, rounded);
    return judge_precisely(x, computed);
}

verdict truth::judge_precisely(long double x, std::uint64_t computed) const {
    const mpfr_number::precision_scope scope(boundary_precision(type_));
    const mpfr_number precise = exact_(x, parameters_.data());
    return compare(type_, computed, precise, round_to(type_, precise));
}

std::uint64_t truth::rounded_result(std::uint64_t input) const {
    const long double x = decode(type_, input);
    if (type_ != softknee::dtype::float64) {
        const long double value = extended_(x, parameters_.data());
        const rounded_number rounded = round_to(type_, value);
        if (rounded.boundary_distance >= boundary_of(x, value)) return rounded.bits;
    }
    const rounded_number rounded = round_to(type_, exact_(x, parameters_.data()));
    if (rounded.boundary_distance >= default_boundary) return rounded.bits;
    const mpfr_number::precision_scope scope(boundary_precision(type_));
    return round_to(type_, exact_(x, parameters_.data())).bits;
}

bool truth::audit(std::uint64_t input) const {
    if (type_ == softknee::dtype::float64) return true;
    const long double x = decode(type_, input);
    const mpfr_number exact = exact_(x, parameters_.data());
    const std::uint64_t nearest = round_to(type_, exact).bits;
    const number_format format = format_of(type_);
    if (format.is_nan(nearest)) return false;
    const long unit = detail::unit_exponent(format, exact);
    const auto agrees = [&](long double value, double tolerance) {
        if (format.is_infinite(nearest)) return round_to(type_, value).bits == nearest;
        const mpfr_number error = detail::scale(detail::magnitude(mpfr_number(mpfr_number(value) - exact)), -unit);
        return detail::to_double(error) <= tolerance;
    };
    const double argument = decode_quickly(type_, input);
    const double quick = quick_(argument, parameters_.data());
    const long double value = extended_(x, parameters_.data());
    const bool quick_is_right = may_be_near_a_root(argument, quick) || agrees(quick, quick_tolerance);
    return quick_is_right && agrees(value, extended_tolerance(type_, quick, value));
}

}  // namespace softknee_accuracy
