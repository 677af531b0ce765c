// SPDX-License-Identifier: Apache-2.0
#include "device_array.hpp"
#include "planted_fault.hpp"

/// Accesses of 16 bytes where fewer would do.
namespace planted_faults {

/// Doubles by packs of four elements; the last pack is not whole.
template <bool Correct>
__global__ void wide_read_past_the_tail(const float* x, float* y, int count) {
    const int first = 4 * static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (first >= count) return;
    float4 pack = {};
    if (!Correct || first + 4 <= count) {
        pack = *reinterpret_cast<const float4*>(x + first);
    } else {
        pack.x = x[first];
        if (first + 1 < count) pack.y = x[first + 1];
        if (first + 2 < count) pack.z = x[first + 2];
    }
    y[first] = 2 * pack.x;
    if (first + 1 < count) y[first + 1] = 2 * pack.y;
    if (first + 2 < count) y[first + 2] = 2 * pack.z;
    if (first + 3 < count) y[first + 3] = 2 * pack.w;
}

template <bool Correct>
void launch_wide_read_past_the_tail() {
    constexpr int count = 1021;
    std::vector<float> expected = numbers<float>(count);
    const device_array<float> x(expected);
    const device_array<float> y(count);
    wide_read_past_the_tail<Correct><<<1, 256>>>(x.data(), y.data(), count);
    require_launched();
    for (float& value : expected) value *= 2;
    require_equal(y.content(), expected);
}

/// Writes the index of each element, beginning in the middle of a pack.
template <bool Correct>
__global__ void misaligned_wide_store(float* y, int count) {
    const int first = 4 * static_cast<int>(threadIdx.x);
    if (first >= count) return;
    const float4 pack = make_float4(first, first + 1, first + 2, first + 3);
    if (!Correct || reinterpret_cast<std::size_t>(y) % sizeof(float4) == 0) {
        *reinterpret_cast<float4*>(y + first) = pack;
    } else {
        y[first] = pack.x;
        y[first + 1] = pack.y;
        y[first + 2] = pack.z;
        y[first + 3] = pack.w;
    }
}

template <bool Correct>
void launch_misaligned_wide_store() {
    constexpr int count = 64;
    std::vector<float> expected = numbers<float>(count);
    expected.insert(expected.begin(), 7.0f);
    const device_array<float> y(std::vector<float>(count + 1, 7.0f));
    misaligned_wide_store<Correct><<<1, 32>>>(y.data() + 1, count);
    require_launched();
    require_equal(y.content(), expected);
}

std::span<const planted_fault> wide_access_faults() {
    static constexpr planted_fault faults[] = {
        {"wide_read_past_the_tail", launch_wide_read_past_the_tail<false>, launch_wide_read_past_the_tail<true>},
        {"misaligned_wide_store", launch_misaligned_wide_store<false>, launch_misaligned_wide_store<true>},
    };
    return faults;
}

}  // namespace planted_faults
