// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <list>
#include <span>
#include <vector>

#include <softknee/buffer.hpp>
#include <softknee/pointwise.hpp>
#include <softknee/tensor_view.hpp>

#include "refusal.hpp"

namespace softknee::test {
namespace {

using sizes = std::vector<std::int64_t>;

constexpr std::int64_t largest_integer = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t lowest_integer = std::numeric_limits<std::int64_t>::min();

sizes strides_of(const tensor_shape& shape) {
    return {shape.strides().begin(), shape.strides().end()};
}

TEST(tensor_shape_test, a_shape_without_dimensions_has_one_element) {
    EXPECT_EQ(tensor_shape().count(), 1);
    EXPECT_EQ(tensor_shape(sizes{}).count(), 1);
    EXPECT_EQ(tensor_shape(sizes{}).rank(), 0);
    EXPECT_TRUE(tensor_shape(sizes{}).sizes().empty());
    EXPECT_TRUE(tensor_shape(sizes{}).strides().empty());
}

TEST(tensor_shape_test, every_rank_up_to_8_is_accepted) {
    for (int rank = 0; rank <= maximum_rank; ++rank) {
        const tensor_shape shape(sizes(static_cast<std::size_t>(rank), 2));
        EXPECT_EQ(shape.rank(), rank);
        EXPECT_EQ(shape.count(), std::int64_t(1) << rank);
        for (int d = 0; d < rank; ++d) {
            EXPECT_EQ(shape.size(d), 2);
            EXPECT_EQ(shape.stride(d), std::int64_t(1) << (rank - 1 - d));
        }
    }
}

TEST(tensor_shape_test, rank_9_is_refused_even_with_sizes_of_1) {
    expect_refusal<shape_error>([] { tensor_shape shape(sizes(9, 1)); }, "tensor_shape", "sizes",
                                "[1, 1, 1, 1, 1, 1, 1, 1, 1]", "8");
    expect_refusal<shape_error>([] { tensor_shape shape(sizes(9, 1), sizes(9, 1)); }, "tensor_shape", "sizes", "", "8");
    expect_refusal<shape_error>([] { tensor_shape shape(sizes(1000, 0)); }, "tensor_shape", "sizes", "", "8");
}

TEST(tensor_shape_test, strides_are_row_major_when_none_are_given) {
    EXPECT_EQ(strides_of(tensor_shape(sizes{2, 3, 4})), (sizes{12, 4, 1}));
    EXPECT_EQ(strides_of(tensor_shape(sizes{1, 7, 1})), (sizes{7, 1, 1}));
    EXPECT_EQ(strides_of(tensor_shape(sizes{5})), (sizes{1}));
}

TEST(tensor_shape_test, given_strides_are_kept_whatever_their_sign) {
    const tensor_shape shape(sizes{2, 3, 4}, sizes{-5, 0, 100});
    EXPECT_EQ(strides_of(shape), (sizes{-5, 0, 100}));
    EXPECT_EQ(shape.count(), 24);
}

TEST(tensor_shape_test, a_size_of_0_makes_the_count_0_in_any_place) {
    for (const sizes& s : {sizes{0}, sizes{0, 3}, sizes{3, 0}, sizes{2, 0, 3}, sizes{0, 0},
                           sizes{largest_integer, largest_integer, 0}}) {
        SCOPED_TRACE(to_string(s));
        EXPECT_EQ(tensor_shape(s).count(), 0);
        EXPECT_EQ(tensor_shape(s, sizes(s.size(), largest_integer)).count(), 0);
    }
}

TEST(tensor_shape_test, a_negative_size_is_refused_even_beside_a_size_of_0) {
    for (const sizes& s :
         {sizes{-1}, sizes{2, -1}, sizes{-1, -1}, sizes{0, -1}, sizes{lowest_integer}, sizes{-1, largest_integer}}) {
        expect_refusal<shape_error>([&] { tensor_shape shape(s); }, "tensor_shape", "sizes", to_string(s), "negative");
        expect_refusal<shape_error>([&] { tensor_shape shape(s, s); }, "tensor_shape", "sizes", to_string(s),
                                    "negative");
    }
}

TEST(tensor_shape_test, another_number_of_strides_than_of_sizes_is_refused) {
    expect_refusal<shape_error>(
        [] {
            tensor_shape shape(sizes{2, 3}, sizes{1});
        },
        "tensor_shape", "strides", "[1]", "[2, 3]");
    expect_refusal<shape_error>([] { tensor_shape shape(sizes{2}, sizes{1, 1}); }, "tensor_shape", "strides", "[1, 1]");
    expect_refusal<shape_error>([] { tensor_shape shape(sizes{}, sizes{1}); }, "tensor_shape", "strides", "[1]");
    expect_refusal<shape_error>([] { tensor_shape shape(sizes{2}, sizes{}); }, "tensor_shape", "strides", "[]");
    expect_refusal<shape_error>([] { tensor_shape shape(sizes{2}, sizes(9, 1)); }, "tensor_shape", "strides");
}

TEST(tensor_shape_test, a_product_of_sizes_beyond_63_bits_is_refused) {
    const std::int64_t two_to_32 = std::int64_t(1) << 32;
    for (const sizes& s : {sizes{largest_integer, 2}, sizes{two_to_32, two_to_32}, sizes{two_to_32, two_to_32 / 2},
                           sizes(8, 1 << 8), sizes{3, largest_integer, largest_integer}}) {
        expect_refusal<shape_error>([&] { tensor_shape shape(s); }, "tensor_shape", "sizes", to_string(s));
        const sizes broadcast(s.size(), 0);
        expect_refusal<shape_error>([&] { tensor_shape shape(s, broadcast); }, "tensor_shape", "sizes", to_string(s));
    }
}

TEST(tensor_shape_test, doubles_beyond_the_address_range_are_refused_for_every_dtype) {
    const std::int64_t two_to_60 = std::int64_t(1) << 60;
    EXPECT_EQ(tensor_shape(sizes{two_to_60 - 1}).count(), two_to_60 - 1);
    expect_refusal<shape_error>([&] { tensor_shape shape(sizes{two_to_60 + 1}); }, "tensor_shape", "sizes");
    expect_refusal<shape_error>([&] { tensor_shape shape(sizes{largest_integer}); }, "tensor_shape", "sizes");
}

TEST(tensor_shape_test, strides_that_reach_beyond_63_bits_are_refused) {
    for (const std::int64_t stride : {largest_integer, -largest_integer, lowest_integer, lowest_integer / 2}) {
        SCOPED_TRACE(stride);
        expect_refusal<shape_error>([&] { tensor_shape shape(sizes{3}, sizes{stride}); }, "tensor_shape", "sizes",
                                    "[3]");
    }
    expect_refusal<shape_error>([] { tensor_shape shape(sizes{2}, sizes{lowest_integer}); }, "tensor_shape", "sizes",
                                "[2]");
    // Two reaches of opposite directions do not cancel: elements lie at both ends.
    expect_refusal<shape_error>(
        [] {
            tensor_shape shape(sizes{2, 2}, sizes{largest_integer, -largest_integer});
        },
        "tensor_shape", "sizes");
    EXPECT_EQ(tensor_shape(sizes{1}, sizes{lowest_integer}).count(), 1) << "a size of 1 reaches nowhere";
}

TEST(tensor_shape_test, sizes_are_shown_in_brackets) {
    EXPECT_EQ(to_string(sizes{}), "[]");
    EXPECT_EQ(to_string(sizes{0}), "[0]");
    EXPECT_EQ(to_string(sizes{2, -3}), "[2, -3]");
}

template <class T>
void expect_view_of_three(const const_tensor_view& view, const T* data) {
    EXPECT_EQ(view.data(), data);
    EXPECT_EQ(view.type(), dtype_of<T>::value);
    EXPECT_EQ(view.where(), memory::host);
    EXPECT_EQ(view.count(), 3);
    EXPECT_EQ(view.shape().rank(), 1);
    EXPECT_EQ(view.shape().stride(0), 1);
}

template <class T>
class host_ranges : public testing::Test {};
using element_types = testing::Types<float16, bfloat16, float, double>;
TYPED_TEST_SUITE(host_ranges, element_types);

TYPED_TEST(host_ranges, become_views_of_rank_1_without_a_conversion_by_the_caller) {
    using T = TypeParam;
    std::vector<T> vector(3);
    const std::vector<T>& const_vector = vector;
    std::array<T, 3> array{};
    T plain[3] = {};
    host_buffer<T> buffer(3);
    const host_buffer<T>& const_buffer = buffer;
    const std::span<T> span(vector);
    const std::span<const T> const_span(vector);

    expect_view_of_three<T>(tensor_view(vector), vector.data());
    expect_view_of_three<T>(tensor_view(array), array.data());
    expect_view_of_three<T>(tensor_view(plain), plain);
    expect_view_of_three<T>(tensor_view(buffer), buffer.data());
    expect_view_of_three<T>(tensor_view(span), vector.data());
    expect_view_of_three<T>(vector, vector.data());
    expect_view_of_three<T>(const_vector, vector.data());
    expect_view_of_three<T>(array, array.data());
    expect_view_of_three<T>(plain, plain);
    expect_view_of_three<T>(const_buffer, buffer.data());
    expect_view_of_three<T>(span, vector.data());
    expect_view_of_three<T>(const_span, vector.data());
    expect_view_of_three<T>(tensor_view(vector), vector.data());
}

TYPED_TEST(host_ranges, that_are_const_cannot_be_written) {
    using T = TypeParam;
    static_assert(!std::constructible_from<tensor_view, const std::vector<T>&>);
    static_assert(!std::constructible_from<tensor_view, const std::array<T, 3>&>);
    static_assert(!std::constructible_from<tensor_view, std::span<const T>>);
    static_assert(!std::constructible_from<tensor_view, const host_buffer<T>&>);
    static_assert(!std::convertible_to<const_tensor_view, tensor_view>);
    static_assert(std::convertible_to<const std::vector<T>&, const_tensor_view>);
    static_assert(std::convertible_to<tensor_view, const_tensor_view>);
}

TYPED_TEST(host_ranges, without_elements_are_tensors_without_elements) {
    using T = TypeParam;
    std::vector<T> nothing;
    host_buffer<T> no_buffer;
    EXPECT_EQ(tensor_view(nothing).count(), 0);
    EXPECT_EQ(tensor_view(no_buffer).count(), 0);
    EXPECT_EQ(const_tensor_view(std::span<const T>()).count(), 0);
    EXPECT_NO_THROW(forward(relu{}, nothing, no_buffer));
}

TYPED_TEST(host_ranges, have_views_of_any_contiguous_shape) {
    using T = TypeParam;
    std::vector<T> vector(6);
    const T* const_data = vector.data();
    const tensor_view view = host_view(vector.data(), std::array<std::int64_t, 2>{2, 3});
    const const_tensor_view const_view = host_view(const_data, std::array<std::int64_t, 2>{2, 3});
    EXPECT_EQ(view.data(), vector.data());
    EXPECT_EQ(const_view.data(), vector.data());
    EXPECT_EQ(view.type(), dtype_of<T>::value);
    EXPECT_EQ(view.where(), memory::host);
    EXPECT_EQ(strides_of(view.shape()), (sizes{3, 1}));
    static_assert(!std::convertible_to<decltype(host_view(const_data, sizes{})), tensor_view>);
}

TYPED_TEST(host_ranges, say_when_their_pointer_belongs_to_a_device) {
    using T = TypeParam;
    T* const data = nullptr;
    const T* const const_data = nullptr;
    EXPECT_EQ(device_view(data, std::array<std::int64_t, 1>{0}).where(), memory::device);
    EXPECT_EQ(device_view(const_data, std::array<std::int64_t, 1>{0}).where(), memory::device);
}

TEST(host_range_test, what_is_not_contiguous_or_holds_no_elements_is_not_a_tensor) {
    static_assert(!std::convertible_to<std::list<float>&, const_tensor_view>);
    static_assert(!std::convertible_to<std::vector<int>&, const_tensor_view>);
    static_assert(!std::convertible_to<std::vector<bool>&, const_tensor_view>);
    static_assert(!std::convertible_to<std::vector<long double>&, const_tensor_view>);
    static_assert(!std::convertible_to<float*, const_tensor_view>);
}

TEST(host_range_test, a_copy_of_a_view_is_a_view_and_not_a_range_of_one) {
    std::vector<float> vector(3);
    const tensor_view view(vector);
    const tensor_view copy(view);
    const const_tensor_view read(view);
    EXPECT_EQ(copy.data(), vector.data());
    EXPECT_EQ(read.data(), vector.data());
    EXPECT_EQ(read.count(), 3);
}

TEST(dtype_test, names_and_sizes_belong_to_the_types) {
    EXPECT_EQ(size_of(dtype::float16), sizeof(float16));
    EXPECT_EQ(size_of(dtype::bfloat16), sizeof(bfloat16));
    EXPECT_EQ(size_of(dtype::float32), sizeof(float));
    EXPECT_EQ(size_of(dtype::float64), sizeof(double));
    EXPECT_EQ(name_of(dtype::float16), "float16");
    EXPECT_EQ(name_of(dtype::bfloat16), "bfloat16");
    EXPECT_EQ(name_of(dtype::float32), "float32");
    EXPECT_EQ(name_of(dtype::float64), "float64");
}

}  // namespace
}  // namespace softknee::test
