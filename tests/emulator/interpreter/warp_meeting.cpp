// SPDX-License-Identifier: Apache-2.0
#include <emulator/interpreter/warp_meeting.hpp>

#include <algorithm>
#include <string>

#include <emulator/fault.hpp>
#include <emulator/interpreter/operations/warp_choices.hpp>

namespace softknee_emulator {
namespace {

template <class Visit>
void for_each_lane(std::uint32_t mask, Visit&& visit) {
    for (unsigned lane = 0; lane < warp_size; ++lane) {
        if (mask >> lane & 1) visit(lane);
    }
}

/// PTX ISA section 9.7.9.6: the lane that is read, and whether it lies in the segment.
struct shuffle_source {
    unsigned lane;
    bool in_range;
};
shuffle_source find_source(int mode, unsigned lane, std::uint32_t distance, std::uint32_t control) {
    const unsigned segment = control >> 8 & 0x1f;
    const unsigned clamp = control & 0x1f;
    const unsigned last = (lane & segment) | (clamp & ~segment & 0x1f);
    const unsigned first = lane & segment;
    const unsigned b = distance & 0x1f;
    switch (mode) {
        case shuffle_up: {
            const int source = static_cast<int>(lane) - static_cast<int>(b);
            return {static_cast<unsigned>(source) & 0x1f, source >= static_cast<int>(last)};
        }
        case shuffle_down:
            return {lane + b, lane + b <= last};
        case shuffle_butterfly:
            return {lane ^ b, (lane ^ b) <= last};
        default:
            return {first | (b & ~segment & 0x1f), (first | (b & ~segment & 0x1f)) <= last};
    }
}

void shuffle(const instruction& i, std::uint32_t mask, const warp_lanes& lanes) {
    std::array<std::uint32_t, warp_size> values{};
    for_each_lane(mask, [&](unsigned l) { values[l] = read<std::uint32_t>(*lanes[l], i.slot[1]); });
    for_each_lane(mask, [&](unsigned l) {
        thread& t = *lanes[l];
        shuffle_source source =
            find_source(i.choice, l, read<std::uint32_t>(t, i.slot[2]), read<std::uint32_t>(t, i.slot[3]));
        if (!source.in_range) source.lane = l;
        if ((mask >> source.lane & 1) == 0) {
            throw fault("lane " + std::to_string(l) + " reads lane " + std::to_string(source.lane) +
                        ", which takes no part");
        }
        write(t, i.slot[0], values[source.lane]);
        if (i.slot[5] != no_slot) t.registers[i.slot[5]] = source.in_range;
    });
}

void vote(const instruction& i, std::uint32_t mask, const warp_lanes& lanes) {
    std::uint32_t ballot = 0;
    for_each_lane(mask, [&](unsigned l) {
        const bool value = (lanes[l]->registers[i.slot[1]] != 0) != i.negates;
        ballot |= std::uint32_t(value) << l;
    });
    const std::uint64_t answers[] = {ballot == mask, ballot != 0, ballot == mask || ballot == 0, ballot};
    for_each_lane(mask, [&](unsigned l) { lanes[l]->registers[i.slot[0]] = answers[i.choice]; });
}

void match(const instruction& i, std::uint32_t mask, const warp_lanes& lanes) {
    const std::uint64_t kept = i.bytes == 8 ? ~std::uint64_t(0) : 0xffffffffu;
    std::array<std::uint64_t, warp_size> values{};
    for_each_lane(mask, [&](unsigned l) { values[l] = lanes[l]->registers[i.slot[1]] & kept; });
    for_each_lane(mask, [&](unsigned l) {
        std::uint32_t equal = 0;
        for_each_lane(mask, [&](unsigned other) { equal |= std::uint32_t(values[other] == values[l]) << other; });
        const bool all = equal == mask;
        write<std::uint32_t>(*lanes[l], i.slot[0], i.choice == match_any || all ? equal : 0);
        if (i.slot[5] != no_slot) lanes[l]->registers[i.slot[5]] = all;
    });
}

template <class T>
T reduced(int choice, T a, T b) {
    switch (choice) {
        case reduce_add:
            return static_cast<T>(static_cast<std::uint32_t>(a) + static_cast<std::uint32_t>(b));
        case reduce_min:
            return std::min(a, b);
        case reduce_max:
            return std::max(a, b);
        case reduce_and:
            return a & b;
        case reduce_or:
            return a | b;
        default:
            return a ^ b;
    }
}

template <class T>
void reduce(const instruction& i, std::uint32_t mask, const warp_lanes& lanes) {
    bool is_first = true;
    T result{};
    for_each_lane(mask, [&](unsigned l) {
        const T value = read<T>(*lanes[l], i.slot[1]);
        result = is_first ? value : reduced(i.choice, result, value);
        is_first = false;
    });
    for_each_lane(mask, [&](unsigned l) { write<T>(*lanes[l], i.slot[0], result); });
}

}  // namespace

void carry_out(const instruction& i, std::uint32_t mask, const warp_lanes& lanes) {
    switch (i.met) {
        case meeting::shuffle:
            return shuffle(i, mask, lanes);
        case meeting::vote:
            return vote(i, mask, lanes);
        case meeting::match:
            return match(i, mask, lanes);
        case meeting::reduction:
            return i.is_signed ? reduce<std::int32_t>(i, mask, lanes) : reduce<std::uint32_t>(i, mask, lanes);
        case meeting::active_mask:
            for_each_lane(mask, [&](unsigned l) { write(*lanes[l], i.slot[0], mask); });
            return;
        case meeting::warp_barrier:
        case meeting::barrier:
        case meeting::none:
            return;
    }
}

}  // namespace softknee_emulator
