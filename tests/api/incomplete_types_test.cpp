// SPDX-License-Identifier: Apache-2.0
// Uses CUDA's types by pointer, as a caller does whose own file includes no CUDA header.
#include <gtest/gtest.h>

#include <array>
#include <concepts>

#include <softknee/evaluate.hpp>
#include <softknee/softknee.hpp>

#if defined(__CUDA_RUNTIME_API_H__) || defined(__DRIVER_TYPES_H__) || defined(__CUDA_FP16_H__) || \
    defined(__CUDA_BF16_H__) || defined(__VECTOR_TYPES_H__)
#error "a public header of softknee includes a CUDA header"
#endif

namespace softknee::test {
namespace {

template <class T>
concept complete = requires {
    sizeof(T);
};
static_assert(!complete<__half> && !complete<__nv_bfloat16> && !complete<CUstream_st>);

static_assert(element<__half> && element<__nv_bfloat16>);
static_assert(dtype_of<__half>::value == dtype::float16);
static_assert(dtype_of<__nv_bfloat16>::value == dtype::bfloat16);
static_assert(std::convertible_to<CUstream_st*, stream_ref>);

template <class Cuda, class Own>
void expect_views_like_those_of() {
    std::array<Own, 2> elements{Own{0xbc00}, Own{0x3c00}};
    auto* const data = reinterpret_cast<Cuda*>(elements.data());
    const auto* const const_data = data;
    const std::array<std::int64_t, 1> sizes{2};
    EXPECT_EQ(host_view(data, sizes).type(), dtype_of<Own>::value);
    EXPECT_EQ(device_view(data, sizes).type(), dtype_of<Own>::value);
    EXPECT_EQ(device_view(const_data, sizes).where(), memory::device);
    forward(relu{}, host_view(const_data, sizes), host_view(data, sizes));
    EXPECT_EQ(elements[0].bits, 0);
    EXPECT_EQ(elements[1].bits, 0x3c00);
}

TEST(incomplete_types_test, pointers_to_the_half_of_cuda_make_views) {
    expect_views_like_those_of<__half, float16>();
    expect_views_like_those_of<__nv_bfloat16, bfloat16>();
}

TEST(incomplete_types_test, a_stream_of_somebody_else_is_kept_as_it_is) {
    int anything = 0;
    auto* const foreign = reinterpret_cast<CUstream_st*>(&anything);
    const stream_ref stream = foreign;
    EXPECT_EQ(stream.get(), foreign);
}

}  // namespace
}  // namespace softknee::test
