// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include <emulator/interpreter/thread.hpp>

/// float and double operands and results with what a spelling asks of them.
namespace softknee_emulator {

template <class T>
T flushed(T value, const instruction& i) {
    if constexpr (std::is_same_v<T, float>) {
        if (i.flushes_subnormals && std::fabs(value) < std::numeric_limits<float>::min()) {
            return std::copysign(0.0f, value);
        }
    }
    return value;
}

template <class T>
T read_real(const thread& t, const instruction& i, int operand) {
    return flushed(read<T>(t, i.slot[operand]), i);
}

/// [0, 1], and NaN to +0.
template <class T>
T saturated(T value) {
    return !(value > 0) ? T(0) : value > 1 ? T(1) : value;
}

/// A float NaN has the one pattern that instructions give; a double NaN keeps what the host made of it.
template <class T>
void write_real(thread& t, const instruction& i, T value) {
    value = flushed(value, i);
    if (i.saturates) value = saturated(value);
    if constexpr (std::is_same_v<T, float>) {
        if (std::isnan(value)) value = std::bit_cast<float>(0x7fffffffu);
    }
    write<T>(t, i.slot[0], value);
}

/// The smaller or the larger; -0 is below +0, and a NaN loses unless the spelling lets it win.
template <class T>
T extreme(T a, T b, bool largest, bool nan_wins) {
    if (std::isnan(a) || std::isnan(b)) {
        if (nan_wins || (std::isnan(a) && std::isnan(b))) return std::numeric_limits<T>::quiet_NaN();
        return std::isnan(a) ? b : a;
    }
    const bool a_is_below = a < b || (a == b && std::signbit(a));
    return a_is_below != largest ? a : b;
}

}  // namespace softknee_emulator
