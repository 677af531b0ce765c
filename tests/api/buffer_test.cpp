// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <concepts>
#include <cstdint>
#include <limits>
#include <numeric>
#include <ranges>
#include <vector>

#include <host/device/device_runtime.hpp>
#include <softknee/buffer.hpp>
#include <softknee/stream.hpp>

#include "refusal.hpp"

namespace softknee::test {
namespace {

using sizes = std::vector<std::int64_t>;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

TEST(bytes_for_test, multiplies_by_the_size_of_an_element) {
    EXPECT_EQ(bytes_for(0, dtype::float64), 0u);
    EXPECT_EQ(bytes_for(3, dtype::float16), 6u);
    EXPECT_EQ(bytes_for(3, dtype::bfloat16), 6u);
    EXPECT_EQ(bytes_for(3, dtype::float32), 12u);
    EXPECT_EQ(bytes_for(3, dtype::float64), 24u);
    EXPECT_EQ(bytes_for(largest / 8, dtype::float64), static_cast<std::size_t>(largest - 7));
}

TEST(bytes_for_test, refuses_negative_counts_and_bytes_beyond_63_bits) {
    expect_refusal<shape_error>([] { bytes_for(-1, dtype::float32); }, "bytes_for", "count", "-1", "not negative");
    for (const dtype type : all_dtypes) {
        const std::int64_t most = largest / static_cast<std::int64_t>(size_of(type));
        EXPECT_NO_THROW(bytes_for(most, type));
        expect_refusal<shape_error>([&] { bytes_for(most + 1, type); }, "bytes_for", "count", std::to_string(most + 1),
                                    "2^63 - 1");
        expect_refusal<shape_error>([&] { bytes_for(largest, type); }, "bytes_for", "count", name_of(type));
    }
}

TEST(host_buffer_test, is_a_contiguous_range_of_its_elements) {
    static_assert(std::ranges::contiguous_range<host_buffer<float>>);
    static_assert(std::ranges::contiguous_range<const host_buffer<float>>);
    static_assert(!std::copyable<host_buffer<float>>);
    host_buffer<float> buffer(5);
    const host_buffer<float>& read = buffer;
    std::iota(buffer.begin(), buffer.end(), 1.0f);
    EXPECT_EQ(buffer.size(), 5u);
    EXPECT_EQ(buffer.end() - buffer.begin(), 5);
    EXPECT_EQ(buffer[4], 5.0f);
    EXPECT_EQ(read[0], 1.0f);
    EXPECT_EQ(read.data(), buffer.data());
    EXPECT_EQ(std::accumulate(read.begin(), read.end(), 0.0f), 15.0f);
}

TEST(host_buffer_test, is_pinned_exactly_where_there_is_a_device) {
    EXPECT_EQ(host_buffer<float>(5).pinned(), host::device_count() > 0);
    EXPECT_EQ(pinned_memory(1).pinned(), host::device_count() > 0);
}

TEST(host_buffer_test, without_elements_allocates_nothing) {
    EXPECT_EQ(host_buffer<double>().size(), 0u);
    EXPECT_EQ(host_buffer<double>().data(), nullptr);
    EXPECT_EQ(host_buffer<double>(0).size(), 0u);
    EXPECT_EQ(host_buffer<double>(0).data(), nullptr);
    EXPECT_FALSE(host_buffer<double>(0).pinned());
    EXPECT_EQ(pinned_memory(0).bytes(), 0u);
}

TEST(host_buffer_test, refuses_sizes_that_cannot_be) {
    expect_refusal<shape_error>([] { host_buffer<float> buffer(-1); }, "bytes_for", "count", "-1");
    expect_refusal<shape_error>([] { host_buffer<float> buffer(largest); }, "bytes_for", "count", "float32");
}

TEST(host_buffer_test, reports_that_memory_is_exhausted) {
    EXPECT_THROW(host_buffer<double>(std::int64_t(1) << 56), out_of_memory_error);
}

TEST(host_buffer_test, keeps_its_elements_when_it_is_moved) {
    host_buffer<float> first(3);
    std::iota(first.begin(), first.end(), 1.0f);
    float* const data = first.data();
    host_buffer<float> second(std::move(first));
    EXPECT_EQ(second.data(), data);
    EXPECT_EQ(second.size(), 3u);
    host_buffer<float> third(7);
    third = std::move(second);
    EXPECT_EQ(third.data(), data);
    EXPECT_EQ(third.size(), 3u);
    EXPECT_EQ(third[2], 3.0f);
}

TEST(host_buffer_test, is_empty_after_it_was_moved_from) {
    host_buffer<float> first(3);
    const host_buffer<float> second(std::move(first));
    EXPECT_EQ(first.data(), nullptr);  // NOLINT(bugprone-use-after-move): that is the question
    EXPECT_EQ(first.size(), 0u);
    EXPECT_EQ(first.begin(), first.end());
    EXPECT_FALSE(first.pinned());
}

TEST(pinned_memory_test, gives_up_its_bytes_when_it_is_moved_from) {
    pinned_memory first(3);
    pinned_memory second(std::move(first));
    EXPECT_EQ(first.data(), nullptr);  // NOLINT(bugprone-use-after-move): that is the question
    EXPECT_EQ(first.bytes(), 0u);
    EXPECT_EQ(second.bytes(), 3u);
    second = pinned_memory(5);
    EXPECT_EQ(second.bytes(), 5u);
    second = pinned_memory();
    EXPECT_EQ(second.data(), nullptr);
}

TEST(copy_test, copies_between_host_tensors) {
    const std::vector<float> source{1, 2, 3};
    host_buffer<float> destination(3);
    copy(source, destination);
    EXPECT_EQ(std::vector<float>(destination.begin(), destination.end()), source);
}

TEST(copy_test, copies_between_different_shapes_of_one_count) {
    std::vector<double> source{1, 2, 3, 4, 5, 6};
    std::vector<double> destination(6);
    copy(host_view(source.data(), sizes{2, 3}), host_view(destination.data(), sizes{3, 1, 2}));
    EXPECT_EQ(destination, source);
}

TEST(copy_test, copies_nothing_from_null_to_null) {
    const tensor_view nothing(nullptr, dtype::float32, memory::host, tensor_shape(sizes{0}));
    EXPECT_NO_THROW(copy(nothing, nothing));
}

TEST(copy_test, refuses_what_it_cannot_copy_and_leaves_the_destination_alone) {
    std::vector<float> source{1, 2, 3, 4};
    std::vector<float> destination{5, 6, 7, 8};
    std::vector<double> doubles{1, 2, 3, 4};
    std::vector<float> three{1, 2, 3};
    const unchanged kept(destination);
    const unchanged source_kept(source);
    const tensor_view null(nullptr, dtype::float32, memory::host, tensor_shape(sizes{4}));
    const tensor_view strided(source.data(), dtype::float32, memory::host, tensor_shape(sizes{2, 2}, sizes{1, 2}));
    auto* const bytes = reinterpret_cast<std::uint8_t*>(destination.data());
    const tensor_view misaligned(bytes + 1, dtype::float32, memory::host, tensor_shape(sizes{3}));
    const tensor_view first_three = host_view(destination.data(), sizes{3});
    const tensor_view last_three = host_view(destination.data() + 1, sizes{3});

    expect_refusal<shape_error>([&] { copy(three, destination); }, "copy", "destination", "4", "3");
    expect_refusal<dtype_error>([&] { copy(doubles, destination); }, "copy", "destination", "float32", "float64");
    expect_refusal<shape_error>([&] { copy(strided, destination); }, "copy", "source", "[1, 2]", "contiguous");
    expect_refusal<shape_error>([&] { copy(destination, strided); }, "copy", "destination", "[1, 2]", "contiguous");
    expect_refusal<pointer_error>([&] { copy(null, destination); }, "copy", "source", "null", "4");
    expect_refusal<pointer_error>([&] { copy(source, null); }, "copy", "destination", "null", "4");
    expect_refusal<pointer_error>([&] { copy(three, misaligned); }, "copy", "destination", "1 above", "float32");
    expect_refusal<overlap_error>([&] { copy(first_three, last_three); }, "copy", "destination", "overlaps source");
    expect_refusal<overlap_error>([&] { copy(last_three, first_three); }, "copy", "destination", "overlaps source");
    expect_refusal<overlap_error>([&] { copy(destination, destination); }, "copy", "destination", "overlaps source");
}

TEST(copy_test, does_not_look_at_strides_of_dimensions_of_size_1) {
    std::vector<float> source{1, 2, 3};
    std::vector<float> destination(3);
    copy(const_tensor_view(source.data(), dtype::float32, memory::host, tensor_shape(sizes{1, 3}, sizes{77, 1})),
         destination);
    EXPECT_EQ(destination, source);
}

TEST(stream_test, an_integer_or_a_null_pointer_is_not_a_stream) {
    static_assert(!std::constructible_from<stream_ref, int>);
    static_assert(!std::constructible_from<stream_ref, std::nullptr_t>);
    static_assert(!std::copyable<stream>);
    EXPECT_EQ(stream_ref().get(), nullptr);
}

TEST(device_buffer_test, without_elements_needs_no_device) {
    EXPECT_EQ(device_buffer<float>().size(), 0);
    EXPECT_EQ(device_buffer<float>(0, stream_ref()).data(), nullptr);
    EXPECT_EQ(device_memory(0, stream_ref()).bytes(), 0u);
    device_buffer<float> nothing;
    EXPECT_EQ(tensor_view(nothing).where(), memory::device);
    EXPECT_EQ(tensor_view(nothing).count(), 0);
}

TEST(device_buffer_test, refuses_sizes_that_cannot_be) {
    expect_refusal<shape_error>([] { device_buffer<float> buffer(-1, stream_ref()); }, "bytes_for", "count", "-1");
    expect_refusal<shape_error>([] { device_buffer<double> buffer(largest, stream_ref()); }, "bytes_for", "count");
}

class without_a_device : public testing::Test {
protected:
    void SetUp() override {
        if (host::device_count() > 0) GTEST_SKIP() << "this machine has a device";
    }
    std::vector<float> host_ = {1, 2, 3};
};

TEST_F(without_a_device, device_memory_is_refused) {
    EXPECT_THROW(device_buffer<float>(1, stream_ref()), no_device_error);
    EXPECT_THROW(device_memory(1, stream_ref()), no_device_error);
}

TEST_F(without_a_device, a_stream_is_refused) {
    EXPECT_THROW(stream(), no_device_error);
    int anything = 0;
    EXPECT_THROW(stream_ref(reinterpret_cast<CUstream_st*>(&anything)).synchronize(), no_device_error);
}

TEST_F(without_a_device, the_default_stream_has_no_work_to_wait_for) {
    EXPECT_NO_THROW(stream_ref().synchronize());
}

TEST_F(without_a_device, a_copy_to_or_from_a_device_is_refused) {
    const unchanged kept(host_);
    std::vector<float> other{4, 5, 6};
    const tensor_view device = device_view(other.data(), sizes{3});
    EXPECT_THROW(copy(host_, device), no_device_error);
    EXPECT_THROW(copy(device, host_), no_device_error);
}

class with_a_device : public testing::Test {
protected:
    void SetUp() override {
        if (host::device_count() == 0) GTEST_SKIP() << "this machine has no device";
    }
};

TEST_F(with_a_device, elements_come_back_as_they_were_sent) {
    const stream own;
    host_buffer<float> source(1025);
    host_buffer<float> destination(1025);
    std::iota(source.begin(), source.end(), 1.0f);
    device_buffer<float> first(1025, own);
    device_buffer<float> second(1025, own);
    copy(source, first, own);
    copy(first, second, own);
    copy(second, destination, own);
    own.synchronize();
    EXPECT_TRUE(std::equal(source.begin(), source.end(), destination.begin()));
}

TEST_F(with_a_device, a_moved_buffer_keeps_its_memory_and_leaves_an_empty_one) {
    const stream own;
    device_buffer<float> first(3, own);
    float* const data = first.data();
    device_buffer<float> second(std::move(first));
    EXPECT_EQ(second.data(), data);
    EXPECT_EQ(second.size(), 3);
    EXPECT_EQ(first.data(), nullptr);  // NOLINT(bugprone-use-after-move): that is the question
    EXPECT_EQ(first.size(), 0);
}

TEST_F(with_a_device, a_pointer_that_is_not_where_its_view_says_is_refused) {
    std::vector<float> host{1, 2, 3};
    std::vector<float> other{4, 5, 6};
    device_buffer<float> device(3, stream_ref());
    expect_refusal<placement_error>([&] { copy(host, device_view(other.data(), sizes{3})); }, "copy", "destination",
                                    "host", "device");
    expect_refusal<placement_error>([&] { copy(host_view(device.data(), sizes{3}), host); }, "copy", "source", "device",
                                    "host");
}

TEST_F(with_a_device, exhausted_memory_is_reported) {
    EXPECT_THROW(device_memory(std::size_t(1) << 60, stream_ref()), out_of_memory_error);
}

}  // namespace
}  // namespace softknee::test
