// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>

namespace softknee_emulator::runtime {

/// Bytes in rows; one row for a copy without a pitch.
struct rectangle {
    std::size_t bytes_per_row;
    std::size_t rows;
};

/// What is to be copied where.
struct copy_request {
    void* destination;
    std::size_t destination_pitch;
    const void* source;
    std::size_t source_pitch;
    rectangle extent;
    cudaMemcpyKind kind;
    const char* function;  ///< that asks for it, for messages
};

copy_request one_row(void* destination, const void* source, std::size_t bytes, cudaMemcpyKind kind,
                     const char* function);

/// A copy in the order of a stream.
///
/// Refuses with cudaErrorInvalidValue an address that is not where the kind says that it is, and a range that begins in
/// memory that the runtime has allocated and reaches beyond it; with cudaErrorInvalidMemcpyDirection a kind that is
/// none; with cudaErrorInvalidPitchValue a pitch that is shorter than a row.
/// Bytes of device memory that are read without ever having been written are a fault, and so is host memory that is not
/// mapped, such as memory that has been freed.
void submit_copy(const copy_request& request, cudaStream_t stream);

/// A copy that is done when the call returns: by the legacy default stream, and the host waits for it.
void copy_and_wait(const copy_request& request);

/// Sets bytes of memory that kernels can reach. Refuses as submit_copy does.
struct set_request {
    void* destination;
    std::size_t pitch;
    int value;
    rectangle extent;
};
void submit_set(const set_request& request, cudaStream_t stream);
void set_and_wait(const set_request& request);

}  // namespace softknee_emulator::runtime
