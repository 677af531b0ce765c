// SPDX-License-Identifier: Apache-2.0
#include "transitions.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include "number_format.hpp"
#include "reference_pass.hpp"

namespace softknee_accuracy {

namespace {

/// Points per sign at which the kind is looked at first: 64 in a binade of float32, 8 in one of float64.
constexpr int points = 1 << 14;

struct kind {
    int size;  ///< 0, subnormal, normal, too large
    bool negative;
    bool is_argument;
    bool is_one;

    bool operator==(const kind&) const = default;
};

class kinds {
public:
    kinds(softknee_reference::functions_of<double>::function function, softknee::dtype type,
          std::span<const double> parameters)
        : function_(function), type_(type), format_(format_of(type)), parameters_(parameters) {}

    kind at(std::uint64_t pattern) const {
        const auto argument = static_cast<double>(decode(type_, pattern));
        const double result = function_(argument, parameters_.data());
        const double magnitude = std::fabs(result);
        const double unit = std::ldexp(1.0, -format_.precision);
        const int size = magnitude > std::ldexp(0.5, format_.smallest_unit()) ? 1 : 0;
        const int normal = magnitude >= std::ldexp(1.0, format_.minimum_exponent) ? 1 : 0;
        const int large = magnitude >= std::ldexp(2.0 - unit, format_.maximum_exponent) ? 1 : 0;
        return {size + normal + large, std::signbit(result) && size > 0,
                std::fabs(result - argument) <= unit * std::fabs(argument), std::fabs(result - 1) <= unit};
    }

    /// The first pattern from `first`, exclusive, to `last`, inclusive, that is of another kind than its neighbour; the
    /// two ends must differ.
    std::uint64_t change(std::uint64_t first, std::uint64_t last) const {
        const kind before = at(first);
        while (last - first > 1) {
            const std::uint64_t middle = first + (last - first) / 2;
            (at(middle) == before ? first : last) = middle;
        }
        return last;
    }

private:
    softknee_reference::functions_of<double>::function function_;
    softknee::dtype type_;
    number_format format_;
    std::span<const double> parameters_;
};

}  // namespace

std::vector<std::uint64_t> transitions(const softknee_reference::functions& reference, softknee::pass direction,
                                       softknee::dtype type, std::span<const double> parameters) {
    const auto function = function_of(reference.quick, direction);
    if (function == nullptr) throw std::invalid_argument("no such pass of " + std::string(reference.name));
    const kinds found(function, type, parameters);
    const number_format format = format_of(type);
    const std::uint64_t largest = format.infinity() - 1;
    std::vector<std::uint64_t> result;
    for (const std::uint64_t sign : {std::uint64_t(0), format.sign_bit()}) {
        for (int i = 0; i < points; ++i) {
            const std::uint64_t first = sign + largest / points * static_cast<std::uint64_t>(i);
            const std::uint64_t last = i + 1 == points ? sign + largest : first + largest / points;
            if (!(found.at(first) == found.at(last))) result.push_back(found.change(first, last));
        }
    }
    return result;
}

}  // namespace softknee_accuracy
