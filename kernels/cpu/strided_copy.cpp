// SPDX-License-Identifier: Apache-2.0
#include <kernels/cpu/strided_copy.hpp>

#include <cstring>

namespace softknee::kernels::cpu {
namespace {

template <class Word>
void gather_words(const char* source, std::int64_t stride, std::int64_t count, void* target) {
    auto* out = static_cast<Word*>(target);
    for (std::int64_t i = 0; i < count; ++i)
        std::memcpy(out + i, source + i * stride * std::int64_t(sizeof(Word)), sizeof(Word));
}

template <class Word>
void scatter_words(const void* source, char* target, std::int64_t stride, std::int64_t count) {
    const auto* in = static_cast<const Word*>(source);
    for (std::int64_t i = 0; i < count; ++i)
        std::memcpy(target + i * stride * std::int64_t(sizeof(Word)), in + i, sizeof(Word));
}

}  // namespace

void gather(std::size_t element_bytes, const char* source, std::int64_t stride, std::int64_t count, void* target) {
    if (element_bytes == 2) return gather_words<std::uint16_t>(source, stride, count, target);
    if (element_bytes == 4) return gather_words<std::uint32_t>(source, stride, count, target);
    return gather_words<std::uint64_t>(source, stride, count, target);
}

void scatter(std::size_t element_bytes, const void* source, char* target, std::int64_t stride, std::int64_t count) {
    if (element_bytes == 2) return scatter_words<std::uint16_t>(source, target, stride, count);
    if (element_bytes == 4) return scatter_words<std::uint32_t>(source, target, stride, count);
    return scatter_words<std::uint64_t>(source, target, stride, count);
}

}  // namespace softknee::kernels::cpu
