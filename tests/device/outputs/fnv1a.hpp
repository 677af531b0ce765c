// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "../bit_patterns.hpp"

namespace softknee::test {

/// The 64-bit hash FNV-1a. Its input is bytes, and elements as their bytes from the lowest, so that it is one value on
/// all machines.
class fnv1a {
public:
    std::uint64_t value() const { return value_; }

    void add_byte(std::uint64_t byte) { value_ = (value_ ^ (byte & 0xff)) * 0x100000001b3; }
    void add(std::string_view text) {
        for (const char c : text) add_byte(static_cast<unsigned char>(c));
    }
    /// Every NaN counts as the same one: its payload and sign are no part of a result.
    void add(const bit_patterns& elements) {
        const bit_format format(elements.type());
        for (std::int64_t i = 0; i < elements.count(); ++i) {
            std::uint64_t bits = elements[i];
            if (format.is_nan(bits)) bits = format.magnitude_mask();
            for (int byte = 0; byte < format.bytes; ++byte) add_byte(bits >> (8 * byte));
        }
    }

private:
    std::uint64_t value_ = 0xcbf29ce484222325;
};

}  // namespace softknee::test
