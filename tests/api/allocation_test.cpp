// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <vector>

#include <gtest/gtest.h>

#include <softknee/pointwise.hpp>

namespace {

thread_local std::int64_t allocations = 0;

void* counted_allocation(std::size_t bytes) {
    ++allocations;
    void* memory = std::malloc(bytes == 0 ? 1 : bytes);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

}  // namespace

// The whole program's: the library's allocations are counted with the others. Inlined, GCC takes their parts for a
// mismatched pair.
[[gnu::noinline]] void* operator new(std::size_t bytes) {
    return counted_allocation(bytes);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace {

using namespace softknee;

/// A transposed view of a part of the elements: dimensions must be ordered and cannot be merged.
tensor_shape permuted_shape() {
    return tensor_shape(std::array<std::int64_t, 3>{3, 5, 4}, std::array<std::int64_t, 3>{1, 40, 4});
}

std::int64_t allocations_of(const activation& function, const tensor_shape& shape) {
    static std::array<float, 512> x{};
    static std::array<float, 512> dy{};
    static std::array<float, 512> result{};
    const auto view = [&](auto& of) { return tensor_view(of.data(), dtype::float32, memory::host, shape); };
    const host_execution one_thread{.threads = 1};
    const std::int64_t before = allocations;
    forward(function, view(x), view(result), one_thread);
    backward(function, from_input(view(x)), view(dy), view(result), one_thread);
    backward(function, from_input(view(x)), view(dy), view(dy), one_thread);
    return allocations - before;
}

TEST(allocation, is_counted) {
    const std::int64_t before = allocations;
    const std::vector<int> some(10);
    EXPECT_EQ(allocations - before, 1);
}

TEST(allocation, none_is_made_by_an_element_wise_call) {
    const tensor_shape contiguous(std::array<std::int64_t, 2>{16, 32});
    for (const activation& function : {activation(relu{}), activation(gelu{}), activation(elu{0.5})}) {
        allocations_of(function, contiguous);  // what is asked of the system once
        EXPECT_EQ(allocations_of(function, contiguous), 0) << format(function);
        EXPECT_EQ(allocations_of(function, permuted_shape()), 0) << format(function);
    }
}

}  // namespace
