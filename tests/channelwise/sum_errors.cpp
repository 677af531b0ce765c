// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdio>
#include <optional>
#include <vector>

#include <softknee/channelwise.hpp>

#include "channel_tensors.hpp"
#include "exact_sum.hpp"

/// Measures how far the sums are from the exact ones, and prints the table of docs/accuracy.md: bias gradients of
/// identity, whose terms are dy itself, on the CPU path. With `--quick` without the sums of 2^31 terms.
namespace softknee::test {
namespace {

/// Terms of one sum whose magnitudes add up to about `condition` times it; 1 for terms of one sign.
std::vector<double> make_terms(dtype type, std::int64_t count, double condition, std::uint64_t seed) {
    // Exponents so far apart that sums of them have to be rounded; float16 has no more.
    std::mt19937_64 generator(seed);
    const int lowest = type == dtype::float16 ? -14 : -60;
    const bit_patterns random = moderate_patterns(type, count, seed);
    std::vector<double> terms;
    double magnitude = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const double significand = std::fabs(decode(type, random[i]));
        const int exponent = lowest + static_cast<int>(generator() % static_cast<std::uint64_t>(-lowest));
        terms.push_back(decode(type, encode(type, std::ldexp(significand, exponent - std::ilogb(significand)))));
        magnitude += terms.back();
    }
    if (condition == 1) return terms;
    // Opposites lie far apart; a few terms without one are what remains, and no number of any dtype.
    for (std::int64_t i = 0; i < count / 2; ++i) {
        terms[static_cast<std::size_t>(count - 1 - i)] = -terms[static_cast<std::size_t>(i)];
    }
    constexpr std::int64_t remaining = 16;
    for (std::int64_t i = 0; i < remaining; ++i) {
        const double part = magnitude / condition / remaining * (0.5 + decode(type, random[i]) / 16);
        terms[static_cast<std::size_t>(i * 7)] = decode(type, encode(type, part));
        terms[static_cast<std::size_t>(count - 1 - i * 7)] = 0;
    }
    return terms;
}

/// Four sums side by side, down the columns or along the planes, of terms that are repeated by a stride of 0.
struct layout {
    const char* text;
    bool channels_last;
};

double worst_error(dtype type, const layout& where, std::int64_t count, std::int64_t repeats, double condition) {
    constexpr std::int64_t channels = 4;
    bit_patterns dy(type, channels * count);
    std::vector<exact_sum> exact(channels);
    for (std::int64_t c = 0; c < channels; ++c) {
        const std::vector<double> terms = make_terms(type, count, condition, static_cast<std::uint64_t>(c + 1));
        for (std::int64_t i = 0; i < count; ++i) {
            dy.set(where.channels_last ? i * channels + c : c * count + i,
                   encode(type, terms[static_cast<std::size_t>(i)]));
            exact[static_cast<std::size_t>(c)].add(terms[static_cast<std::size_t>(i)]);
        }
    }
    const sizes shape = where.channels_last ? sizes{repeats, count, channels} : sizes{repeats, channels, count};
    const sizes strides = where.channels_last ? sizes{0, channels, 1} : sizes{0, count, 1};
    const const_tensor_view view(dy.view().data(), type, memory::host, tensor_shape(shape, strides));
    // The order of the sum follows the saved tensor's strides: one whose first dimension is outermost.
    const sizes dense = where.channels_last ? sizes{count * channels, channels, 1} : sizes{count * channels, count, 1};
    const const_tensor_view saved(nullptr, type, memory::host, tensor_shape(shape, dense));
    const dtype wide = type == dtype::float64 ? dtype::float64 : dtype::float32;
    bit_patterns bias(type, channels);
    bit_patterns gradient(wide, channels);
    const parameter_view parameter = per_channel(bias.view(), where.channels_last ? 2 : 1);
    workspace_memory space(std::max(workspace_bytes(biased{identity{}}, saved, parameter),
                                    workspace_bytes(biased{identity{}}, view, parameter)));
    backward(biased{identity{}}, from_input(view), parameter, view, {std::nullopt, {gradient.view()}}, space.view());
    double worst = 0;
    for (std::int64_t c = 0; c < channels; ++c) {
        const double factor = static_cast<double>(repeats);
        const exact_sum& sum = exact[static_cast<std::size_t>(c)];
        const double got = decode(wide, gradient[c]) / factor;
        worst = std::max(worst, std::fabs(sum.error_of(got, unit_of(wide, sum.nearest()))));
    }
    return worst;
}

void print_table(bool quick) {
    std::printf("| terms | condition | order |");
    for (const dtype type : all_dtypes) std::printf(" %s |", name_of(type).data());
    std::printf("\n|---|---|---|---|---|---|---|\n");
    const std::int64_t many = std::int64_t(1) << 31;
    for (const std::int64_t terms : {std::int64_t(1) << 10, std::int64_t(1) << 16, std::int64_t(1) << 21, many}) {
        if (quick && terms == many) continue;
        for (const double condition : {1.0, 0x1p10, 0x1p20}) {
            for (const layout& where : {layout{"columns", true}, layout{"planes", false}}) {
                std::printf("| 2^%d | 2^%d | %s |", std::ilogb(terms), std::ilogb(condition), where.text);
                const std::int64_t distinct = std::min(terms, std::int64_t(1) << 16);
                for (const dtype type : all_dtypes) {
                    std::printf(" %.4f |", worst_error(type, where, distinct, terms / distinct, condition));
                    std::fflush(stdout);
                }
                std::printf("\n");
            }
        }
    }
}

}  // namespace
}  // namespace softknee::test

int main(int count, char** arguments) {
    softknee::test::print_table(count > 1 && std::string_view(arguments[1]) == "--quick");
}
