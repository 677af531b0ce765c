// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include <softknee/buffer.hpp>
#include <softknee/dtype.hpp>
#include <softknee/execution.hpp>
#include <softknee/stream.hpp>
#include <softknee/tensor_view.hpp>

namespace softknee::bench {

struct alignas(64) cache_line {
    std::byte bytes[64];
};

/// Memory of a place, released with it.
class bench_memory {
public:
    explicit bench_memory(std::vector<cache_line> lines) : memory_(std::move(lines)) {}
    explicit bench_memory(device_memory memory) : memory_(std::move(memory)) {}
    std::byte* data();

private:
    std::variant<std::vector<cache_line>, device_memory> memory_;
};

/// Where a benchmark runs: how memory is had there, and how calls are made and awaited.
class bench_place {
public:
    /// @param threads  of a host; 0: one for each core
    /// @throws no_device_error, device_error if `where` is the device
    bench_place(memory where, int threads);

    memory where() const { return where_; }
    /// @throws out_of_memory_error, device_error
    bench_memory allocate(std::size_t bytes);

    /// Pseudo-random numbers, the same in every run: either sign, magnitudes between 2^-4 and 2^3, every binade alike.
    void fill(const tensor_view& contiguous);

    /// Copies the first `count` elements of a dtype.
    void copy(const std::byte* source, std::byte* destination, dtype type, std::int64_t count);

    /// Makes a call of the library: call(where), with a stream or a host_execution.
    template <class Call>
    void run(const Call& call) {
        if (stream_) {
            call(stream_ref(*stream_));
        } else {
            call(execution_);
        }
    }

    /// Returns when the calls and copies are done.
    void finish();

private:
    memory where_;
    host_execution execution_;
    int copy_threads_ = 1;
    std::optional<stream> stream_;
};

}  // namespace softknee::bench
