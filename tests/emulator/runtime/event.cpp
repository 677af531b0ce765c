// SPDX-License-Identifier: Apache-2.0
#include <cuda_runtime_api.h>

#include <chrono>
#include <memory>
#include <vector>

#include <emulator/runtime/call.hpp>
#include <emulator/runtime/capture.hpp>
#include <emulator/runtime/counts.hpp>
#include <emulator/runtime/device.hpp>
#include <emulator/runtime/event.hpp>
#include <emulator/runtime/handle_table.hpp>
#include <emulator/runtime/immortal.hpp>
#include <emulator/runtime/stream.hpp>

namespace softknee_emulator::runtime {
namespace {

/// A place in a stream. Since work runs when it is submitted, one that has been recorded has also been reached.
struct event {
    int device;
    unsigned flags;
    bool is_recorded = false;
    std::chrono::steady_clock::time_point time{};
    std::shared_ptr<capture> recording{};  ///< that it was last recorded in; it may have ended
    std::vector<std::size_t> nodes{};      ///< those that it comes after there

    bool has_time() const { return (flags & cudaEventDisableTiming) == 0; }
};

struct event_table {
    handle_table<cudaEvent_t, event> events{0x730};
};

auto& events() {
    return immortal<event_table>().events;
}

constexpr unsigned event_flags = cudaEventBlockingSync | cudaEventDisableTiming | cudaEventInterprocess;

cudaEvent_t create_event(unsigned flags) {
    require((flags & ~event_flags) == 0);
    // "cudaEventInterprocess must be specified along with cudaEventDisableTiming."
    require((flags & cudaEventInterprocess) == 0 || (flags & cudaEventDisableTiming) != 0);
    return events().add(std::make_shared<event>(event{current_device().ordinal, flags}));
}

/// For what would wait for an event, or ask for its state: one that was recorded in a capture stands for no work that
/// has been submitted.
void refuse_captured_event(const event& asked) {
    if (asked.recording == nullptr) return;
    if (!asked.recording->has_ended) invalidate(*asked.recording);
    refuse(cudaErrorCapturedEvent);
}

void record(event& recorded, stream& target) {
    // "event and stream must be on the same CUDA context": here on the same device.
    require(recorded.device == target.device, cudaErrorInvalidResourceHandle);
    if (capture_of(target) != nullptr) {
        recorded.recording = target.recording;
        recorded.nodes = target.tail;
        return;
    }
    refuse_legacy_conflict(target);
    recorded.recording.reset();
    recorded.is_recorded = true;
    recorded.time = std::chrono::steady_clock::now();
}

void wait(const std::shared_ptr<stream>& waiting, const event& awaited) {
    capture* const current = capture_of(*waiting);
    if (awaited.recording == nullptr) {
        refuse_legacy_conflict(*waiting);
        // An event that has never been recorded stands for no work.
        if (current == nullptr || !awaited.is_recorded) return;
        // A captured stream would depend on work outside of the capture.
        invalidate(*current);
        refuse(cudaErrorStreamCaptureIsolation);
    }
    // The documentation names no error for an event whose capture has ended; there is nothing to wait for.
    require(!awaited.recording->has_ended, cudaErrorCapturedEvent);
    require(!awaited.recording->is_invalidated, cudaErrorStreamCaptureInvalidated);
    if (waiting->is_legacy) {
        // The legacy default stream cannot be captured.
        invalidate(*awaited.recording);
        refuse(cudaErrorStreamCaptureImplicit);
    }
    join_capture(waiting, awaited.recording, awaited.nodes);
}

}  // namespace

void remove_all_events(int device) {
    std::vector<cudaEvent_t> doomed;
    for (const auto& [handle, each] : events().all()) {
        if (each->device == device) doomed.push_back(handle);
    }
    for (const cudaEvent_t handle : doomed) events().remove(handle);
}

}  // namespace softknee_emulator::runtime

using namespace softknee_emulator::runtime;

cudaError_t cudaEventCreate(cudaEvent_t* handle) {
    return call(__func__, [&] {
        require(handle != nullptr);
        *handle = create_event(cudaEventDefault);
    });
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* handle, unsigned flags) {
    return call(__func__, [&] {
        require(handle != nullptr);
        *handle = create_event(flags);
    });
}

cudaError_t cudaEventDestroy(cudaEvent_t handle) {
    return call(__func__, [&] {
        events().find(handle);
        events().remove(handle);
    });
}

cudaError_t cudaEventRecord(cudaEvent_t handle, cudaStream_t stream) {
    return call(__func__, [&] { record(*events().find(handle), *find_stream(stream)); });
}

cudaError_t cudaEventRecordWithFlags(cudaEvent_t handle, cudaStream_t stream, unsigned flags) {
    return call(__func__, [&] {
        if (flags == cudaEventRecordExternal) stop("cudaEventRecordExternal is not emulated");
        require(flags == cudaEventRecordDefault);
        record(*events().find(handle), *find_stream(stream));
    });
}

cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t handle, unsigned flags) {
    return call(__func__, [&] {
        if (flags == cudaEventWaitExternal) stop("cudaEventWaitExternal is not emulated");
        require(flags == cudaEventWaitDefault);
        wait(find_stream(stream), *events().find(handle));
    });
}

cudaError_t cudaEventQuery(cudaEvent_t handle) {
    return call(__func__, [&] {
        refuse_captured_event(*events().find(handle));
        refuse_unsafe_call();
    });
}

cudaError_t cudaEventSynchronize(cudaEvent_t handle) {
    return call(__func__, [&] {
        refuse_captured_event(*events().find(handle));
        refuse_unsafe_call();
        counts().add_synchronisation();
    });
}

cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t start, cudaEvent_t end) {
    return call(__func__, [&] {
        require(milliseconds != nullptr);
        const event& first = *events().find(start);
        const event& last = *events().find(end);
        refuse_captured_event(first);
        refuse_captured_event(last);
        const bool can_be_compared =
            first.device == last.device && first.has_time() && last.has_time() && first.is_recorded && last.is_recorded;
        require(can_be_compared, cudaErrorInvalidResourceHandle);
        *milliseconds = std::chrono::duration<float, std::milli>(last.time - first.time).count();
    });
}
