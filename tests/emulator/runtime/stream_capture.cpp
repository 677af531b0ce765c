// SPDX-License-Identifier: Apache-2.0
/// The functions that begin, end and describe stream capture.
#include <cuda_runtime_api.h>

#include <emulator/runtime/call.hpp>
#include <emulator/runtime/capture.hpp>

using namespace softknee_emulator::runtime;

namespace {

bool is_capture_mode(cudaStreamCaptureMode mode) {
    return mode == cudaStreamCaptureModeGlobal || mode == cudaStreamCaptureModeThreadLocal ||
           mode == cudaStreamCaptureModeRelaxed;
}

cudaStreamCaptureStatus status_of(const stream& target) {
    if (target.recording == nullptr) return cudaStreamCaptureStatusNone;
    return target.recording->is_invalidated ? cudaStreamCaptureStatusInvalidated : cudaStreamCaptureStatusActive;
}

/// A question about the legacy default stream while a blocking stream of its device is captured: "it will return
/// cudaErrorStreamCaptureImplicit", and "the blocking stream capture is not invalidated".
void refuse_question_about_legacy(const stream& target) {
    require(!target.is_legacy || !legacy_conflict_exists(target), cudaErrorStreamCaptureImplicit);
}

const cudaGraphNode_t* show_tail(stream& target) {
    target.shown.clear();
    for (const std::size_t node : target.tail) {
        target.shown.push_back(target.recording->content->nodes()[node]->handle);
    }
    return target.shown.data();
}

}  // namespace

cudaError_t cudaStreamBeginCapture(cudaStream_t handle, cudaStreamCaptureMode mode) {
    return call(__func__, [&] {
        require(is_capture_mode(mode));
        const auto origin = find_stream(handle);
        // "Capture may not be initiated if stream is cudaStreamLegacy."
        require(!origin->is_legacy, cudaErrorStreamCaptureUnsupported);
        // "[...] and it may only be initiated if the stream is not already in capture mode."
        require(origin->recording == nullptr, cudaErrorIllegalState);
        begin_capture(origin, mode);
    });
}

cudaError_t cudaStreamEndCapture(cudaStream_t handle, cudaGraph_t* graph) {
    return call(__func__, [&] {
        require(graph != nullptr);
        *graph = nullptr;
        stream& origin = *find_stream(handle);
        require(origin.recording != nullptr, cudaErrorIllegalState);
        const capture& ending = *origin.recording;
        // "Capture must have been initiated on stream via a call to cudaStreamBeginCapture."
        require(ending.origin.get() == &origin, cudaErrorStreamCaptureUnmatched);
        // Unless the mode is relaxed, "this call must be from the same thread as cudaStreamBeginCapture".
        const bool may_end = ending.mode == cudaStreamCaptureModeRelaxed || ending.thread == std::this_thread::get_id();
        require(may_end, cudaErrorStreamCaptureWrongThread);
        const ended_capture result = end_capture(origin);
        require(result.status == cudaSuccess, result.status);
        *graph = result.graph;
    });
}

cudaError_t cudaStreamIsCapturing(cudaStream_t handle, cudaStreamCaptureStatus* status) {
    return call(__func__, [&] {
        require(status != nullptr);
        const auto target = find_stream(handle);
        refuse_question_about_legacy(*target);
        *status = status_of(*target);
    });
}

cudaError_t cudaStreamGetCaptureInfo(cudaStream_t handle, cudaStreamCaptureStatus* status, unsigned long long* id,
                                     cudaGraph_t* graph, const cudaGraphNode_t** dependencies,
                                     const cudaGraphEdgeData** edges, std::size_t* dependency_count) {
    return call(__func__, [&] {
        require(status != nullptr);
        const auto target = find_stream(handle);
        refuse_question_about_legacy(*target);
        *status = status_of(*target);
        if (*status != cudaStreamCaptureStatusActive) return;
        if (id != nullptr) *id = target->recording->id;
        if (graph != nullptr) *graph = target->recording->graph_handle;
        if (dependencies != nullptr) *dependencies = show_tail(*target);
        if (edges != nullptr) *edges = nullptr;
        if (dependency_count != nullptr) *dependency_count = target->tail.size();
    });
}

cudaError_t cudaThreadExchangeStreamCaptureMode(cudaStreamCaptureMode* mode) {
    return call(__func__, [&] {
        require(mode != nullptr && is_capture_mode(*mode));
        std::swap(*mode, capture_mode_of_this_thread());
    });
}
