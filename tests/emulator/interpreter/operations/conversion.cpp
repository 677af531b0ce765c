// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>

#include <emulator/interpreter/operations/families.hpp>
#include <emulator/interpreter/operations/floating_value.hpp>
#include <emulator/numeric/float_format.hpp>
#include <emulator/numeric/rounding_scope.hpp>

/// cvt between single values, PTX ISA section 9.7.9. A cvt of integers widens by the source's sign, and what it writes
/// to a wider register is extended by the result's.
namespace softknee_emulator {
namespace {

template <const float_format& Format>
struct half {
    std::uint16_t bits;
};

template <class T>
inline constexpr bool is_half = false;
template <const float_format& Format>
inline constexpr bool is_half<half<Format>> = true;
template <class T>
inline constexpr bool is_real = std::is_floating_point_v<T> || is_half<T>;

template <class T>
struct value_of {
    using type = T;
    static T from(const thread& t, const instruction& i) { return read<T>(t, i.slot[1]); }
};
template <>
struct value_of<float> {
    using type = double;
    static double from(const thread& t, const instruction& i) { return read_real<float>(t, i, 1); }
};
template <const float_format& Format>
struct value_of<half<Format>> {
    using type = double;
    static double from(const thread& t, const instruction& i) {
        return decode(Format, read<std::uint16_t>(t, i.slot[1]));
    }
};

double rounded_to_integer(double value, to_integer how) {
    switch (how) {
        case to_integer::none:
            return value;
        case to_integer::nearest:
            return std::nearbyint(value);
        case to_integer::to_zero:
            return std::trunc(value);
        case to_integer::down:
            return std::floor(value);
        case to_integer::up:
            return std::ceil(value);
    }
    return value;
}

/// An integer as a double rounded to odd, so that a later rounding is the only one.
double odd_double(std::int64_t value) {
    const double nearest = static_cast<double>(value);
    // 2^63 itself is no std::int64_t; it is above every value.
    const std::int64_t missing =
        nearest >= 0x1p63 ? -1 : static_cast<std::int64_t>(std::uint64_t(value) - std::uint64_t(std::int64_t(nearest)));
    return to_odd(nearest, static_cast<double>(missing));
}
double odd_double(std::uint64_t value) {
    const double nearest = static_cast<double>(value);
    const std::int64_t missing =
        nearest >= 0x1p64 ? -1 : static_cast<std::int64_t>(value - static_cast<std::uint64_t>(nearest));
    return to_odd(nearest, static_cast<double>(missing));
}

template <class To>
void write_real_result(thread& t, const instruction& i, double value) {
    if (i.saturates) value = saturated(value);
    if (i.clamps_negatives && value < 0) value = 0;
    if constexpr (std::is_same_v<To, half<float16_format>>) {
        write(t, i.slot[0], static_cast<std::uint16_t>(encode(float16_format, value, i.round, overflow::to_infinity)));
    } else if constexpr (std::is_same_v<To, half<bfloat16_format>>) {
        write(t, i.slot[0], static_cast<std::uint16_t>(encode(bfloat16_format, value, i.round, overflow::to_infinity)));
    } else {
        const rounding_scope scope(i.round);
        instruction plain = i;
        plain.saturates = false;
        write_real<To>(t, plain, static_cast<To>(value));
    }
}

template <class To, class From>
flow real_to_real(thread& t, const instruction& i) {
    const double value = rounded_to_integer(value_of<From>::from(t, i), i.round_to_integer);
    write_real_result<To>(t, i, value);
    return flow::next;
}

/// Out of range to the nearest of the range; NaN to 0, or to the top bit if the source or the result has 64 bits.
template <class To, class From>
flow real_to_integer(thread& t, const instruction& i) {
    const double value = value_of<From>::from(t, i);
    To result;
    if (std::isnan(value)) {
        constexpr bool is_wide = sizeof(To) == 8 || std::is_same_v<From, double>;
        result = is_wide ? static_cast<To>(std::uint64_t(1) << (8 * sizeof(To) - 1)) : To(0);
    } else {
        const double whole = rounded_to_integer(value, i.round_to_integer);
        constexpr To lowest = std::numeric_limits<To>::min();
        constexpr To highest = std::numeric_limits<To>::max();
        // The largest integer of 64 bits is no double; the power of two above it is.
        const double beyond = std::ldexp(1, std::numeric_limits<To>::digits);
        result = whole >= beyond ? highest : whole <= static_cast<double>(lowest) ? lowest : static_cast<To>(whole);
    }
    using extended = std::conditional_t<std::is_signed_v<To>, std::int64_t, std::uint64_t>;
    t.registers[i.slot[0]] = static_cast<std::uint64_t>(static_cast<extended>(result));
    return flow::next;
}

template <class To, class From>
flow integer_to_real(thread& t, const instruction& i) {
    const From value = read<From>(t, i.slot[1]);
    if constexpr (std::is_same_v<To, double>) {
        const rounding_scope scope(i.round);
        write<double>(t, i.slot[0], static_cast<double>(value));
    } else if constexpr (sizeof(From) == 8) {
        write_real_result<To>(t, i, odd_double(value));
    } else {
        write_real_result<To>(t, i, static_cast<double>(value));
    }
    return flow::next;
}

template <class To, class From>
flow integer_to_integer(thread& t, const instruction& i) {
    const From value = read<From>(t, i.slot[1]);
    auto result = static_cast<To>(value);
    if (i.saturates) {
        if (std::cmp_less(value, std::numeric_limits<To>::min())) result = std::numeric_limits<To>::min();
        if (std::cmp_greater(value, std::numeric_limits<To>::max())) result = std::numeric_limits<To>::max();
    }
    using extended = std::conditional_t<std::is_signed_v<To>, std::int64_t, std::uint64_t>;
    t.registers[i.slot[0]] = static_cast<std::uint64_t>(static_cast<extended>(result));
    return flow::next;
}

/// None: PTX does not define it.
template <class To, class From>
constexpr operation conversion() {
    constexpr bool has_bfloat16 =
        std::is_same_v<To, half<bfloat16_format>> || std::is_same_v<From, half<bfloat16_format>>;
    if constexpr (has_bfloat16 && (sizeof(To) == sizeof(std::int8_t) || sizeof(From) == sizeof(std::int8_t))) {
        return nullptr;
    } else if constexpr (is_real<To> && is_real<From>) {
        return real_to_real<To, From>;
    } else if constexpr (is_real<From>) {
        return real_to_integer<To, From>;
    } else if constexpr (is_real<To>) {
        return integer_to_real<To, From>;
    } else {
        return integer_to_integer<To, From>;
    }
}

template <class To>
constexpr typed_operation conversions_to[] = {{"u8", conversion<To, std::uint8_t>()},
                                              {"u16", conversion<To, std::uint16_t>()},
                                              {"u32", conversion<To, std::uint32_t>()},
                                              {"u64", conversion<To, std::uint64_t>()},
                                              {"s8", conversion<To, std::int8_t>()},
                                              {"s16", conversion<To, std::int16_t>()},
                                              {"s32", conversion<To, std::int32_t>()},
                                              {"s64", conversion<To, std::int64_t>()},
                                              {"f16", conversion<To, half<float16_format>>()},
                                              {"bf16", conversion<To, half<bfloat16_format>>()},
                                              {"f32", conversion<To, float>()},
                                              {"f64", conversion<To, double>()}};

struct conversion_table {
    std::string_view to;
    std::span<const typed_operation> from;
};
const conversion_table tables[] = {{"u8", conversions_to<std::uint8_t>},
                                   {"u16", conversions_to<std::uint16_t>},
                                   {"u32", conversions_to<std::uint32_t>},
                                   {"u64", conversions_to<std::uint64_t>},
                                   {"s8", conversions_to<std::int8_t>},
                                   {"s16", conversions_to<std::int16_t>},
                                   {"s32", conversions_to<std::int32_t>},
                                   {"s64", conversions_to<std::int64_t>},
                                   {"f16", conversions_to<half<float16_format>>},
                                   {"bf16", conversions_to<half<bfloat16_format>>},
                                   {"f32", conversions_to<float>},
                                   {"f64", conversions_to<double>}};

bool is_integer(std::string_view type) {
    return type.starts_with('u') || type.starts_with('s');
}

/// Whether every value of the one type is a value of the other.
bool holds_every(std::string_view to, std::string_view from) {
    const int to_bits = std::stoi(std::string(to.substr(1)));
    const int from_bits = std::stoi(std::string(from.substr(1)));
    if (to.front() == from.front()) return to_bits >= from_bits;
    return to.front() == 's' && to_bits > from_bits;
}

/// "The .sat modifier is illegal in cases where saturation is not possible based on the source and destination types."
bool can_saturate(std::string_view to, std::string_view from) {
    if (to == "bf16") return false;
    return !is_integer(to) || !is_integer(from) || !holds_every(to, from);
}

}  // namespace

void decode_single_conversion(decoder& d, std::string_view to, std::string_view from) {
    d.take_rounding();
    d.take_flush();
    instruction& result = d.result();
    result.saturates = d.take("sat");
    result.clamps_negatives = d.take("relu");
    // ".rn" between a float and an integer type would be a rounding to the float's places only.
    for (const conversion_table& table : tables) {
        if (table.to == to) {
            result.run = choose(d, from, table.from);
            if (result.run == nullptr)
                d.refuse("there is no conversion of ." + std::string(from) + " to ." + std::string(to));
            if (result.saturates && !can_saturate(to, from))
                d.refuse("the modifier .sat is not defined for these types");
            d.take_operands(2);
            return;
        }
    }
    d.refuse("the type ." + std::string(to) + " is not known");
}

}  // namespace softknee_emulator
