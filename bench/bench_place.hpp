// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <softknee/buffer.hpp>
#include <softknee/catalogue.hpp>
#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>
#include <softknee/execution.hpp>
#include <softknee/stream.hpp>
#include <softknee/tensor_view.hpp>

#include "measure.hpp"
#include "traffic.hpp"

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

std::vector<cache_line> cache_lines_for(std::size_t bytes);

/// What submitting a call costs, apart from the time that its work takes.
struct launch_cost {
    double host_s;  ///< of a call, on the thread that makes it
    int launches;   ///< of kernels, for a call
};

/// A call of the library on the tensors of one slot.
using slot_call = std::function<void(int slot)>;

/// Consecutive calls take consecutive slots, and begin again behind the last.
struct rotation {
    int slots;
    std::int64_t bytes_per_call;
};

/// A pass, for other programs to compute on the same tensors.
struct compared_pass {
    const activation& function;
    pass direction;
    dtype type;
    std::int64_t count;  ///< of elements, without the padding that the transfer has
    slot_call call;      ///< softknee's, to compare results with
    slot_transfer transfer;
    std::function<const std::byte*(int slot)> input;  ///< x, also where the gradient is computed from y
    rotation through;
};

/// Where a benchmark runs: how memory is had there, and how calls are made, awaited and timed.
class bench_place {
public:
    virtual ~bench_place() = default;

    virtual memory where() const = 0;
    /// Of the cache that calls on small tensors would find their elements in.
    virtual std::size_t cache_bytes() const = 0;
    /// @throws out_of_memory_error, device_error
    virtual bench_memory allocate(std::size_t bytes) = 0;

    /// Writes pseudo-random numbers, the same in every run.
    virtual void fill(const tensor_view& contiguous) = 0;

    /// Makes a call of the library: call(where), with a stream or a host_execution.
    template <class Call>
    void run(const Call& call) const {
        std::visit([&](const auto& how) { call(how); }, execution_);
    }

    /// Returns when the calls are done.
    virtual void finish() = 0;

    virtual arm timed(slot_call call, const rotation& through) = 0;
    /// The programs that could be fastest at moving these bytes.
    virtual std::vector<ceiling_arm> ceilings(const slot_transfer& transfer, dtype type, const rotation& through) = 0;
    /// Other programs that compute this pass. None on the host: softknee_peer_speed has those of a CPU.
    virtual std::vector<peer_arm> peers(const compared_pass& which) = 0;
    /// Nothing on the host, where calls are done when they return.
    virtual std::optional<launch_cost> cost_of(const slot_call& call) = 0;

protected:
    using execution = std::variant<host_execution, stream>;
    explicit bench_place(execution how) : execution_(std::move(how)) {}
    stream_ref on_stream() const { return std::get<stream>(execution_); }

private:
    execution execution_;
};

/// @param threads  of a host; 0: one for each core
/// @throws no_device_error, device_error if `where` is the device
std::unique_ptr<bench_place> make_place(memory where, int threads);

}  // namespace softknee::bench
