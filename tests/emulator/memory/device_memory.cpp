// SPDX-License-Identifier: Apache-2.0
#include <emulator/memory/device_memory.hpp>

#include <algorithm>
#include <cstring>

#include <emulator/fault.hpp>

namespace softknee_emulator {
namespace {

constexpr std::size_t page_bytes = 4096;
/// cudaMalloc promises this alignment; an allocation here has it and none that is greater.
constexpr std::size_t alignment = 256;

std::size_t mapped_bytes(std::size_t bytes) {
    return (alignment + bytes + page_bytes - 1) / page_bytes * page_bytes + 2 * page_bytes;
}

std::byte* map_with_guards(std::size_t bytes) {
    const std::size_t mapped = mapped_bytes(bytes);
    void* pages = mmap(nullptr, mapped, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (pages == MAP_FAILED) return nullptr;
    auto* first = static_cast<std::byte*>(pages) + page_bytes;
    mprotect(first, mapped - 2 * page_bytes, PROT_READ | PROT_WRITE);
    return first + alignment;
}

void unmap_with_guards(std::byte* data, std::size_t bytes) {
    munmap(data - alignment - page_bytes, mapped_bytes(bytes));
}

std::string size_text(std::size_t bytes) {
    return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
}

}  // namespace

allocation::allocation(std::byte* first_byte, std::size_t size, int owner)
    : data(first_byte), bytes(size), device(owner), written(size), last_write(size), last_read(size) {}

device_memory::~device_memory() {
    for (const auto& [data, entry] : allocations_) unmap_with_guards(entry->data, entry->bytes);
}

void* device_memory::allocate(std::size_t bytes, int device) {
    if (bytes > std::size_t(1) << 46) return nullptr;
    std::byte* data = map_with_guards(bytes);
    if (data == nullptr) return nullptr;
    try {
        allocations_.emplace(data, std::make_unique<allocation>(data, bytes, device));
    } catch (const std::bad_alloc&) {
        unmap_with_guards(data, bytes);
        return nullptr;
    }
    return data;
}

bool device_memory::release(void* address) {
    const auto found = allocations_.find(static_cast<std::byte*>(address));
    if (found == allocations_.end()) return false;
    last_found_ = nullptr;
    unmap_with_guards(found->second->data, found->second->bytes);
    allocations_.erase(found);
    return true;
}

allocation* device_memory::find(const void* address) {
    const auto* byte = static_cast<const std::byte*>(address);
    const auto holds = [byte](const allocation& a) { return byte >= a.data && byte < a.data + a.bytes; };
    if (last_found_ != nullptr && holds(*last_found_)) return last_found_;
    auto after = allocations_.upper_bound(byte);
    if (after == allocations_.begin()) return nullptr;
    allocation& below = *(--after)->second;
    return holds(below) ? last_found_ = &below : nullptr;
}

const allocation* device_memory::nearest_below(const void* address) const {
    const auto after = allocations_.upper_bound(static_cast<const std::byte*>(address));
    return after == allocations_.begin() ? nullptr : std::prev(after)->second.get();
}

const std::uint8_t* device_memory::find_unwritten(allocation& in, std::size_t offset, std::size_t bytes) {
    if (in.all_written) return nullptr;
    return static_cast<const std::uint8_t*>(std::memchr(&in.written[offset], 0, bytes));
}

void device_memory::fill(void* address, int value, std::size_t bytes) {
    auto* const begin = static_cast<std::byte*>(address);
    const auto misaligned = reinterpret_cast<std::uintptr_t>(begin) % page_bytes;
    const std::size_t to_page = std::min(bytes, misaligned == 0 ? 0 : page_bytes - misaligned);
    const std::size_t pages = value == 0 ? (bytes - to_page) / page_bytes * page_bytes : 0;
    std::memset(begin, value, to_page);
    // Anonymous pages that are given back are zero when they are next read.
    if (pages != 0) madvise(begin + to_page, pages, MADV_DONTNEED);
    std::memset(begin + to_page + pages, value, bytes - to_page - pages);
    mark_written(address, bytes);
}

void device_memory::mark_written(const void* address, std::size_t bytes) {
    allocation* const found = find(address);
    if (found == nullptr || bytes == 0) return;
    const std::size_t first = static_cast<std::size_t>(static_cast<const std::byte*>(address) - found->data);
    if (bytes >= found->bytes) {
        found->all_written = true;
    } else {
        std::memset(&found->written[first], 1, std::min(bytes, found->bytes - first));
    }
}

void device_memory::require_inside(const void* address, std::size_t bytes, std::string_view accessor) {
    const allocation* const found = find(address);
    if (found == nullptr) return;
    const std::size_t first = static_cast<std::size_t>(static_cast<const std::byte*>(address) - found->data);
    if (bytes <= found->bytes - first) return;
    throw fault(std::string(accessor) + " reaches " + size_text(bytes - (found->bytes - first)) +
                " beyond an allocation of " + size_text(found->bytes));
}

void device_memory::require_written(const void* address, std::size_t bytes, std::string_view reader) {
    require_inside(address, bytes, reader);
    allocation* const found = find(address);
    if (found == nullptr || bytes == 0) return;
    const std::size_t first = static_cast<std::size_t>(static_cast<const std::byte*>(address) - found->data);
    const std::uint8_t* const never = find_unwritten(*found, first, bytes);
    if (never == nullptr) return;
    const auto byte = static_cast<std::size_t>(never - found->written.data());
    throw fault(std::string(reader) + " reads byte " + std::to_string(byte) + " of an allocation of " +
                size_text(found->bytes) + ", which nothing has written");
}

std::size_t device_memory::bytes_in_use(int device) const {
    std::size_t sum = 0;
    for (const auto& [data, entry] : allocations_) {
        if (entry->device == device) sum += entry->bytes;
    }
    return sum;
}

std::vector<std::string> device_memory::describe_live() const {
    std::vector<std::string> lines;
    for (const auto& [data, entry] : allocations_) {
        lines.push_back(size_text(entry->bytes) + " on device " + std::to_string(entry->device));
    }
    return lines;
}

void device_memory::forget_accesses() {
    for (const auto& [data, entry] : allocations_) {
        entry->last_write.clear();
        entry->last_read.clear();
    }
}

}  // namespace softknee_emulator
