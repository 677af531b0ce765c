// SPDX-License-Identifier: Apache-2.0
#include "copy_team.hpp"

#include <algorithm>
#include <cstring>

namespace softknee::bench {

copy_team::copy_team(int threads) : size_(static_cast<std::size_t>(threads)), start_(threads), end_(threads) {
    for (std::size_t member = 1; member < size_; ++member) {
        helpers_.emplace_back([this, member] {
            for (;;) {
                start_.arrive_and_wait();
                if (stopping_) return;
                copy_share(member);
                end_.arrive_and_wait();
            }
        });
    }
}

copy_team::~copy_team() {
    stopping_ = true;
    start_.arrive_and_wait();
    for (auto& helper : helpers_) helper.join();
}

void copy_team::copy(const std::byte* source, std::byte* destination, std::size_t bytes) {
    source_ = source;
    destination_ = destination;
    bytes_ = bytes;
    start_.arrive_and_wait();
    copy_share(0);
    end_.arrive_and_wait();
}

void copy_team::copy_share(std::size_t member) const {
    constexpr std::size_t page_bytes = 4096;
    const std::size_t pages = (bytes_ + page_bytes - 1) / page_bytes;
    const std::size_t share = (pages + size_ - 1) / size_ * page_bytes;
    const std::size_t begin = std::min(bytes_, member * share);
    const std::size_t end = std::min(bytes_, begin + share);
    std::memcpy(destination_ + begin, source_ + begin, end - begin);
}

}  // namespace softknee::bench
