// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/copy.hpp>

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <emulator/fault.hpp>
#include <emulator/runtime/block.hpp>
#include <emulator/runtime/capture.hpp>
#include <emulator/runtime/counts.hpp>
#include <emulator/runtime/device.hpp>
#include <emulator/runtime/refusal.hpp>
#include <emulator/runtime/stream.hpp>

namespace softknee_emulator::runtime {
namespace {

bool is_nothing(const rectangle& extent) {
    return extent.bytes_per_row == 0 || extent.rows == 0;
}

/// From the first byte to the last.
std::size_t span_of(const rectangle& extent, std::size_t pitch) {
    return (extent.rows - 1) * pitch + extent.bytes_per_row;
}

/// What the runtime knows of one end of a copy.
struct place {
    bool kernels_reach;
    bool host_reaches;
};

/// Variables of kernels lie in device memory without a block.
place locate(const void* address, std::size_t bytes) {
    const block* const found = find_block(address);
    const softknee_emulator::allocation* const known = memory().find(address);
    if (known == nullptr) return {false, true};
    const auto offset = static_cast<std::size_t>(static_cast<const std::byte*>(address) - known->data);
    require(bytes <= known->bytes - offset);
    if (found == nullptr) return {true, false};
    return {true, found->kind != block_kind::device};
}

void check_kind(cudaMemcpyKind kind, const place& destination, const place& source) {
    switch (kind) {
        case cudaMemcpyHostToHost:
            require(destination.host_reaches && source.host_reaches);
            return;
        case cudaMemcpyHostToDevice:
            require(destination.kernels_reach && source.host_reaches);
            return;
        case cudaMemcpyDeviceToHost:
            require(destination.host_reaches && source.kernels_reach);
            return;
        case cudaMemcpyDeviceToDevice:
            require(destination.kernels_reach && source.kernels_reach);
            return;
        case cudaMemcpyDefault:
            return;
    }
    refuse(cudaErrorInvalidMemcpyDirection);
}

void check_copy(const copy_request& request) {
    require(request.destination != nullptr && request.source != nullptr);
    const bool pitches_fit = request.extent.rows == 1 || (request.destination_pitch >= request.extent.bytes_per_row &&
                                                          request.source_pitch >= request.extent.bytes_per_row);
    require(pitches_fit, cudaErrorInvalidPitchValue);
    check_kind(request.kind, locate(request.destination, span_of(request.extent, request.destination_pitch)),
               locate(request.source, span_of(request.extent, request.source_pitch)));
}

/// For the memory of an allocation node that has not run.
void require_existence(const void* address) {
    const block* const found = find_block(address);
    require(found == nullptr || found->exists);
}

/// The guard pages around an allocation are no memory of the program, although they are mapped.
void require_not_beside_allocation(const void* address, const char* function) {
    constexpr std::ptrdiff_t guarded_bytes = 4096;
    const auto* const byte = static_cast<const std::byte*>(address);
    const softknee_emulator::allocation* const neighbour = memory().nearest_below(byte + guarded_bytes);
    if (neighbour == nullptr || byte - (neighbour->data + neighbour->bytes) >= guarded_bytes) return;
    throw fault(std::string(function) + ": an address beside an allocation of " + std::to_string(neighbour->bytes) +
                " bytes");
}

/// Memory that the runtime does not know must be the program's: freed memory is mapped no longer, and without this
/// check the process would end in the copy, without a word.
void require_host_memory(const void* address, std::size_t bytes, const char* function) {
    if (memory().find(address) != nullptr) return;
    require_not_beside_allocation(address, function);
    const auto page_bytes = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const std::uintptr_t first = reinterpret_cast<std::uintptr_t>(address) / page_bytes * page_bytes;
    const std::size_t length = reinterpret_cast<std::uintptr_t>(address) + bytes - first;
    std::vector<unsigned char> pages((length + page_bytes - 1) / page_bytes);
    if (mincore(reinterpret_cast<void*>(first), length, pages.data()) == 0) return;
    throw fault(std::string(function) + ": an address without memory, such as that of memory that has been freed");
}

void copy_row(std::byte* destination, const std::byte* source, std::size_t bytes, const char* function) {
    require_host_memory(destination, bytes, function);
    require_host_memory(source, bytes, function);
    memory().require_written(source, bytes, function);
    std::memmove(destination, source, bytes);
    memory().mark_written(destination, bytes);
}

void perform_copy(const copy_request& request) {
    check_copy(request);
    require_existence(request.destination);
    require_existence(request.source);
    auto* destination = static_cast<std::byte*>(request.destination);
    const auto* source = static_cast<const std::byte*>(request.source);
    for (std::size_t row = 0; row < request.extent.rows; ++row) {
        copy_row(destination, source, request.extent.bytes_per_row, request.function);
        destination += request.destination_pitch;
        source += request.source_pitch;
    }
}

void check_set(const set_request& request) {
    const bool pitch_fits = request.extent.rows == 1 || request.pitch >= request.extent.bytes_per_row;
    require(pitch_fits, cudaErrorInvalidPitchValue);
    require(locate(request.destination, span_of(request.extent, request.pitch)).kernels_reach);
}

void perform_set(const set_request& request) {
    check_set(request);
    require_existence(request.destination);
    auto* destination = static_cast<std::byte*>(request.destination);
    for (std::size_t row = 0; row < request.extent.rows; ++row) {
        memory().fill(destination, request.value, request.extent.bytes_per_row);
        destination += request.pitch;
    }
}

/// Prepares for work of the legacy default stream that the host waits for, which a capture never sees.
void begin_to_wait() {
    refuse_legacy_conflict(*find_stream(cudaStreamLegacy));
    refuse_unsafe_call();
    counts().add_synchronisation();
}

}  // namespace

copy_request one_row(void* destination, const void* source, std::size_t bytes, cudaMemcpyKind kind,
                     const char* function) {
    return {destination, bytes, source, bytes, {bytes, 1}, kind, function};
}

void submit_copy(const copy_request& request, cudaStream_t stream) {
    const auto target = find_stream(stream);
    if (is_nothing(request.extent)) return;
    check_copy(request);
    submit(*target, cudaGraphNodeTypeMemcpy, [request] { perform_copy(request); });
}

void copy_and_wait(const copy_request& request) {
    begin_to_wait();
    if (!is_nothing(request.extent)) perform_copy(request);
}

void submit_set(const set_request& request, cudaStream_t stream) {
    const auto target = find_stream(stream);
    if (is_nothing(request.extent)) return;
    check_set(request);
    submit(*target, cudaGraphNodeTypeMemset, [request] { perform_set(request); });
}

void set_and_wait(const set_request& request) {
    begin_to_wait();
    if (!is_nothing(request.extent)) perform_set(request);
}

}  // namespace softknee_emulator::runtime
