// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <api/storage_conversion.hpp>
#include <device/bit_patterns.hpp>
#include <softknee/workspace.hpp>

#include "channel_case.hpp"

/// The tensors of one call with one parameter, as bit patterns.
namespace softknee::test {

/// Data, and parameters of their dtype or of the compute type.
struct parameter_dtypes {
    dtype data;
    dtype parameters;

    std::string text() const { return std::string(name_of(data)) + "_with_" + std::string(name_of(parameters)); }
};

inline std::vector<parameter_dtypes> all_parameter_dtypes() {
    std::vector<parameter_dtypes> result;
    for (const dtype data : all_dtypes) {
        result.push_back({data, data});
        if (size_of(data) == 2) result.push_back({data, dtype::float32});
    }
    return result;
}

/// The distance of the numbers of a dtype around a value.
inline double unit_of(dtype type, double value) {
    const bit_format format(type);
    const int lowest = 2 - (1 << (format.exponent_bits() - 1));
    const int exponent = value == 0 ? lowest : std::max(std::ilogb(value), lowest);
    return std::ldexp(1.0, exponent - format.mantissa_bits);
}

/// Memory of a size that is asked for, aligned as it must be.
class workspace_memory {
public:
    explicit workspace_memory(std::size_t bytes) : memory_((bytes + 15) / 16 * 2, -1.0), bytes_(bytes) {}
    workspace view() { return {memory_.data(), bytes_, memory::host}; }

private:
    std::vector<double> memory_;
    std::size_t bytes_;
};

struct channel_tensors {
    channel_case c;
    bit_patterns x, dy, y, dx, slopes, gradient;

    channel_tensors(const channel_case& which, const parameter_dtypes& types, std::uint64_t seed)
        : c(which),
          x(moderate_patterns(types.data, c.count(), seed)),
          dy(moderate_patterns(types.data, c.count(), seed + 100)),
          y(types.data, c.count()),
          dx(types.data, c.count()),
          slopes(moderate_patterns(types.parameters, c.parameter_count(), seed + 200)),
          gradient(moderate_patterns(types.parameters, c.parameter_count(), seed + 300)) {}

    tensor_shape shape() const { return tensor_shape(c.x); }
    parameter_view parameter() { return c.view(slopes.view(tensor_shape(c.parameter), 0)); }
    double x_of(std::int64_t i) const { return decode(x.type(), x[i]); }
    double slope_of(std::int64_t k) const { return decode(slopes.type(), slopes[k]); }
    void make_slopes_positive() {
        const bit_format format(slopes.type());
        for (std::int64_t k = 0; k < slopes.count(); ++k) slopes.set(k, slopes[k] & format.magnitude_mask());
    }
    /// In the compute type.
    double rounded_product(double a, double b) const {
        return x.type() == dtype::float64 ? a * b : static_cast<double>(static_cast<float>(a * b));
    }
};

}  // namespace softknee::test
