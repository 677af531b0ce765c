// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include <driver_types.h>

#include <softknee/stream.hpp>

namespace softknee::bench {

/// Launches that are submitted together, so that what submitting costs the host is not measured with them.
class launch_graph {
public:
    /// Calls `submit`, and keeps what it submits to the stream instead of running it.
    /// @throws device_error; whatever `submit` throws
    launch_graph(stream_ref stream, const std::function<void()>& submit);

    /// Kernels in the graph.
    int kernels() const { return kernels_; }

    /// Runs the graph so often in a row, and returns the seconds between an event before and one behind.
    double seconds(int runs) const;

private:
    struct release {
        void operator()(CUgraphExec_st* graph) const;
        void operator()(CUevent_st* event) const;
    };

    stream_ref stream_;
    int kernels_;
    std::unique_ptr<CUgraphExec_st, release> graph_;
    std::unique_ptr<CUevent_st, release> start_;
    std::unique_ptr<CUevent_st, release> end_;
};

}  // namespace softknee::bench
