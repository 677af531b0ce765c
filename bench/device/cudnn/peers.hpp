// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <softknee/stream.hpp>

#include <bench/bench_place.hpp>

struct cudnnContext;

namespace softknee::bench {

struct cudnn_program {
    std::string name;
    slot_call call;
};

/// cuDNN's programs for the passes of a benchmark. None if the build is without cuDNN, if it does not start here, as
/// without a GPU, and for what it refuses: it is a peer that may be missing, not a part of the benchmark.
class cudnn_peers {
public:
    /// Starts nothing yet.
    explicit cudnn_peers(stream_ref stream) : stream_(stream) {}

    /// Each has been run once, so that whatever it loads is loaded before a call is captured.
    /// @throws out_of_memory_error, device_error
    std::vector<cudnn_program> programs_for(const compared_pass& which);

private:
    stream_ref stream_;
    std::optional<std::shared_ptr<cudnnContext>> handle_;  ///< null if it did not start
};

}  // namespace softknee::bench
