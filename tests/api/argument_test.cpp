// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include <device/bit_patterns.hpp>
#include <host/device/device_runtime.hpp>
#include <softknee/buffer.hpp>
#include <softknee/pointwise.hpp>

#include "activations.hpp"
#include "pointwise_pass.hpp"
#include "refusal.hpp"

namespace softknee::test {
namespace {

using sizes = std::vector<std::int64_t>;

/// Tensors of three elements, and checks that a refused call has left all of them as they were.
class argument_test : public testing::Test {
protected:
    tensor_view view(float* data, const sizes& shape, const sizes& strides) {
        return {data, dtype::float32, memory::host, tensor_shape(shape, strides)};
    }
    tensor_view null_view(const sizes& shape, dtype type = dtype::float32) {
        return {nullptr, type, memory::host, tensor_shape(shape)};
    }

    std::vector<float> x_{-1, 0, 1};
    std::vector<float> dy_{1, 2, 3};
    std::vector<float> out_{7, 8, 9};
    const unchanged x_is_kept_{x_};
    const unchanged dy_is_kept_{dy_};
    const unchanged out_is_kept_{out_};
};

TEST_F(argument_test, a_null_pointer_with_elements_is_refused) {
    const tensor_view null = null_view({3});
    expect_refusal<pointer_error>([&] { forward(relu{}, null, out_); }, "forward", "x", "null", "3 elements");
    expect_refusal<pointer_error>([&] { forward(relu{}, x_, null); }, "forward", "y", "null", "3 elements");
    expect_refusal<pointer_error>([&] { backward(relu{}, from_input(null), dy_, out_); }, "backward", "saved", "null");
    expect_refusal<pointer_error>([&] { backward(relu{}, from_input(x_), null, out_); }, "backward", "dy", "null");
    expect_refusal<pointer_error>([&] { backward(relu{}, from_input(x_), dy_, null); }, "backward", "dx", "null");
    expect_refusal<pointer_error>([&] { forward(relu{}, null_view({}), null_view({})); }, "forward", "x", "null",
                                  "1 elements");
}

TEST_F(argument_test, an_argument_that_was_not_given_is_not_blamed) {
    const tensor_view null = null_view({3});
    std::vector<float> two{1, 2};
    expect_refusal<pointer_error>([&] { backward(identity{}, from_nothing(), null, out_); }, "backward", "dy", "null");
    expect_refusal<shape_error>([&] { backward(identity{}, from_nothing(), two, out_); }, "backward", "dx", "[3]",
                                "of dy");
    const tensor_view shifted = view(out_.data() + 1, {2}, {1});
    const tensor_view beside = view(out_.data(), {2}, {1});
    expect_refusal<overlap_error>([&] { backward(identity{}, from_nothing(), beside, shifted); }, "backward", "dx",
                                  "dy");
}

TEST_F(argument_test, a_pointer_that_is_not_aligned_to_its_elements_is_refused) {
    for (const dtype type : all_dtypes) {
        SCOPED_TRACE(name_of(type));
        alignas(64) std::uint8_t bytes[2][64] = {};
        const unchanged kept(bytes[1]);
        for (std::size_t offset = 1; offset < size_of(type); ++offset) {
            SCOPED_TRACE(offset);
            const tensor_shape shape(sizes{3});
            const tensor_view good[] = {{bytes[0], type, memory::host, shape}, {bytes[1], type, memory::host, shape}};
            const tensor_view bad(bytes[1] + offset, type, memory::host, shape);
            const std::string got = std::to_string(offset) + " above";
            expect_refusal<pointer_error>([&] { forward(relu{}, bad, good[0]); }, "forward", "x", got, name_of(type));
            expect_refusal<pointer_error>([&] { forward(relu{}, good[0], bad); }, "forward", "y", got);
            expect_refusal<pointer_error>([&] { backward(relu{}, from_input(bad), good[0], good[0]); }, "backward",
                                          "saved", got);
            expect_refusal<pointer_error>([&] { backward(relu{}, from_output(good[0]), bad, good[0]); }, "backward",
                                          "dy", got);
            expect_refusal<pointer_error>([&] { backward(relu{}, from_input(good[0]), good[0], bad); }, "backward",
                                          "dx", got);
        }
    }
}

TEST_F(argument_test, shapes_that_differ_are_refused_even_with_equal_counts) {
    std::vector<float> six(6);
    const const_tensor_view two_by_three = host_view(six.data(), sizes{2, 3});
    for (const sizes& other : {sizes{3, 2}, sizes{6}, sizes{1, 2, 3}, sizes{2, 2}, sizes{}, sizes{0, 3}}) {
        std::vector<float> output(6);
        const tensor_view y = host_view(output.data(), other);
        const unchanged kept(output);
        SCOPED_TRACE(to_string(other));
        expect_refusal<shape_error>([&] { forward(relu{}, two_by_three, y); }, "forward", "y", to_string(other),
                                    "[2, 3]");
        expect_refusal<shape_error>([&] { backward(relu{}, from_input(two_by_three), two_by_three, y); }, "backward",
                                    "dx", to_string(other), "[2, 3]");
        expect_refusal<shape_error>([&] { backward(relu{}, from_input(two_by_three), y, y); }, "backward", "dy",
                                    to_string(other), "[2, 3]");
    }
}

TEST_F(argument_test, dtypes_that_differ_are_refused) {
    for (const dtype first : all_dtypes) {
        for (const dtype second : all_dtypes) {
            if (first == second) continue;
            bit_patterns a(first, 3);
            bit_patterns b(second, 3);
            const std::string_view got = name_of(second);
            const std::string_view expected = name_of(first);
            expect_refusal<dtype_error>([&] { forward(relu{}, a.view(), b.view()); }, "forward", "y", got, expected);
            expect_refusal<dtype_error>([&] { backward(relu{}, from_input(a.view()), b.view(), a.view()); }, "backward",
                                        "dy", got, expected);
            expect_refusal<dtype_error>([&] { backward(relu{}, from_input(a.view()), a.view(), b.view()); }, "backward",
                                        "dx", got, expected);
        }
    }
}

TEST_F(argument_test, host_and_device_views_in_one_call_are_refused) {
    const tensor_view device = device_view(out_.data(), sizes{3});
    expect_refusal<placement_error>([&] { forward(relu{}, x_, device); }, "forward", "y", "device", "host");
    expect_refusal<placement_error>([&] { forward(relu{}, device, out_); }, "forward", "y", "host", "device");
    expect_refusal<placement_error>([&] { backward(relu{}, from_input(x_), device, out_); }, "backward", "dy", "device",
                                    "host");
    expect_refusal<placement_error>([&] { backward(relu{}, from_input(x_), dy_, device); }, "backward", "dx", "device",
                                    "host");
    expect_refusal<placement_error>([&] { backward(relu{}, from_input(device), dy_, out_); }, "backward", "dy", "host",
                                    "device");
}

TEST_F(argument_test, a_device_view_is_refused_by_what_is_wrong_with_it) {
    const tensor_view x = device_view(x_.data(), sizes{3});
    const tensor_view y = device_view(out_.data(), sizes{3});
    if (host::device_count() > 0) {
        expect_refusal<placement_error>([&] { forward(relu{}, x, y); }, "forward", "x", "host pointer", "device");
        expect_refusal<placement_error>([&] { backward(relu{}, from_input(x), x, y); }, "backward", "saved",
                                        "host pointer", "device");
        const device_buffer<float> on_device(3, stream_ref());
        expect_refusal<placement_error>([&] { forward(relu{}, on_device, y); }, "forward", "y", "host pointer",
                                        "device");
    } else {
        EXPECT_THROW(forward(relu{}, x, y), no_device_error);
        EXPECT_THROW(backward(relu{}, from_input(x), x, y), no_device_error);
    }
}

TEST_F(argument_test, a_host_execution_is_refused_for_device_views) {
    const tensor_view x = device_view(x_.data(), sizes{3});
    const tensor_view y = device_view(out_.data(), sizes{3});
    const host_execution execution;
    expect_refusal<placement_error>([&] { forward(relu{}, x, y, execution); }, "forward", "execution", "device",
                                    "host");
    expect_refusal<placement_error>([&] { backward(relu{}, from_input(x), x, y, execution); }, "backward", "execution",
                                    "device", "host");
}

TEST_F(argument_test, an_instruction_set_that_this_machine_lacks_is_refused) {
    const auto available = available_instruction_sets();
    for (const instruction_set set : {instruction_set::baseline, instruction_set::avx2, instruction_set::avx512}) {
        if (std::ranges::find(available, set) != available.end()) continue;
        const host_execution execution{.threads = 1, .set = set};
        expect_refusal<unsupported_error>([&] { forward(relu{}, x_, out_, execution); }, "forward", "execution",
                                          name_of(set), name_of(best_instruction_set()));
        expect_refusal<unsupported_error>([&] { backward(relu{}, from_input(x_), dy_, out_, execution); }, "backward",
                                          "execution", name_of(set));
    }
    const host_execution no_such_set{.threads = 1, .set = static_cast<instruction_set>(3)};
    EXPECT_THROW(forward(relu{}, x_, out_, no_such_set), unsupported_error);
    EXPECT_THROW(backward(relu{}, from_input(x_), dy_, out_, no_such_set), unsupported_error);
}

TEST_F(argument_test, every_machine_has_the_baseline_and_the_best_of_its_sets_comes_last) {
    const auto available = available_instruction_sets();
    ASSERT_FALSE(available.empty());
    EXPECT_EQ(available.front(), instruction_set::baseline);
    EXPECT_EQ(available.back(), best_instruction_set());
    EXPECT_TRUE(std::ranges::is_sorted(available));
    EXPECT_EQ(host_execution().set, best_instruction_set());
}

TEST_F(argument_test, tensors_without_elements_may_have_null_pointers) {
    for (const sizes& shape : {sizes{0}, sizes{0, 3}, sizes{3, 0}, sizes{2, 0, 3}}) {
        for (const dtype type : all_dtypes) {
            const tensor_view nothing = null_view(shape, type);
            EXPECT_NO_THROW(forward(gelu{}, nothing, nothing));
            EXPECT_NO_THROW(forward(gelu{}, nothing, nothing, host_execution{.threads = 3}));
            EXPECT_NO_THROW(backward(gelu{}, from_input(nothing), nothing, nothing));
        }
    }
}

TEST_F(argument_test, tensors_without_elements_may_have_any_address_and_any_strides) {
    const tensor_view misaligned(reinterpret_cast<std::uint8_t*>(out_.data()) + 1, dtype::float32, memory::host,
                                 tensor_shape(sizes{0, 3}, sizes{0, 0}));
    EXPECT_NO_THROW(forward(relu{}, misaligned, misaligned));
    EXPECT_NO_THROW(forward(relu{}, null_view({0, 3}), misaligned));
}

TEST_F(argument_test, tensors_without_elements_must_still_be_alike) {
    expect_refusal<shape_error>(
        [&] {
            forward(relu{}, null_view({0, 3}), null_view({3, 0}));
        },
        "forward", "y", "[3, 0]", "[0, 3]");
    expect_refusal<dtype_error>([&] { forward(relu{}, null_view({0}), null_view({0}, dtype::float64)); }, "forward",
                                "y", "float64", "float32");
    const tensor_view on_device(nullptr, dtype::float32, memory::device, tensor_shape(sizes{0}));
    expect_refusal<placement_error>([&] { forward(relu{}, null_view({0}), on_device); }, "forward", "y");
}

/// A saved tensor can be made without `from_input`.
TEST_F(argument_test, a_saved_input_or_output_without_a_tensor_is_refused) {
    for (const saved_kind kind : {saved_kind::input, saved_kind::output}) {
        expect_refusal<saved_tensor_error>([&] { backward(relu{}, saved_tensor(kind, std::nullopt), dy_, out_); },
                                           "backward", "saved");
    }
}

class every_saved_tensor : public testing::TestWithParam<activation_information> {
protected:
    static constexpr saved_kind kinds[] = {saved_kind::nothing, saved_kind::input, saved_kind::output};

