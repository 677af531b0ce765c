// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <numeric>

#include <kernels/fixed_divisor.hpp>

/// How the elements of a call with parameters are shared between blocks and their threads, and so the order in which
/// the terms of a sum are added. It depends on the shape and the size of an element alone: the CPU path goes through
/// the same blocks and threads, and gets the same bits.
///
/// Each thread adds what it meets into one sum for each element of a 16-byte pack. It goes
///
/// - down the columns, where groups are short (channel last): a thread has the columns of one pack, and the rows
///   `folds` apart. Rows of a length that is no multiple of a pack are taken several at a time, so that a pack has the
///   same columns in each: three channels of 16 bits are 24 columns;
/// - along the planes, where groups are long (channel first): `width` threads have a plane or a piece of it, and the
///   same plane of the samples that follow.
///
/// Then the block adds the sums of its threads, in a tree of halves, and writes one partial sum for each column or
/// plane. A second kernel adds those.
namespace softknee::kernels {

/// The bytes of a pack, on the CPU as well: it decides about bits.
inline constexpr int channel_pack_bytes = 16;

/// The threads of a block. It decides about bits, so it is not among the numbers that are tuned for a device.
inline constexpr int channel_threads = 256;

/// From this length on a group is walked along its plane. Below, too few of a plane's packs would be whole ones.
inline constexpr std::int64_t shortest_plane = 32;

/// Threads side by side in the columns of a row: 1 KiB of consecutive bytes.
inline constexpr int widest_window = 64;

/// Packs that a thread meets: few, until there are as many blocks as keep a large device busy (4 for each of 132
/// multiprocessors); from there on more, until the partial sums of 16 bytes, written and read, are 1 % of the data.
inline constexpr std::int64_t fewest_packs = 2;
inline constexpr std::int64_t most_packs = 128;
inline constexpr std::int64_t enough_blocks = 512;

struct channel_partition {
    bool along_planes = true;
    int pack = 0;            ///< elements of 16 bytes
    std::int64_t count = 0;  ///< elements of the call
    std::int64_t groups = 0;
    std::int64_t plane = 0;
    std::int64_t period = 0;   ///< elements of a row: of one sample, or of as many as make whole packs
    std::int64_t rows = 0;     ///< the last of them may be incomplete
    int width = 0;             ///< threads side by side: packs of a row, or of a plane
    int folds = 0;             ///< rows, or planes, side by side in a block
    std::int64_t windows = 0;  ///< blocks side by side over a row
    std::int64_t pieces = 0;   ///< blocks that share a plane
    std::int64_t piece = 0;    ///< elements of such a piece, a multiple of a pack
    std::int64_t rows_per_chunk = 0;
    std::int64_t chunks = 0;  ///< blocks one behind the other over the rows
    std::int64_t slots = 0;   ///< sums that a chunk or piece of all columns or planes leaves for each parameter
    int packs_per_run = 0;    ///< that a thread meets at most: of a column of a chunk, or of a plane's piece
    std::int64_t stride = 0;  ///< elements from one of these packs to the next
    fixed_size stride_divisor = {};
    fixed_size width_divisor = {};
    fixed_size window_divisor = {};
    fixed_size piece_divisor = {};

