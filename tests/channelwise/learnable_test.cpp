// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include <accuracy/ulp.hpp>
#include <softknee/channelwise.hpp>

#include "channel_tensors.hpp"
#include "exact_sum.hpp"

/// The learnable activations against textbook formulas in more digits, and their gradients against sums of the exact
/// terms.
namespace softknee::test {
namespace {

using real = long double;
using parameters = std::vector<real>;

real sigmoid(real t) {
    return 1 / (1 + std::exp(-t));
}
real sech(real t) {
    return 1 / std::cosh(t);
}

/// One activation as its papers write it: y, its derivative, and those by the parameters.
struct definition {
    learnable activation;
    std::vector<double> centre;  ///< about which the parameters of a channel lie
    std::function<real(real, const parameters&)> forward;
    std::function<real(real, const parameters&)> derivative;
    std::function<parameters(real, const parameters&)> by_parameters;
    /// What y or a term loses digits of where its parts cancel: the error is in units of the larger part.
    std::function<real(real, const parameters&)> largest_part;
};

std::vector<definition> definitions() {
    return {
        {prelu{},
         {0.25},
         [](real x, const parameters& p) { return x > 0 ? x : p[0] * x; },
         [](real x, const parameters& p) { return x > 0 ? 1 : p[0]; },
         [](real x, const parameters&) { return parameters{x > 0 ? 0 : x}; },
         {}},
        {learnable_swish{},
         {1.5},
         [](real x, const parameters& p) { return x * sigmoid(p[0] * x); },
         [](real x, const parameters& p) {
             const real s = sigmoid(p[0] * x);
             return s + p[0] * x * s * (1 - s);
         },
         [](real x, const parameters& p) { return parameters{x * x * sigmoid(p[0] * x) * sigmoid(-p[0] * x)}; },
         {}},
        {pelu{},
         {1.25, 0.75},
         [](real x, const parameters& p) { return x >= 0 ? p[0] / p[1] * x : p[0] * std::expm1(x / p[1]); },
         [](real x, const parameters& p) { return x >= 0 ? p[0] / p[1] : p[0] / p[1] * std::exp(x / p[1]); },
         [](real x, const parameters& p) {
             const auto [a, b] = std::array{p[0], p[1]};
             return parameters{x >= 0 ? x / b : std::expm1(x / b),
                               x >= 0 ? -a * x / (b * b) : -a / (b * b) * x * std::exp(x / b)};
         },
         {}},
        {srelu{},
         {-0.5, 0.25, 0.75, 1.5},
         [](real x, const parameters& p) {
             return x >= p[2] ? p[2] + p[3] * (x - p[2]) : x <= p[0] ? p[0] + p[1] * (x - p[0]) : x;
         },
         [](real x, const parameters& p) { return x >= p[2]   ? p[3]
                                                  : x <= p[0] ? p[1]
                                                              : 1; },
         [](real x, const parameters& p) {
             const bool upper = x >= p[2];
             const bool lower = !upper && x <= p[0];
             return parameters{lower ? 1 - p[1] : 0, lower ? x - p[0] : 0, upper ? 1 - p[3] : 0, upper ? x - p[2] : 0};
         },
         {}},
        {snake{},
         {0.8},
         [](real x, const parameters& p) { return x + std::sin(p[0] * x) * std::sin(p[0] * x) / p[0]; },
         // 1 + sin(2 a x), which loses digits beside its roots in a long double too; snake_test.cpp has it in MPFR.
         [](real x, const parameters& p) { return 2 * std::pow(std::sin(p[0] * x + std::atan(real(1))), 2); },
         [](real x, const parameters& p) {
             const real s = std::sin(p[0] * x);
             return parameters{x * std::sin(2 * p[0] * x) / p[0] - s * s / (p[0] * p[0])};
         },
         {}},
        {dyt{},
         {0.75, 1.25, -0.5},
         [](real x, const parameters& p) { return p[1] * std::tanh(p[0] * x) + p[2]; },
         [](real x, const parameters& p) { return p[0] * p[1] * sech(p[0] * x) * sech(p[0] * x); },
         [](real x, const parameters& p) {
             const real s = sech(p[0] * x);
             return parameters{p[1] * x * s * s, std::tanh(p[0] * x), 1};
         },
         [](real x, const parameters& p) { return std::max(std::abs(p[1] * std::tanh(p[0] * x)), std::abs(p[2])); }},
    };
}

constexpr std::int64_t rows = 173;
constexpr std::int64_t columns = 29;

/// In ULP: of y, of dx (the derivative and its product), and of a term.
struct bounds {
    double forward;
    double gradient;
    double term;
};
bounds bounds_of(dtype type) {
    if (size_of(type) == 2) return {0.52, 0.52, 0.02};
    return {type == dtype::float32 ? 1.0 : 2.0, 3.0, 4.0};
}

class Learnable : public testing::TestWithParam<dtype> {
protected:
    static constexpr std::int64_t count = rows * columns;

