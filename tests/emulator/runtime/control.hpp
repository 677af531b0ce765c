// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stddef.h>

/// What a test may ask of the emulator while it runs. The functions are exported by the stand-in library and found with
/// dlsym(RTLD_DEFAULT, name), so that the same executable also runs on the real runtime, where they are not there.
extern "C" {

/// Lets the n-th call of a function from now on fail: 1 is the next one. With `sticky` not 0, so does every later call
/// that works on a device. Ends the process if no such function is emulated or the code is not that of an error.
void softknee_emulator_fail_call(const char* function, unsigned long long n, int code, int sticky);

/// Takes back every failure that has not happened yet, the sticky error and the last error of this thread.
void softknee_emulator_clear_failures(void);

/// How often a function of the runtime has been called since the counts were reset.
unsigned long long softknee_emulator_call_count(const char* function);

/// One of "calls" (of every function but those that register kernels), "launches", "blocks", "threads", "instructions",
/// "allocations" and "synchronisations" since the counts were reset. Ends the process for another name.
unsigned long long softknee_emulator_total(const char* what);

/// Sets the counts to 0 for the two functions above; the report at exit counts on.
void softknee_emulator_reset_counts(void);

/// The allocations that have not been freed: of the device and managed memory of all devices, and page-locked ones.
size_t softknee_emulator_live_allocations(void);
}
