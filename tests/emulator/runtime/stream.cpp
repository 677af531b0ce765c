// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/stream.hpp>

#include <algorithm>
#include <map>
#include <thread>
#include <utility>

#include <emulator/runtime/call.hpp>
#include <emulator/runtime/capture.hpp>
#include <emulator/runtime/counts.hpp>
#include <emulator/runtime/device.hpp>
#include <emulator/runtime/handle_table.hpp>
#include <emulator/runtime/immortal.hpp>

namespace softknee_emulator::runtime {
namespace {

constexpr int least_priority = 0;
constexpr int greatest_priority = -5;

struct stream_table {
    handle_table<cudaStream_t, stream> created{0x720};
    std::map<int, std::shared_ptr<stream>> legacy;
    std::map<std::pair<int, std::thread::id>, std::shared_ptr<stream>> per_thread;
    unsigned long long next_id = 1;

    std::shared_ptr<stream> make(int device, unsigned flags, int priority) {
        return std::make_shared<stream>(stream{device, flags, priority, next_id++});
    }
};

stream_table& streams() {
    return immortal<stream_table>();
}

std::shared_ptr<stream> legacy_stream(int device) {
    std::shared_ptr<stream>& found = streams().legacy[device];
    if (found == nullptr) {
        found = streams().make(device, cudaStreamDefault, least_priority);
        found->is_legacy = true;
    }
    return found;
}

std::shared_ptr<stream> stream_of_this_thread(int device) {
    std::shared_ptr<stream>& found = streams().per_thread[{device, std::this_thread::get_id()}];
    if (found == nullptr) found = streams().make(device, cudaStreamDefault, least_priority);
    return found;
}

cudaStream_t create_stream(unsigned flags, int priority) {
    require(flags == cudaStreamDefault || flags == cudaStreamNonBlocking);
    const int nearest = std::clamp(priority, greatest_priority, least_priority);
    return streams().created.add(streams().make(current_device().ordinal, flags, nearest));
}

}  // namespace

std::shared_ptr<stream> find_stream(cudaStream_t handle) {
    if (handle == nullptr || handle == cudaStreamLegacy) return legacy_stream(current_device().ordinal);
    if (handle == cudaStreamPerThread) return stream_of_this_thread(current_device().ordinal);
    return streams().created.find(handle);
}

void submit(stream& target, cudaGraphNodeType type, const std::function<void()>& work) {
    if (capture_of(target) != nullptr) {
        add_captured_node(target, {type, {}, work});
        return;
    }
    refuse_legacy_conflict(target);
    work();
}

void remove_all_streams(int device) {
    std::vector<cudaStream_t> doomed;
    for (const auto& [handle, each] : streams().created.all()) {
        if (each->device == device) doomed.push_back(handle);
    }
    for (const cudaStream_t handle : doomed) streams().created.remove(handle);
    streams().legacy.erase(device);
    std::erase_if(streams().per_thread, [&](const auto& entry) { return entry.first.first == device; });
}

}  // namespace softknee_emulator::runtime

using namespace softknee_emulator::runtime;

cudaError_t cudaStreamCreate(cudaStream_t* handle) {
    return call(__func__, [&] {
        require(handle != nullptr);
        *handle = create_stream(cudaStreamDefault, least_priority);
    });
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* handle, unsigned flags) {
    return call(__func__, [&] {
        require(handle != nullptr);
        *handle = create_stream(flags, least_priority);
    });
}

cudaError_t cudaStreamCreateWithPriority(cudaStream_t* handle, unsigned flags, int priority) {
    return call(__func__, [&] {
        require(handle != nullptr);
        *handle = create_stream(flags, priority);
    });
}

cudaError_t cudaStreamDestroy(cudaStream_t handle) {
    return call(__func__, [&] {
        // The default streams cannot be destroyed: their handles are in no table.
        refuse_if_capturing(*streams().created.find(handle));
        streams().created.remove(handle);
    });
}

cudaError_t cudaStreamQuery(cudaStream_t handle) {
    return call(__func__, [&] {
        const auto target = find_stream(handle);
        refuse_if_capturing(*target);
        refuse_legacy_conflict(*target);
    });
}

cudaError_t cudaStreamSynchronize(cudaStream_t handle) {
    return call(__func__, [&] {
        const auto target = find_stream(handle);
        refuse_if_capturing(*target);
        refuse_legacy_conflict(*target);
        counts().add_synchronisation();
    });
}

cudaError_t cudaStreamGetFlags(cudaStream_t handle, unsigned* flags) {
    return call(__func__, [&] {
        require(flags != nullptr);
        *flags = find_stream(handle)->flags;
    });
}

cudaError_t cudaStreamGetPriority(cudaStream_t handle, int* priority) {
    return call(__func__, [&] {
        require(priority != nullptr);
        *priority = find_stream(handle)->priority;
    });
}

cudaError_t cudaStreamGetDevice(cudaStream_t handle, int* device) {
    return call(__func__, [&] {
        require(device != nullptr);
        *device = find_stream(handle)->device;
    });
}

cudaError_t cudaStreamGetId(cudaStream_t handle, unsigned long long* id) {
    return call(__func__, [&] {
        require(id != nullptr);
        *id = find_stream(handle)->id;
    });
}

cudaError_t cudaDeviceGetStreamPriorityRange(int* least, int* greatest) {
    return call(__func__, [&] {
        if (least != nullptr) *least = least_priority;
        if (greatest != nullptr) *greatest = greatest_priority;
    });
}

cudaError_t cudaLaunchHostFunc(cudaStream_t handle, cudaHostFn_t function, void* data) {
    return call(__func__, [&] {
        require(function != nullptr);
        const auto target = find_stream(handle);
        submit(*target, cudaGraphNodeTypeHost, [function, data] { run_host_function(function, data); });
    });
}
