// SPDX-License-Identifier: Apache-2.0
#include <emulator/memory/race_log.hpp>

#include <algorithm>

namespace softknee_emulator {

bool race_log::begin_launch() {
    constexpr interval enough = interval(1) << 31;
    const bool has_numbers = next_ < enough;
    if (!has_numbers) next_ = 1;
    phases_.clear();
    first_of_launch_ = next_;
    read_only_ = next_++;
    several_grid_ = next_++;
    return has_numbers;
}

void race_log::begin_block(std::uint64_t block, unsigned threads) {
    block_ = block;
    threads_ = threads;
    block_epoch_ = 0;
    warp_epoch_ = 0;
    first_of_block_ = next_;
    pass_barrier();
}

void race_log::pass_barrier() {
    ++block_epoch_;
    several_block_ = 0;
    several_warp_.clear();
    first_atomic_ = 0;
    first_of_phase_ = add_phase(0, threads_, 0, false);
}

race_log::interval race_log::pass_warp_barrier(unsigned warp) {
    return add_phase(warp * 32, 32, ++warp_epoch_, false);
}

std::optional<std::string> race_log::record_load(const records& bytes, interval thread) {
    for (std::size_t i = 0; i < bytes.bytes; ++i) {
        const interval write = bytes.writes[i];
        if (write >= bytes.oldest && write != thread && !are_ordered(write, thread)) {
            return "a byte that is read was written by " + describe(write);
        }
    }
    // The bytes of an element mostly have the same readers.
    interval earlier = thread, later = thread;
    for (std::size_t i = 0; i < bytes.bytes; ++i) {
        interval& read = bytes.reads[i];
        if (read != earlier) {
            earlier = read;
            later = readers_with(read, thread, bytes.oldest);
        }
        read = later;
    }
    return std::nullopt;
}

std::optional<std::string> race_log::record_store(const records& bytes, interval thread) {
    for (std::size_t i = 0; i < bytes.bytes; ++i) {
        const interval write = bytes.writes[i];
        const interval read = bytes.reads[i];
        if (write >= bytes.oldest && write != thread && !are_ordered(write, thread)) {
            return "a byte that is written was also written by " + describe(write);
        }
        if (read >= bytes.oldest && read != thread && (read == read_only_ || !are_ordered(read, thread))) {
            return "a byte that is written was read by " + describe(read);
        }
    }
    std::fill_n(bytes.writes, bytes.bytes, thread);
    return std::nullopt;
}

std::optional<std::string> race_log::record_atomic(const records& bytes, interval thread) {
    const moment now = find(thread);
    const unsigned warp_epoch = now.of->warp_epoch;
    if (warp_epoch != 0) return record_store(bytes, add_phase(now.thread, 1, warp_epoch, true));
    if (first_atomic_ == 0) first_atomic_ = add_phase(0, threads_, 0, true);
    return record_store(bytes, first_atomic_ + now.thread);
}

std::optional<std::string> race_log::record_read_only_load(const records& bytes) {
    for (std::size_t i = 0; i < bytes.bytes; ++i) {
        if (bytes.writes[i] >= bytes.oldest) {
            return "a byte that is read through the read-only path was written in the same launch by " +
                   describe(bytes.writes[i]);
        }
    }
    std::fill_n(bytes.reads, bytes.bytes, read_only_);
    return std::nullopt;
}

race_log::interval race_log::add_phase(unsigned first_thread, unsigned threads, unsigned warp_epoch, bool atomic) {
    phases_.push_back({next_, block_, first_thread, block_epoch_, warp_epoch, atomic, false, false});
    const interval first = next_;
    next_ += threads;
    return first;
}

race_log::interval race_log::add_readers(unsigned first_thread, unsigned warp_epoch, bool one_warp) {
    phases_.push_back({next_, block_, first_thread, block_epoch_, warp_epoch, false, true, one_warp});
    return next_++;
}

race_log::moment race_log::find(interval number) const {
    const auto after = std::upper_bound(phases_.begin(), phases_.end(), number,
                                        [](interval n, const phase& p) { return n < p.first; });
    const phase& found = *(after - 1);
    return {&found, found.first_thread + (number - found.first)};
}

bool race_log::are_ordered(interval earlier, interval later) const {
    if (earlier == several_grid_) return false;
    const moment a = find(earlier);
    const moment b = find(later);
    if (a.of->atomic && b.of->atomic) return true;
    if (a.of->block != b.of->block) return false;
    if (a.of->block_epoch < b.of->block_epoch) return true;
    if (a.of->several && !a.of->one_warp) return false;
    if (!a.of->several && a.thread == b.thread) return true;
    return a.thread / 32 == b.thread / 32 && a.of->warp_epoch < b.of->warp_epoch;
}

race_log::interval race_log::readers_with(interval earlier, interval thread, interval oldest) {
    if (earlier < oldest || earlier == thread) return thread;
    if (earlier == read_only_ || earlier == several_grid_) return earlier;
    if (earlier < first_of_block_) return several_grid_;
    if (are_ordered(earlier, thread)) return thread;
    const moment a = find(earlier);
    const moment b = find(thread);
    const bool is_one_warp = a.thread / 32 == b.thread / 32 && (!a.of->several || a.of->one_warp);
    if (is_one_warp) {
        // The first barrier of the warp behind both orders them.
        const unsigned warp = b.thread / 32;
        const unsigned warp_epoch = std::max(a.of->warp_epoch, b.of->warp_epoch);
        interval& readers = several_warp_[{warp, warp_epoch}];
        if (readers == 0) readers = add_readers(warp * 32, warp_epoch, true);
        return readers;
    }
    if (several_block_ == 0) several_block_ = add_readers(0, 0, false);
    return several_block_;
}

std::string race_log::describe(interval number) const {
    if (number == read_only_) return "a thread of the same launch through the read-only path";
    if (number == several_grid_) return "threads of other blocks, and nothing orders them";
    const moment found = find(number);
    if (found.of->several) return "several threads of the block, and no barrier lies between";
    const bool same_block = found.of->block == block_;
    return "thread " + std::to_string(found.thread) + " of block " + std::to_string(found.of->block) +
           (same_block ? ", and no barrier lies between" : ", and nothing orders two blocks");
}

}  // namespace softknee_emulator
