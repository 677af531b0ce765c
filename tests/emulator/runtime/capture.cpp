// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/capture.hpp>

#include <algorithm>

#include <emulator/runtime/immortal.hpp>
#include <emulator/runtime/refusal.hpp>

namespace softknee_emulator::runtime {
namespace {

struct capture_list {
    std::vector<std::shared_ptr<capture>> active;
    unsigned long long next_id = 1;
};

std::vector<std::shared_ptr<capture>>& active_captures() {
    return immortal<capture_list>().active;
}

thread_local cudaStreamCaptureMode mode_of_this_thread = cudaStreamCaptureModeGlobal;

/// Invalidates the captures that a condition holds for.
/// @return whether there are any
template <class Condition>
bool invalidate_if(Condition condition) {
    bool any = false;
    for (const auto& each : active_captures()) {
        if (!condition(*each)) continue;
        invalidate(*each);
        any = true;
    }
    return any;
}

template <class Condition>
bool has_stream(const capture& searched, Condition condition) {
    return std::any_of(searched.streams.begin(), searched.streams.end(),
                       [&](const auto& each) { return condition(*each); });
}

/// Whether a capture prohibits what is potentially unsafe to this thread.
bool prohibits_unsafe_calls(const capture& other) {
    if (mode_of_this_thread == cudaStreamCaptureModeRelaxed) return false;
    if (other.thread == std::this_thread::get_id()) return other.mode != cudaStreamCaptureModeRelaxed;
    return mode_of_this_thread == cudaStreamCaptureModeGlobal && other.mode == cudaStreamCaptureModeGlobal;
}

bool conflicts_with_legacy(const capture& other, int device) {
    return has_stream(other,
                      [&](const stream& captured) { return captured.device == device && captured.is_blocking(); });
}

/// Whether the work of every stream comes before the end of the one that the capture began on.
bool is_joined(const capture& finished) {
    const std::vector<bool> joined = finished.content->ancestors_of(finished.origin->tail);
    return !has_stream(finished, [&](const stream& each) {
        return std::any_of(each.tail.begin(), each.tail.end(), [&](std::size_t node) { return !joined[node]; });
    });
}

/// Takes its streams out of a capture.
void take_apart(const std::shared_ptr<capture>& finished) {
    finished->has_ended = true;
    for (const auto& each : finished->streams) {
        each->recording.reset();
        each->tail.clear();
    }
    // A capture and its streams hold each other, and events hold captures long after their graph.
    finished->streams.clear();
    finished->origin.reset();
    finished->content.reset();
    std::erase(active_captures(), finished);
}

}  // namespace

capture* capture_of(const stream& target) {
    if (target.recording == nullptr) return nullptr;
    require(!target.recording->is_invalidated, cudaErrorStreamCaptureInvalidated);
    return target.recording.get();
}

void add_captured_node(stream& target, graph_node node) {
    node.dependencies = target.tail;
    target.tail = {capture_of(target)->content->add(std::move(node))};
}

void refuse_if_capturing(const stream& target) {
    capture* const found = capture_of(target);
    if (found == nullptr) return;
    invalidate(*found);
    refuse(cudaErrorStreamCaptureUnsupported);
}

void refuse_if_device_capturing(int device) {
    const bool any = invalidate_if([&](const capture& each) {
        return has_stream(each, [&](const stream& captured) { return captured.device == device; });
    });
    require(!any, cudaErrorStreamCaptureUnsupported);
}

void refuse_legacy_conflict(const stream& target) {
    if (!target.is_legacy) return;
    const bool any = invalidate_if([&](const capture& each) { return conflicts_with_legacy(each, target.device); });
    require(!any, cudaErrorStreamCaptureImplicit);
}

bool legacy_conflict_exists(const stream& legacy) {
    return std::any_of(active_captures().begin(), active_captures().end(),
                       [&](const auto& each) { return conflicts_with_legacy(*each, legacy.device); });
}

void refuse_unsafe_call() {
    require(!invalidate_if(prohibits_unsafe_calls), cudaErrorStreamCaptureUnsupported);
}

cudaStreamCaptureMode& capture_mode_of_this_thread() {
    return mode_of_this_thread;
}

void begin_capture(const std::shared_ptr<stream>& origin, cudaStreamCaptureMode mode) {
    const auto content = std::make_shared<graph>();
    const auto begun = std::make_shared<capture>(capture{immortal<capture_list>().next_id++,
                                                         mode,
                                                         std::this_thread::get_id(),
                                                         origin,
                                                         {origin},
                                                         add_graph(content),
                                                         content});
    active_captures().push_back(begun);
    origin->recording = begun;
    origin->tail.clear();
}

ended_capture end_capture(stream& origin) {
    const std::shared_ptr<capture> finished = origin.recording;
    const cudaError_t status = finished->is_invalidated ? cudaErrorStreamCaptureInvalidated
                               : !is_joined(*finished)  ? cudaErrorStreamCaptureUnjoined
                                                        : cudaSuccess;
    take_apart(finished);
    if (status == cudaSuccess) return {finished->graph_handle, status};
    remove_graph(finished->graph_handle);
    return {nullptr, status};
}

void join_capture(const std::shared_ptr<stream>& joining, const std::shared_ptr<capture>& joined,
                  const std::vector<std::size_t>& after) {
    if (joining->recording != nullptr && joining->recording != joined) {
        invalidate(*joining->recording);
        invalidate(*joined);
        refuse(cudaErrorStreamCaptureMerge);
    }
    if (joining->recording == nullptr) {
        joining->recording = joined;
        joined->streams.push_back(joining);
    }
    for (const std::size_t node : after) {
        const bool is_there = std::find(joining->tail.begin(), joining->tail.end(), node) != joining->tail.end();
        if (!is_there) joining->tail.push_back(node);
    }
}

void invalidate(capture& broken) {
    broken.is_invalidated = true;
}

void abandon_captures(int device) {
    const auto captures = active_captures();
    for (const auto& each : captures) {
        const bool is_there = has_stream(*each, [&](const stream& captured) { return captured.device == device; });
        if (!is_there) continue;
        take_apart(each);
        remove_graph(each->graph_handle);
    }
}

}  // namespace softknee_emulator::runtime