    /// Of nothing where a tensor has no elements.
    channel_partition(std::int64_t samples, std::int64_t groups_, std::int64_t plane_, int pack_)
        : channel_partition() {
        pack = pack_;
        count = samples * groups_ * plane_;
        groups = groups_;
        plane = plane_;
        along_planes = count == 0 || plane >= shortest_plane;
        if (count == 0) return;
        const auto ceil = [](std::int64_t n, std::int64_t d) { return (n + d - 1) / d; };
        const auto packs_for = [&](std::int64_t work) {
            return std::clamp(ceil(work, enough_blocks), fewest_packs, most_packs);
        };
        pieces = 1;
        piece = ceil(plane, pack) * pack;
        if (along_planes) {
            period = groups * plane;
            rows = samples;
            // A plane that begins inside a pack reaches into one pack more.
            const std::int64_t packs = plane % pack == 0 ? plane / pack : (plane + 2 * pack - 2) / pack;
            width = static_cast<int>(std::min<std::int64_t>(
                channel_threads, static_cast<std::int64_t>(std::bit_ceil(std::uint64_t(packs)))));
            folds = channel_threads / width;
            windows = ceil(groups, folds);
            const std::int64_t per_thread = ceil(packs, width);
            const std::int64_t wanted = packs_for(rows * windows * per_thread);
            rows_per_chunk = std::max<std::int64_t>(1, wanted / per_thread);
            const std::int64_t round = std::int64_t(width) * pack;
            if (per_thread > wanted) {
                piece = ceil(ceil(plane, ceil(per_thread, wanted)), round) * round;
                pieces = ceil(plane, piece);
            }
            slots = groups;
            packs_per_run = static_cast<int>(ceil(std::min(piece, plane) + pack - 1, round));
        } else {
            period = std::lcm(groups * plane, std::int64_t(pack));
            rows = ceil(count, period);
            windows = ceil(period / pack, widest_window);
            width = static_cast<int>(ceil(period / pack, windows));
            folds = channel_threads / width;
            packs_per_run = static_cast<int>(packs_for(ceil(rows * windows, folds)));
            rows_per_chunk = std::int64_t(folds) * packs_per_run;
            slots = period;
        }
        chunks = ceil(rows, rows_per_chunk);
        stride = along_planes ? std::int64_t(width) * pack : folds * period;
        stride_divisor = fixed_size(stride);
        width_divisor = fixed_size(width);
        window_divisor = fixed_size(windows);
        piece_divisor = fixed_size(pieces);
    }

    channel_partition() = default;

    std::int64_t blocks() const { return windows * pieces * chunks; }
    /// Partial sums of one slot.
    std::int64_t partial_rows() const { return chunks * pieces; }
    /// Samples that lie side by side in a row.
    std::int64_t samples_per_row() const { return period / (groups * plane); }
    /// Sums that a block leaves for each parameter.
    SOFTKNEE_FUNCTION int sums_per_block() const { return along_planes ? folds : width * pack; }
};

/// Where a block lies. Blocks that follow each other lie side by side.
struct channel_block_place {
    std::int64_t window;
    std::int64_t piece;
    std::int64_t chunk;

    channel_block_place() = default;
    SOFTKNEE_FUNCTION channel_block_place(const channel_partition& p, std::int64_t block) {
        const std::int64_t behind = quotient(block, p.piece_divisor);
        piece = block - behind * p.pieces;
        chunk = quotient(behind, p.window_divisor);
        window = behind - chunk * p.windows;
    }

    SOFTKNEE_FUNCTION std::int64_t partial_row(const channel_partition& p) const { return chunk * p.pieces + piece; }
    /// The first slot of the block.
    SOFTKNEE_FUNCTION std::int64_t slot(const channel_partition& p) const { return window * p.sums_per_block(); }
};

/// The rows of a block that fold number `fold` meets, and the elements of them: [begin, begin + length) in the first,
/// `stride` further in each that follows. There are none if `remaining` is 0 or less.
struct channel_rows {
    std::int64_t begin;
    std::int64_t length;
    std::int64_t stride;
    std::int64_t remaining;  ///< rows, counted in steps of `step`
    int step;

    /// @param column  from the first of the window, for rows; a plane has one fold for itself
    SOFTKNEE_FUNCTION channel_rows(const channel_partition& p, const channel_block_place& place, int fold,
                                   std::int64_t column, std::int64_t columns) {
        const std::int64_t first = place.chunk * p.rows_per_chunk;
        const std::int64_t rest = p.rows - first;
        const std::int64_t rows = rest < p.rows_per_chunk ? rest : p.rows_per_chunk;
        if (p.along_planes) {
            const std::int64_t group = place.window * p.folds + fold;
            const std::int64_t offset = place.piece * p.piece;
            begin = (first * p.groups + group) * p.plane + offset;
            length = p.plane - offset < p.piece ? p.plane - offset : p.piece;
            stride = p.period;
            step = 1;
            remaining = group < p.groups ? rows : 0;
        } else {
            const std::int64_t offset = place.slot(p) + column;
            begin = (first + fold) * p.period + offset;
            length = p.period - offset < columns ? p.period - offset : columns;
            stride = p.folds * p.period;
            step = p.folds;
            remaining = length > 0 ? rows - fold : 0;
        }
    }

    SOFTKNEE_FUNCTION void advance() {
        begin += stride;
        remaining -= step;
    }
    SOFTKNEE_FUNCTION std::int64_t end(const channel_partition& p) const {
        return begin + length < p.count ? begin + length : p.count;
    }
};

}  // namespace softknee::kernels
