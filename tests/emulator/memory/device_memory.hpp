// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <emulator/memory/reserved_array.hpp>

namespace softknee_emulator {

/// One allocation of device memory: a host address range, and beside each of its bytes what has happened to it.
struct allocation {
    allocation(std::byte* first_byte, std::size_t size, int owner);

    std::byte* data;
    std::size_t bytes;
    int device;
    bool all_written = false;                  ///< as `written`, for all bytes at once
    reserved_array<std::uint8_t> written;      ///< 1 once a kernel or a copy has written the byte
    reserved_array<std::uint32_t> last_write;  ///< an interval of the race_log
    reserved_array<std::uint32_t> last_read;
};

/// The memory of all emulated devices. Addresses are those of host memory that is reserved and only touched where it is
/// used, so that an allocation may be larger than the machine; around each lies a red zone that belongs to none.
class device_memory {
public:
    device_memory() = default;
    device_memory(const device_memory&) = delete;
    device_memory& operator=(const device_memory&) = delete;
    ~device_memory();

    /// @return 256-byte aligned; null if the address space is exhausted
    void* allocate(std::size_t bytes, int device);
    /// @return false if the address is not the start of an allocation
    bool release(void* address);

    /// The allocation that the address lies in; null if in none.
    allocation* find(const void* address);
    /// The allocation that begins closest below the address, for messages; null if there is none.
    const allocation* nearest_below(const void* address) const;

    /// The first of these bytes that nothing has written; null if all have been.
    static const std::uint8_t* find_unwritten(allocation& in, std::size_t offset, std::size_t bytes);
    /// Sets bytes, as cudaMemset does. Zeros take no memory of the machine.
    void fill(void* address, int value, std::size_t bytes);
    /// Copies from outside have written these bytes, as far as they lie in an allocation.
    void mark_written(const void* address, std::size_t bytes);
    /// @throws fault, naming `reader`, if a byte that lies in an allocation has never been written, or if the range
    ///         begins in an allocation and reaches beyond it
    void require_written(const void* address, std::size_t bytes, std::string_view reader);
    /// @throws fault, naming `accessor`, if the range begins in an allocation and reaches beyond it
    void require_inside(const void* address, std::size_t bytes, std::string_view accessor);

    std::size_t bytes_in_use(int device) const;
    /// One line for each allocation that is still there.
    std::vector<std::string> describe_live() const;

    /// Clears the records of the last accesses of all bytes.
    void forget_accesses();

private:
    std::map<const std::byte*, std::unique_ptr<allocation>> allocations_;
    allocation* last_found_ = nullptr;
};

}  // namespace softknee_emulator
