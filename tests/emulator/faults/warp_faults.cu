// SPDX-License-Identifier: Apache-2.0
#include "device_array.hpp"
#include "planted_fault.hpp"

/// Instructions of a whole warp that name the wrong lanes.
namespace planted_faults {

constexpr unsigned all_lanes = 0xffffffff;

/// Takes the positive elements together, in their order.
template <bool Correct>
__global__ void ballot_with_lanes_elsewhere(const int* x, int* y, int count) {
    const int lane = static_cast<int>(threadIdx.x);
    int value = 0;
    unsigned positive = 0;
    if (Correct) {
        if (lane < count) value = x[lane];
        positive = __ballot_sync(all_lanes, value > 0);
    } else if (lane < count) {
        value = x[lane];
        positive = __ballot_sync(all_lanes, value > 0);
    }
    __syncwarp();
    if (value > 0) y[__popc(positive & ((1u << lane) - 1))] = value;
}

template <bool Correct>
void launch_ballot_with_lanes_elsewhere() {
    const device_array<int> x(std::vector<int>{3, -1, 4, -1, 5, -9, 2, 6, -5, 3});
    const device_array<int> y(6);
    ballot_with_lanes_elsewhere<Correct><<<1, 32>>>(x.data(), y.data(), 10);
    require_launched();
    require_equal(y.content(), {3, 4, 5, 2, 6, 3});
}

/// How many elements of each warp are positive.
template <bool Correct>
__global__ void lane_that_has_ended(const int* x, int* counts, int count) {
    const int i = static_cast<int>(threadIdx.x);
    if (!Correct && i >= count) return;
    const unsigned positive = __ballot_sync(all_lanes, i < count && x[i] > 0);
    if (i % 32 == 0) counts[i / 32] = __popc(positive);
}

template <bool Correct>
void launch_lane_that_has_ended() {
    const device_array<int> x(numbers<int>(50, 5));
    const device_array<int> counts(2);
    lane_that_has_ended<Correct><<<1, 64>>>(x.data(), counts.data(), 50);
    require_launched();
    require_equal(counts.content(), {25, 15});
}

/// The sum of the first elements of a warp, which the others have left.
template <bool Correct>
__global__ void last_lane_left_out(const int* x, int* sum, int count) {
    const int lane = static_cast<int>(threadIdx.x);
    if (lane >= count) return;
    const unsigned lanes = (1u << (Correct ? count : count - 1)) - 1;
    int total = 0;
    for (int source = 0; source < count; ++source) total += __shfl_sync(lanes, x[lane], source);
    if (lane == 0) *sum = total;
}

template <bool Correct>
void launch_last_lane_left_out() {
    const device_array<int> x(numbers<int>(20));
    const device_array<int> sum(1);
    last_lane_left_out<Correct><<<1, 32>>>(x.data(), sum.data(), 20);
    require_launched();
    require_equal(sum.content(), {19 * 20 / 2});
}

/// Whether the elements of a tail are all positive. The lanes that take part are counted from the first one of the
/// warp.
template <bool Correct>
__global__ void mask_of_each_lane_its_own(const int* x, int* is_positive, int count) {
    const int lane = static_cast<int>(threadIdx.x);
    if (lane >= count) return;
    const int first = Correct ? 0 : lane;
    const unsigned lanes = (1u << (count - first)) - 1;
    const int result = __all_sync(lanes, x[lane] > 0);
    if (lane == 0) *is_positive = result;
}

template <bool Correct>
void launch_mask_of_each_lane_its_own() {
    const device_array<int> x(std::vector<int>(20, 1));
    const device_array<int> is_positive(1);
    mask_of_each_lane_its_own<Correct><<<1, 32>>>(x.data(), is_positive.data(), 20);
    require_launched();
    require_equal(is_positive.content(), {1});
}

/// The sum of each half of a warp.
template <bool Correct>
__global__ void shuffle_from_the_other_half(const int* x, int* sums) {
    const int lane = static_cast<int>(threadIdx.x);
    const unsigned lanes = lane < 16 ? 0x0000ffffu : 0xffff0000u;
    int sum = x[lane];
    for (int distance = Correct ? 8 : 16; distance > 0; distance /= 2) sum += __shfl_xor_sync(lanes, sum, distance);
    if (lane % 16 == 0) sums[lane / 16] = sum;
}

template <bool Correct>
void launch_shuffle_from_the_other_half() {
    const device_array<int> x(numbers<int>(32));
    const device_array<int> sums(2);
    shuffle_from_the_other_half<Correct><<<1, 32>>>(x.data(), sums.data());
    require_launched();
    require_equal(sums.content(), {15 * 16 / 2, 31 * 32 / 2 - 15 * 16 / 2});
}

/// The sum of a warp. That half of its lanes are left out, no rule of the machine forbids.
template <bool Correct>
__global__ void sum_of_half_the_lanes(const int* x, int* sum) {
    int total = x[threadIdx.x];
    for (int distance = Correct ? 16 : 8; distance > 0; distance /= 2) {
        total += __shfl_down_sync(all_lanes, total, distance);
    }
    if (threadIdx.x == 0) *sum = total;
}

template <bool Correct>
void launch_sum_of_half_the_lanes() {
    const device_array<int> x(numbers<int>(32));
    const device_array<int> sum(1);
    sum_of_half_the_lanes<Correct><<<1, 32>>>(x.data(), sum.data());
    require_launched();
    require_equal(sum.content(), {31 * 32 / 2});
}

std::span<const planted_fault> warp_faults() {
    static constexpr planted_fault faults[] = {
        {"ballot_with_lanes_elsewhere", launch_ballot_with_lanes_elsewhere<false>,
         launch_ballot_with_lanes_elsewhere<true>},
        {"lane_that_has_ended", launch_lane_that_has_ended<false>, launch_lane_that_has_ended<true>},
        {"last_lane_left_out", launch_last_lane_left_out<false>, launch_last_lane_left_out<true>},
        {"mask_of_each_lane_its_own", launch_mask_of_each_lane_its_own<false>, launch_mask_of_each_lane_its_own<true>},
        {"shuffle_from_the_other_half", launch_shuffle_from_the_other_half<false>,
         launch_shuffle_from_the_other_half<true>},
        {"sum_of_half_the_lanes", launch_sum_of_half_the_lanes<false>, launch_sum_of_half_the_lanes<true>},
    };
    return faults;
}

}  // namespace planted_faults
