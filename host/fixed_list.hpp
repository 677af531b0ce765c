// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <stdexcept>

namespace softknee::host {

/// Up to `Capacity` values without the heap, for what every call goes through: with vectors, allocating was half of the
/// time of a small call.
template <class T, std::size_t Capacity>
class fixed_list {
public:
    fixed_list() = default;
    fixed_list(std::initializer_list<T> values) {
        for (const T& value : values) push_back(value);
    }

    /// @throws std::length_error if the list is full
    void push_back(const T& value) {
        if (size_ == Capacity) throw std::length_error("fixed_list: full");
        values_[size_++] = value;
    }

    T* begin() { return values_.data(); }
    T* end() { return values_.data() + size_; }
    const T* begin() const { return values_.data(); }
    const T* end() const { return values_.data() + size_; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    T& operator[](std::size_t i) { return values_[i]; }
    const T& operator[](std::size_t i) const { return values_[i]; }
    T& back() { return values_[size_ - 1]; }
    operator std::span<const T>() const { return {values_.data(), size_}; }

private:
    std::array<T, Capacity> values_{};
    std::size_t size_ = 0;
};

}  // namespace softknee::host
