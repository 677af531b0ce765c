// SPDX-License-Identifier: Apache-2.0
#include "product_sweep.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <mutex>
#include <stdexcept>
#include <vector>

#include <softknee/pointwise.hpp>

#include "bounds.hpp"
#include "parallel_ranges.hpp"
#include "parameters.hpp"
#include "quick_judgement.hpp"
#include "reference_pass.hpp"
#include "ulp.hpp"

namespace softknee_accuracy {

namespace {

constexpr std::uint64_t patterns = 65536;

/// The exact derivative at every number of the type, NaN where that is not finite; 53 bits say more than is asked of
/// the product.
std::vector<double> derivatives_of(const product_request& request) {
    const auto* reference = softknee_reference::find(softknee::name_of(request.activation));
    const auto derivative = reference == nullptr ? nullptr : function_of(reference->extended, request.direction);
    if (derivative == nullptr || request.direction == softknee::pass::forward || softknee::size_of(request.type) != 2) {
        throw std::invalid_argument("there are products of a backward pass in 16 bits only");
    }
    const auto parameters = rounded_parameters(request.activation, request.type);
    std::vector<double> result(patterns);
    for (std::uint64_t bits = 0; bits < patterns; ++bits) {
        const long double x = decode(request.type, bits);
        result[bits] = std::isfinite(x) ? static_cast<double>(derivative(x, parameters.data())) : std::nan("");
    }
    return result;
}

/// The dy that input `x` meets in a round: in each round every dy is met by one x, in 65,536 rounds every x by every
/// dy.
std::uint16_t dy_of(std::uint64_t x, std::uint64_t round, std::uint64_t rounds) {
    return static_cast<std::uint16_t>(x * 40503 + round * (patterns / rounds));
}

class product_measurement {
public:
    product_measurement(const product_request& request, product_row& row)
        : request_(request), format_(format_of(request.type)), judgement_(format_), row_(row) {}

    void add(std::uint64_t x, std::uint64_t dy, std::uint64_t computed, double derivative) {
        if (format_.magnitude(dy) >= format_.infinity() || std::isnan(derivative)) return;
        ++row_.pairs;
        if (format_.is_nan(computed)) {
            ++row_.nans;
            return;
        }
        // No float32 holds the derivative: that of squared_relu beyond 2^127.
        if (std::fabs(derivative) > std::numeric_limits<float>::max()) return;
        const double factor = decode_quickly(request_.type, dy);
        const double ulp = distance(computed, factor * derivative);
        if (derivative == 0 || std::fabs(derivative) >= 0x1p-126) {
            if (ulp <= row_.maximum_ulp) return;
            row_.maximum_ulp = ulp;
            row_.worst_input_bits = x;
            row_.worst_dy_bits = dy;
        } else if (ulp > bound(request_.type)) {
            const long unit = detail::unit_exponent(format_, static_cast<long double>(factor * derivative));
            const double allowed = std::ldexp(std::fabs(factor), -149 - static_cast<int>(unit));
            row_.maximum_subnormal_error =
                std::max(row_.maximum_subnormal_error, (ulp - bound(request_.type)) / allowed);
        }
    }

private:
    double distance(std::uint64_t computed, double exact) const {
        const double ulp = judgement_(decode_quickly(request_.type, computed), exact);
        return ulp != quick_judgement::uncertain
                   ? ulp
                   : ulp_distance(request_.type, computed, static_cast<long double>(exact));
    }

    const product_request& request_;
    number_format format_;
    quick_judgement judgement_;
    product_row& row_;
};

void merge(product_row& row, const product_row& part) {
    row.pairs += part.pairs;
    row.nans += part.nans;
    row.maximum_subnormal_error = std::max(row.maximum_subnormal_error, part.maximum_subnormal_error);
    if (part.maximum_ulp > row.maximum_ulp) {
        row.maximum_ulp = part.maximum_ulp;
        row.worst_input_bits = part.worst_input_bits;
        row.worst_dy_bits = part.worst_dy_bits;
    }
}

}  // namespace

product_row sweep_products(const product_request& request, const sweep_progress& progress) {
    const std::vector<double> derivatives = derivatives_of(request);
    const auto rounds = static_cast<std::uint64_t>(request.dy_per_input);
    const softknee::tensor_shape shape(std::array{static_cast<std::int64_t>(patterns)});
    std::vector<std::uint16_t> input(patterns);
    for (std::uint64_t x = 0; x < patterns; ++x) input[x] = static_cast<std::uint16_t>(x);
    const softknee::const_tensor_view kept(input.data(), request.type, softknee::memory::host, shape);
    const auto saved = request.direction == softknee::pass::backward_from_output ? softknee::from_output(kept)
                                                                                 : softknee::from_input(kept);
    product_row row;
    std::mutex mutex;
    std::uint64_t done = 0;
    for_each_range(0, rounds, 1, [&](std::uint64_t round, std::uint64_t) {
        std::vector<std::uint16_t> dx(patterns);
        for (std::uint64_t x = 0; x < patterns; ++x) dx[x] = dy_of(x, round, rounds);
        const softknee::tensor_view gradient(dx.data(), request.type, softknee::memory::host, shape);
        softknee::backward(request.activation, saved, gradient, gradient, softknee::host_execution{.threads = 1});
        product_row part;
        product_measurement measurement(request, part);
        for (std::uint64_t x = 0; x < patterns; ++x) {
            measurement.add(x, dy_of(x, round, rounds), dx[x], derivatives[x]);
        }
        const std::lock_guard lock(mutex);
        merge(row, part);
        if (progress) progress(++done, rounds);
    });
    return row;
}

}  // namespace softknee_accuracy
