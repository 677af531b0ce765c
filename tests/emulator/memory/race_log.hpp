// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace softknee_emulator {

/// Which threads have touched a byte, and whether anything orders them.
///
/// Time is cut into intervals, numbered in the order of execution: one for each thread between two barriers. Beside
/// each byte stand the interval of its last write and that of its last reads. Two accesses, one of them a write, are
/// ordered if the same thread made them, if a barrier of the block lies between them, or a barrier of the warp that
/// both belong to; nothing orders two blocks of a grid. Atomic accesses are ordered among each other.
class race_log {
public:
    using interval = std::uint32_t;

    /// Forgets everything before. False if the numbers have run out: the records of all bytes must then be cleared.
    bool begin_launch();
    void begin_block(std::uint64_t block, unsigned threads);
    /// The whole block passes a barrier.
    void pass_barrier();
    /// A warp passes a barrier of its own: the first interval of its 32 threads.
    interval pass_warp_barrier(unsigned warp);

    /// Records older than these are of no interest: of other launches, and of other blocks' shared memory.
    interval first_of_launch() const { return first_of_launch_; }
    interval first_of_block() const { return first_of_block_; }
    /// The interval of thread 0; the other threads' follow, unless their warp has passed a barrier since.
    interval first_of_phase() const { return first_of_phase_; }

    /// The two records of some bytes.
    struct records {
        interval* writes;
        interval* reads;
        std::size_t bytes;
        interval oldest;
    };
    /// Each records the access, or says which one it contradicts, leaving the records as they are.
    std::optional<std::string> record_load(const records& bytes, interval thread);
    std::optional<std::string> record_store(const records& bytes, interval thread);
    std::optional<std::string> record_atomic(const records& bytes, interval thread);
    /// A load through the read-only path: the bytes must not be written in this launch, not even by its own thread.
    std::optional<std::string> record_read_only_load(const records& bytes);

private:
    /// Consecutive intervals of consecutive threads.
    struct phase {
        interval first;
        std::uint64_t block;
        unsigned first_thread;
        unsigned block_epoch;
        unsigned warp_epoch;
        bool atomic;
        bool several;   ///< stands for more than one thread of the block
        bool one_warp;  ///< of several: all of them are of the warp of first_thread
    };
    struct moment {
        const phase* of;
        unsigned thread;
    };

    interval add_phase(unsigned first_thread, unsigned threads, unsigned warp_epoch, bool atomic);
    interval add_readers(unsigned first_thread, unsigned warp_epoch, bool one_warp);
    moment find(interval number) const;
    bool are_ordered(interval earlier, interval later) const;
    /// What stands for the readers of an earlier interval and a further one.
    interval readers_with(interval earlier, interval thread, interval oldest);
    std::string describe(interval number) const;

    std::vector<phase> phases_;
    interval next_ = 1;
    interval first_of_launch_ = 1;
    interval first_of_block_ = 1;
    interval first_of_phase_ = 1;
    interval read_only_ = 0;      ///< of this launch
    interval several_grid_ = 0;   ///< readers of several blocks, of this launch
    interval several_block_ = 0;  ///< readers of this block in this epoch; 0 if there is no number yet
    /// Readers of one warp in this epoch, by the warp and its own epoch.
    std::map<std::pair<unsigned, unsigned>, interval> several_warp_;
    interval first_atomic_ = 0;  ///< of this phase; 0 if there is none yet
    std::uint64_t block_ = 0;
    unsigned threads_ = 0;
    unsigned block_epoch_ = 0;
    unsigned warp_epoch_ = 0;
};

}  // namespace softknee_emulator
