// SPDX-License-Identifier: Apache-2.0
#include <kernels/cpu/operand_run.hpp>

#include <algorithm>

#include <kernels/cpu/strided_copy.hpp>

namespace softknee::kernels::cpu {

operand_run::operand_run(const channel_call& call, const pointwise_operand& operand)
    : call_(call),
      operand_(operand),
      element_bytes_(static_cast<std::int64_t>(size_of(call.type))),
      consecutive_(call.rank == 1 && operand.strides[0] == 1) {}

template <class Copy>
void operand_run::for_each_part(std::int64_t first, std::int64_t count, Copy&& copy) const {
    const int inner = call_.rank - 1;
    for (std::int64_t done = 0; done < count;) {
        std::int64_t number = first + done;
        const std::int64_t part = std::min(count - done, call_.sizes[inner] - number % call_.sizes[inner]);
        std::int64_t offset = 0;
        for (int d = inner; d >= 0; --d) {
            offset += number % call_.sizes[d] * operand_.strides[d];
            number /= call_.sizes[d];
        }
        copy(static_cast<char*>(operand_.data) + offset * element_bytes_, operand_.strides[inner], part,
             done * element_bytes_);
        done += part;
    }
}

const void* operand_run::load(std::int64_t first, std::int64_t count) {
    if (operand_.data == nullptr) return nullptr;
    if (consecutive_) return static_cast<const char*>(operand_.data) + first * element_bytes_;
    for_each_part(first, count, [&](const char* source, std::int64_t stride, std::int64_t part, std::int64_t at) {
        gather(static_cast<std::size_t>(element_bytes_), source, stride, part, buffer_ + at);
    });
    return buffer_;
}

void* operand_run::target(std::int64_t first) {
    if (operand_.data == nullptr) return nullptr;
    return consecutive_ ? static_cast<char*>(operand_.data) + first * element_bytes_ : static_cast<void*>(buffer_);
}

void operand_run::store(std::int64_t first, std::int64_t count) const {
    if (operand_.data == nullptr || consecutive_) return;
    for_each_part(first, count, [&](char* destination, std::int64_t stride, std::int64_t part, std::int64_t at) {
        scatter(static_cast<std::size_t>(element_bytes_), buffer_ + at, destination, stride, part);
    });
}

}  // namespace softknee::kernels::cpu
