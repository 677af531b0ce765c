// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <softknee/catalogue.hpp>
#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>
#include <softknee/tensor_view.hpp>

#include "bench_place.hpp"
#include "list_call.hpp"
#include "pass_measurement.hpp"
#include "tensor_ring.hpp"

namespace softknee::bench {

traffic traffic_of(pass direction, dtype type, std::int64_t count);

inline constexpr std::string_view traffic_model =
    "forward: x read, y written; backward: the saved tensor and dy read, dx written; each element once";

/// Measures pointwise passes on contiguous tensors that it owns.
class pointwise_bench {
public:
    /// @param threads  of a host; 0: one for each core
    /// @param members  of the list that the elements of a pass are divided into; 1: they are one tensor. Beside a call
    ///                 for a list stands, as a peer, a call for each of its members
    /// @throws no_device_error, out_of_memory_error, device_error if `where` is the device; parameter_error as
    ///         rotation_for
    pointwise_bench(memory where, dtype type, std::int64_t count, int threads, cache_state state, int members = 1);

    measurement run(const activation& activation, pass direction, const measure_options& options);

    const std::vector<measured_ceiling>& ceilings() const { return passes_.ceilings(); }

private:
    std::vector<list_call> list_calls(const activation& activation, pass direction, tensor_ring& saved);

    dtype type_;
    std::int64_t count_;
    int members_;
    std::unique_ptr<bench_place> place_;
    rotation through_;  ///< with the bytes of a forward pass, the smaller of the two
    tensor_ring x_;
    tensor_ring dy_;
    tensor_ring result_;
    std::optional<tensor_ring> y_;
    pass_bench passes_;
};

}  // namespace softknee::bench
