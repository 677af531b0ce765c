// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>

#include <functional>
#include <string_view>

#include <emulator/runtime/refusal.hpp>

/// What every function of the runtime has in common: it is counted, it fails where a test asks it to, it repeats a
/// sticky error, and its failure becomes the last error of the calling thread.
namespace softknee_emulator::runtime {

/// Runs the body of a function that works on a device, under the lock of the runtime.
///
/// The body returns for success and calls `refuse` for an error. A fault ends the process with its text, because a
/// program that has done something wrong must never look as if it had passed.
/// @param name  of the function, as the program calls it
cudaError_t call(const char* name, const std::function<void()>& body);

/// The same for a function that works without a device and after a sticky error.
cudaError_t call_without_device(const char* name, const std::function<void()>& body);

/// Counts a call of a function that returns no status.
void count_call(const char* name);

/// The last error of this thread, which is a sticky one if there has been one.
cudaError_t last_error();
void forget_last_error();

/// Makes an error sticky: every later call that works on a device fails with it.
void make_sticky(cudaError_t code);
void forget_sticky_error();

/// Runs a function of the program in the middle of a body, without the lock: it may wait for another thread that calls
/// the runtime. Its own calls of the runtime are refused with cudaErrorNotPermitted, as the documentation of
/// cudaLaunchHostFunc has it.
void run_host_function(cudaHostFn_t function, void* data);

/// Runs something under the lock of the runtime, outside of any call.
void run_locked(const std::function<void()>& body);

/// Prints "softknee emulator: ..." and ends the process with SIGABRT.
[[noreturn]] void stop(std::string_view text);

}  // namespace softknee_emulator::runtime
