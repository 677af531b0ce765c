// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>

#include <memory>
#include <thread>
#include <vector>

#include <emulator/runtime/graph.hpp>
#include <emulator/runtime/stream.hpp>

/// The rules of stream capture, from the CUDA programming guide, "Creating a Graph Using Stream Capture", and from the
/// reference of cudaThreadExchangeStreamCaptureMode. What they prohibit is refused and invalidates the captures that
/// it touches: they then refuse everything until they are ended, and their end is refused as well.
namespace softknee_emulator::runtime {

/// Streams that are recorded into one graph.
struct capture {
    unsigned long long id;
    cudaStreamCaptureMode mode;
    std::thread::id thread;  ///< that began it
    std::shared_ptr<stream> origin;
    std::vector<std::shared_ptr<stream>> streams;
    cudaGraph_t graph_handle;
    std::shared_ptr<graph> content;
    bool is_invalidated = false;
    bool has_ended = false;
};

/// The capture that a stream is in, null if in none. Refuses with cudaErrorStreamCaptureInvalidated.
capture* capture_of(const stream& target);

/// Appends to what a captured stream has been given.
void add_captured_node(stream& target, graph_node node);

/// For what would synchronise a captured stream, or ask for its state: "They do not represent items scheduled for
/// execution." Refuses with cudaErrorStreamCaptureUnsupported.
void refuse_if_capturing(const stream& target);

/// The same for a device, of which no stream may be captured.
void refuse_if_device_capturing(int device);

/// For work on the legacy default stream, which waits for all blocking streams of its device and so cannot run while
/// one of them is captured, and does not itself take part in captures. Refuses with cudaErrorStreamCaptureImplicit.
void refuse_legacy_conflict(const stream& target);

/// Whether a blocking stream of the same device is captured.
bool legacy_conflict_exists(const stream& legacy);

/// For "potentially unsafe API calls": what is not ordered by a stream and so would not be captured. Prohibited to a
/// thread with a capture that is not relaxed, and while any thread has a global one; less so if the thread has changed
/// its mode. Refuses with cudaErrorStreamCaptureUnsupported.
void refuse_unsafe_call();

/// The mode of this thread, cudaStreamCaptureModeGlobal unless changed.
cudaStreamCaptureMode& capture_mode_of_this_thread();

void begin_capture(const std::shared_ptr<stream>& origin, cudaStreamCaptureMode mode);

/// Ends the capture that began on a stream.
/// @return the graph; it has been destroyed and its handle is null if `status` says that the capture has failed
struct ended_capture {
    cudaGraph_t graph;
    cudaError_t status;
};
ended_capture end_capture(stream& origin);

/// Takes a stream into a capture, after the given nodes. What it is given from now on is captured.
/// Refuses with cudaErrorStreamCaptureMerge if it is in another one.
void join_capture(const std::shared_ptr<stream>& joining, const std::shared_ptr<capture>& joined,
                  const std::vector<std::size_t>& after);

/// Makes a capture refuse everything until it is ended.
void invalidate(capture& broken);

/// Ends the captures that streams of a device are in, without a graph.
void abandon_captures(int device);

}  // namespace softknee_emulator::runtime
