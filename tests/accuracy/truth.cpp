// SPDX-License-Identifier: Apache-2.0
#include "truth.hpp"

#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "ulp.hpp"

namespace softknee_accuracy {

namespace {

using softknee_reference::mpfr_number;

/// Closer to a boundary than this, the 80-bit value does not say to which side the exact one lies.
constexpr double extended_boundary = 0x1p-9;
/// The same for MPFR at its default precision.
constexpr double default_boundary = 0x1p-64;

/// Bits that settle what is next to a boundary. A tie that the leading term of a series makes is broken by the next
/// term, which is at worst x^2 of it: 2^-298 for the smallest float and 2^-2148 for the smallest double, and three
/// significands may stand before it.
constexpr mpfr_prec_t boundary_precision(softknee::dtype type) {
    return type == softknee::dtype::float64 ? 2336 : 448;
}

constexpr double audit_tolerance = 0x1p-10;

template <class Number>
typename softknee_reference::functions_of<Number>::function function_of(
    const softknee_reference::functions_of<Number>& functions, softknee::pass direction) {
    switch (direction) {
        case softknee::pass::forward:
            return functions.forward;
        case softknee::pass::backward_from_input:
            return functions.derivative;
        case softknee::pass::backward_from_output:
            return functions.derivative_from_output;
    }
    return nullptr;
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
    : extended_(function_of(reference.extended, direction)),
      exact_(function_of(reference.exact, direction)),
      type_(type),
      parameters_(std::move(parameters)) {
    const std::string name(reference.name);
    if (extended_ == nullptr) throw std::invalid_argument("the reference of " + name + " has no such pass");
    if (static_cast<std::size_t>(reference.parameters) != parameters_.size()) {
        throw std::invalid_argument("the reference of " + name + " has other parameters");
    }
}

verdict truth::judge(std::uint64_t input, std::uint64_t computed) const {
    const long double x = decode(type_, input);
    if (type_ == softknee::dtype::float64) return judge_exactly(x, computed);
    const long double value = extended_(x, parameters_.data());
    const rounded_number rounded = round_to(type_, value);
    if (rounded.boundary_distance < extended_boundary) return judge_exactly(x, computed);
    const verdict result = compare(type_, computed, value, rounded);
    const bool suspicious = result.ulp > 1 || result.false_zero || result.wrong_sign;
    return suspicious ? judge_exactly(x, computed) : result;
}

verdict truth::judge_exactly(long double x, std::uint64_t computed) const {
    const mpfr_number value = exact_(x, parameters_.data());
    const rounded_number rounded = round_to(type_, value);
    if (rounded.boundary_distance >= default_boundary) return compare(type_, computed, value, rounded);
    const mpfr_number::precision_scope scope(boundary_precision(type_));
    const mpfr_number precise = exact_(x, parameters_.data());
    return compare(type_, computed, precise, round_to(type_, precise));
}

std::uint64_t truth::rounded_result(std::uint64_t input) const {
    const long double x = decode(type_, input);
    if (type_ != softknee::dtype::float64) {
        const rounded_number rounded = round_to(type_, extended_(x, parameters_.data()));
        if (rounded.boundary_distance >= extended_boundary) return rounded.bits;
    }
    const rounded_number rounded = round_to(type_, exact_(x, parameters_.data()));
    if (rounded.boundary_distance >= default_boundary) return rounded.bits;
    const mpfr_number::precision_scope scope(boundary_precision(type_));
    return round_to(type_, exact_(x, parameters_.data())).bits;
}

bool truth::audit(std::uint64_t input) const {
    if (type_ == softknee::dtype::float64) return true;
    const long double x = decode(type_, input);
    const long double value = extended_(x, parameters_.data());
    const mpfr_number exact = exact_(x, parameters_.data());
    const number_format format = format_of(softknee::dtype::float32);
    const std::uint64_t nearest = round_to(softknee::dtype::float32, exact).bits;
    if (format.is_nan(nearest)) return false;
    if (format.is_infinite(nearest)) return round_to(softknee::dtype::float32, value).bits == nearest;
    const long unit = detail::unit_exponent(format, exact);
    const mpfr_number error = detail::scale(detail::magnitude(mpfr_number(mpfr_number(value) - exact)), -unit);
    return detail::to_double(error) <= audit_tolerance;
}

}  // namespace softknee_accuracy
