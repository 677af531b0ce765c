// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace softknee_emulator::runtime {

struct capture;

/// Work runs when it is submitted, so that a stream orders nothing: what it has is a device, and a capture.
struct stream {
    int device;
    unsigned flags;
    int priority;
    unsigned long long id;
    bool is_legacy = false;

    std::shared_ptr<capture> recording{};  ///< null unless the stream is captured
    std::vector<std::size_t> tail{};       ///< the nodes that the next captured one depends on
    std::vector<cudaGraphNode_t> shown{};  ///< the handles of the tail, as last given to the program

    /// Whether it waits for the legacy default stream, and that for it.
    bool is_blocking() const { return (flags & cudaStreamNonBlocking) == 0; }
};

/// The stream of a handle, which may be that of the legacy default stream (null as well) or of the default stream of
/// this thread. Refuses with cudaErrorInvalidResourceHandle if there is no such stream (any more).
std::shared_ptr<stream> find_stream(cudaStream_t handle);

/// Gives work to a stream: it is run now, or captured.
/// Refuses as capture_of and refuse_legacy_conflict do.
void submit(stream& target, cudaGraphNodeType type, const std::function<void()>& work);

/// Destroys the streams of a device, as cudaDeviceReset does.
void remove_all_streams(int device);

}  // namespace softknee_emulator::runtime