    void check(const definition& d) {
        const dtype wide = GetParam() == dtype::float64 ? dtype::float64 : dtype::float32;
        const tensor_shape shape(std::array{rows, columns});
        bit_patterns x = moderate_patterns(GetParam(), count, 21);
        bit_patterns dy = moderate_patterns(GetParam(), count, 22);
        bit_patterns y(GetParam(), count);
        bit_patterns dx(GetParam(), count);
        // The first parameter of dyt is shared, all others have channels.
        const std::size_t parameter_count = d.centre.size();
        std::vector<bit_patterns> values;
        std::vector<bit_patterns> gradients;
        for (std::size_t k = 0; k < parameter_count; ++k) {
            const std::int64_t size = is_shared(d, k) ? 1 : columns;
            values.emplace_back(GetParam(), size);
            gradients.emplace_back(wide, size);
            for (std::int64_t c = 0; c < size; ++c) {
                values[k].set(c, encode(GetParam(), d.centre[k] * (1 + 0.3 * std::sin(static_cast<double>(c)))));
            }
        }
        std::vector<parameter_view> views;
        channel_gradients wanted{dx.view(shape, 0), {}};
        for (std::size_t k = 0; k < parameter_count; ++k) {
            views.push_back(is_shared(d, k) ? shared(values[k].view()) : per_channel(values[k].view(), 1));
            wanted.parameters.push_back(gradients[k].view());
        }
        workspace_memory space(workspace_bytes(d.activation, x.view(shape, 0), views));
        forward(d.activation, x.view(shape, 0), views, y.view(shape, 0));
        backward(d.activation, from_input(x.view(shape, 0)), views, dy.view(shape, 0), wanted, space.view());

        const bounds allowed = bounds_of(GetParam());
        std::vector<std::vector<exact_sum>> sums;
        std::vector<std::vector<double>> rounding;
        for (const bit_patterns& gradient : gradients) {
            sums.emplace_back(static_cast<std::size_t>(gradient.count()));
            rounding.emplace_back(static_cast<std::size_t>(gradient.count()), 0.0);
        }
        for (std::int64_t i = 0; i < count; ++i) {
            parameters p;
            for (std::size_t k = 0; k < parameter_count; ++k) {
                p.push_back(decode(GetParam(), values[k][is_shared(d, k) ? 0 : i % columns]));
            }
            const real at = decode(GetParam(), x[i]);
            const real slope = decode(GetParam(), dy[i]);
            const real expected = d.forward(at, p);
            const double unit = unit_of(
                GetParam(),
                static_cast<double>(d.largest_part ? std::max(d.largest_part(at, p), std::abs(expected)) : expected));
            EXPECT_LE(std::abs(static_cast<double>(decode(GetParam(), y[i]) - expected)), allowed.forward * unit)
                << "y at " << static_cast<double>(at);
            const real expected_dx = slope * d.derivative(at, p);
            EXPECT_LE(std::abs(static_cast<double>(decode(GetParam(), dx[i]) - expected_dx)),
                      allowed.gradient * unit_of(GetParam(), static_cast<double>(expected_dx)))
                << "dx at " << static_cast<double>(at);
            const parameters by = d.by_parameters(at, p);
            for (std::size_t k = 0; k < parameter_count; ++k) {
                const auto c = static_cast<std::size_t>(is_shared(d, k) ? 0 : i % columns);
                const auto term = static_cast<double>(slope * by[k]);
                sums[k][c].add(term);
                rounding[k][c] += allowed.term * unit_of(GetParam(), term);
            }
        }
        for (std::size_t k = 0; k < parameter_count; ++k) {
            for (std::int64_t c = 0; c < gradients[k].count(); ++c) {
                const double exact = sums[k][static_cast<std::size_t>(c)].nearest();
                EXPECT_LE(std::abs(decode(wide, gradients[k][c]) - exact),
                          rounding[k][static_cast<std::size_t>(c)] + 0.51 * unit_of(wide, exact))
                    << "parameter " << k << ", channel " << c;
            }
        }
    }

    static bool is_shared(const definition& d, std::size_t k) {
        return std::holds_alternative<dyt>(d.activation) && k == 0;
    }
};

TEST_P(Learnable, ValuesAndGradientsAreThoseOfTheDefinition) {
    ASSERT_EQ(definitions().size(), std::variant_size_v<learnable>);
    for (const definition& d : definitions()) {
        SCOPED_TRACE(name_of(d.activation));
        check(d);
    }
}

INSTANTIATE_TEST_SUITE_P(EveryDtype, Learnable, testing::ValuesIn(all_dtypes),
                         [](const auto& info) { return std::string(name_of(info.param)); });

}  // namespace
}  // namespace softknee::test
