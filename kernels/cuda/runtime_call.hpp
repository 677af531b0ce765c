// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>

namespace softknee::kernels::cuda {

/// Throws the exception that a failed call of the CUDA runtime stands for.
///
/// @param operation  what failed, for the message: the name of the runtime function
/// @throws no_device_error, driver_error, architecture_error, out_of_memory_error; device_error for everything else
[[noreturn]] void throw_runtime_error(cudaError_t status, const char* operation);

/// The status of call(), which leaves the runtime's last error as it was.
///
/// A failure that is the runtime's last error now is taken back. If there was one before that nobody has fetched, the
/// runtime offers no way to restore it, and the newer one stays in its place.
template <class Call>
cudaError_t status_of(Call&& call) {
    const cudaError_t earlier = cudaPeekAtLastError();
    const cudaError_t status = call();
    if (status != cudaSuccess && earlier == cudaSuccess) cudaGetLastError();
    return status;
}

/// call(), which must succeed.
/// @throws as throw_runtime_error
template <class Call>
void checked(const char* operation, Call&& call) {
    const cudaError_t status = status_of(call);
    if (status != cudaSuccess) throw_runtime_error(status, operation);
}

}  // namespace softknee::kernels::cuda
