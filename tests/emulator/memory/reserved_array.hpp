// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <utility>

namespace softknee_emulator {

/// An array of zeros of a trivial type whose pages are taken from the system when they are first written.
template <class T>
class reserved_array {
public:
    reserved_array() = default;
    /// @throws std::bad_alloc if the address space is exhausted
    explicit reserved_array(std::size_t size) : size_(size) {
        if (size == 0) return;
        void* pages =
            mmap(nullptr, size * sizeof(T), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (pages == MAP_FAILED) throw std::bad_alloc();
        data_ = static_cast<T*>(pages);
    }
    reserved_array(reserved_array&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
    reserved_array& operator=(reserved_array&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~reserved_array() {
        if (data_ != nullptr) munmap(data_, size_ * sizeof(T));
    }

    T* data() { return data_; }
    const T* data() const { return data_; }
    std::size_t size() const { return size_; }
    T& operator[](std::size_t i) { return data_[i]; }

    /// Zeros again, and the pages given back.
    void clear() {
        if (data_ != nullptr) madvise(data_, size_ * sizeof(T), MADV_DONTNEED);
    }

private:
    T* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace softknee_emulator
