// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdint>

#include <emulator/interpreter/operations/families.hpp>
#include <emulator/interpreter/operations/floating_value.hpp>
#include <emulator/numeric/float_format.hpp>

/// cvt to and from two values in one register, 8-bit floats among them.
namespace softknee_emulator {
namespace {

/// Bits of one of the two.
constexpr int width_of(const float_format& format) {
    return 1 + format.exponent_bits + format.mantissa_bits;
}

std::uint32_t narrowed(const float_format& format, double value, const instruction& i) {
    if (i.clamps_negatives && value < 0) value = 0;
    return encode(format, value, i.round, i.saturates ? overflow::to_largest : overflow::to_infinity);
}

/// Two floats, the first to the upper half.
template <const float_format& To>
flow from_two_floats(thread& t, const instruction& i) {
    const std::uint32_t upper = narrowed(To, read_real<float>(t, i, 1), i);
    const std::uint32_t lower = narrowed(To, read_real<float>(t, i, 2), i);
    write(t, i.slot[0], upper << width_of(To) | lower);
    return flow::next;
}

template <const float_format& To, const float_format& From>
flow from_pair(thread& t, const instruction& i) {
    const auto bits = read<std::uint32_t>(t, i.slot[1]);
    const std::uint32_t mask = (1u << width_of(From)) - 1;
    const std::uint32_t lower = narrowed(To, decode(From, bits & mask), i);
    const std::uint32_t upper = narrowed(To, decode(From, bits >> width_of(From) & mask), i);
    write(t, i.slot[0], upper << width_of(To) | lower);
    return flow::next;
}

struct packed_form {
    std::string_view to;
    std::string_view from;
    operation run;
    std::size_t operands;
};

constexpr packed_form forms[] = {{"f16x2", "f32", from_two_floats<float16_format>, 3},
                                 {"bf16x2", "f32", from_two_floats<bfloat16_format>, 3},
                                 {"e4m3x2", "f32", from_two_floats<e4m3_format>, 3},
                                 {"e5m2x2", "f32", from_two_floats<e5m2_format>, 3},
                                 {"e4m3x2", "f16x2", from_pair<e4m3_format, float16_format>, 2},
                                 {"e5m2x2", "f16x2", from_pair<e5m2_format, float16_format>, 2},
                                 {"f16x2", "e4m3x2", from_pair<float16_format, e4m3_format>, 2},
                                 {"f16x2", "e5m2x2", from_pair<float16_format, e5m2_format>, 2}};

void decode_conversion(decoder& d) {
    const std::string_view from = d.take_type();
    const std::string_view to = d.take_type();
    for (const packed_form& form : forms) {
        if (form.to != to || form.from != from) continue;
        d.take_rounding();
        d.result().saturates = d.take("satfinite");
        d.result().clamps_negatives = d.take("relu");
        d.result().run = form.run;
        d.take_operands(form.operands);
        return;
    }
    decode_single_conversion(d, to, from);
}

constexpr opcode_entry opcodes[] = {{"cvt", decode_conversion}};

}  // namespace

std::span<const opcode_entry> conversion_opcodes() {
    return opcodes;
}

}  // namespace softknee_emulator