    /// Tries every kind: those that determine the derivative are accepted, the others are refused with a list of the
    /// former.
    void try_all_kinds(const activation& activation) {
        SCOPED_TRACE(format(activation));
        for (const saved_kind kind : kinds) {
            std::vector<float> x{-1, 0, 1};
            std::vector<float> dx{7, 8, 9};
            const auto call = [&] { backward(activation, saved_from(kind, x), x, dx); };
            if (determines_derivative(activation, kind)) {
                EXPECT_NO_THROW(call()) << name_of(kind);
                continue;
            }
            const unchanged kept(dx);
            expect_refusal<saved_tensor_error>(call, "backward", "saved", "from_" + std::string(name_of(kind)),
                                               format(activation));
            try {
                call();
            } catch (const saved_tensor_error& refused) {
                for (const saved_kind other : kinds) {
                    const std::string name = "from_" + std::string(name_of(other));
                    const bool listed = refused.expected().find(name) != std::string::npos;
                    EXPECT_EQ(listed, determines_derivative(activation, other)) << name << " in " << refused.expected();
                }
            }
        }
    }
};

TEST_P(every_saved_tensor, is_accepted_or_refused_with_a_list_of_what_is_possible) {
    try_all_kinds(GetParam().default_activation);
}

class every_saved_tensor_of_other_parameters : public every_saved_tensor {};

TEST_P(every_saved_tensor_of_other_parameters, is_accepted_or_refused_with_a_list_of_what_is_possible) {
    std::mt19937_64 generator(20240301);
    for (int i = 0; i < 100; ++i) try_all_kinds(with_moderate_parameters(GetParam(), generator));
}

TEST_P(every_saved_tensor, is_listed_by_the_catalogue) {
    for (const saved_kind kind : kinds) {
        const bool listed = std::ranges::find(GetParam().saved, kind) != GetParam().saved.end();
        EXPECT_EQ(listed, determines_derivative(GetParam().default_activation, kind));
    }
    EXPECT_TRUE(determines_derivative(GetParam().default_activation, saved_kind::input));
}

INSTANTIATE_TEST_SUITE_P(catalogue, every_saved_tensor, testing::ValuesIn(catalogue()), catalogue_name);
INSTANTIATE_TEST_SUITE_P(catalogue, every_saved_tensor_of_other_parameters,
                         testing::ValuesIn(catalogue_with_parameters()), catalogue_name);

TEST(saved_tensor_test, an_output_that_does_not_determine_the_derivative_is_refused) {
    for (const activation& activation :
         {activation(elu{.alpha = -1}), activation(elu{.alpha = 0}), activation(leaky_relu{.negative_slope = -0.01}),
          activation(threshold{.t = 0, .v = 0.5}), activation(gelu{})}) {
        EXPECT_FALSE(determines_derivative(activation, saved_kind::output)) << format(activation);
    }
    for (const activation& activation :
         {activation(elu{}), activation(relu{}), activation(identity{}), activation(threshold{.t = 0.5, .v = 0.5}),
          activation(tanh{}), activation(celu{.alpha = -1})}) {
        EXPECT_TRUE(determines_derivative(activation, saved_kind::output)) << format(activation);
    }
    EXPECT_TRUE(determines_derivative(identity{}, saved_kind::nothing));
    EXPECT_FALSE(determines_derivative(relu{}, saved_kind::nothing));
}

}  // namespace
}  // namespace softknee::test
