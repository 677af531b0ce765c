// SPDX-License-Identifier: Apache-2.0
#include "fingerprint.hpp"

#include <cstring>
#include <vector>

#include "number_format.hpp"

namespace softknee_accuracy {

std::uint64_t fingerprint(const sweep_request& request) {
    constexpr std::uint64_t inputs = 1 << 16;
    const number_format format = format_of(request.type);
    const std::size_t size = softknee::size_of(request.type);
    std::vector<std::byte> input(inputs * size);
    std::vector<std::byte> output(inputs * size);
    for (std::uint64_t i = 0; i < inputs; ++i) {
        // An odd multiple of the spacing visits all of 16 bits, and other low bits at each step of a wider type.
        const std::uint64_t pattern = i * (request.type == softknee::dtype::float64   ? 0xffff'ffff'fffb
                                           : request.type == softknee::dtype::float32 ? 0xffff
                                                                                      : 1);
        std::memcpy(&input[i * size], &pattern, size);
    }
    product_evaluator(request)(input.data(), output.data(), inputs);
    std::uint64_t hash = 0xcbf29ce484222325;
    for (std::uint64_t i = 0; i < inputs; ++i) {
        std::uint64_t bits = 0;
        std::memcpy(&bits, &output[i * size], size);
        if (format.is_nan(bits)) bits = format.infinity() + 1;
        for (std::size_t byte = 0; byte < size; ++byte) hash = (hash ^ (bits >> (8 * byte) & 0xff)) * 0x100000001b3;
    }
    return hash;
}

}  // namespace softknee_accuracy
