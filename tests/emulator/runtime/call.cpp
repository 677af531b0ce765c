// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/call.hpp>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <string>

#include <emulator/runtime/counts.hpp>
#include <emulator/runtime/device.hpp>
#include <emulator/runtime/failures.hpp>
#include <emulator/runtime/immortal.hpp>

namespace softknee_emulator::runtime {

static_assert(CUDART_VERSION / 1000 == 13, "this stands in for the runtime of CUDA 13, whose functions it defines");

namespace {

struct call_state {
    std::mutex lock;
    cudaError_t sticky = cudaSuccess;
};

call_state& shared_state() {
    return immortal<call_state>();
}

thread_local cudaError_t error_of_this_thread = cudaSuccess;
thread_local bool in_host_function = false;

enum class need { nothing, device };

cudaError_t run_body(const std::function<void()>& body) {
    try {
        body();
        return cudaSuccess;
    } catch (const refusal& refused) {
        return refused.code;
    } catch (const std::exception& error) {
        stop(error.what());
    }
}

cudaError_t outcome(const char* name, need needed, const std::function<void()>& body) {
    if (in_host_function) return cudaErrorNotPermitted;
    const std::lock_guard guard(shared_state().lock);
    counts().add_call(name);
    if (const cudaError_t injected = failures().take(name); injected != cudaSuccess) return injected;
    if (needed == need::device) {
        if (shared_state().sticky != cudaSuccess) return shared_state().sticky;
        if (device_count() == 0) return cudaErrorNoDevice;
    }
    return run_body(body);
}

cudaError_t remember(cudaError_t status) {
    if (status != cudaSuccess) error_of_this_thread = status;
    return status;
}

}  // namespace

cudaError_t call(const char* name, const std::function<void()>& body) {
    return remember(outcome(name, need::device, body));
}

cudaError_t call_without_device(const char* name, const std::function<void()>& body) {
    return remember(outcome(name, need::nothing, body));
}

void count_call(const char* name) {
    run_locked([&] { counts().add_call(name); });
}

cudaError_t last_error() {
    cudaError_t result = error_of_this_thread;
    run_locked([&] {
        if (shared_state().sticky != cudaSuccess) result = shared_state().sticky;
    });
    return result;
}

void forget_last_error() {
    error_of_this_thread = cudaSuccess;
}

void make_sticky(cudaError_t code) {
    shared_state().sticky = code;
}

void forget_sticky_error() {
    shared_state().sticky = cudaSuccess;
}

void run_host_function(cudaHostFn_t function, void* data) {
    shared_state().lock.unlock();
    in_host_function = true;
    function(data);
    in_host_function = false;
    shared_state().lock.lock();
}

void run_locked(const std::function<void()>& body) {
    const std::lock_guard guard(shared_state().lock);
    body();
}

void stop(std::string_view text) {
    std::fprintf(stderr, "softknee emulator: %.*s\n", static_cast<int>(text.size()), text.data());
    std::abort();
}

}  // namespace softknee_emulator::runtime
