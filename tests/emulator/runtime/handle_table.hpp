// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <map>
#include <memory>

#include <emulator/runtime/refusal.hpp>

namespace softknee_emulator::runtime {

/// The objects of one kind that a program holds handles of. A handle is a number that is given out once, so that one of
/// a destroyed object, or of an object of another kind, is always recognised.
template <class Handle, class Object>
class handle_table {
public:
    /// @param kind  differs between the tables; handles of a table begin with it
    explicit handle_table(std::uintptr_t kind) : next_(kind << 32) {}

    Handle add(std::shared_ptr<Object> object) {
        const auto handle = reinterpret_cast<Handle>(next_ += 16);
        objects_.emplace(handle, std::move(object));
        return handle;
    }
    /// Refuses with the error if there is no such object.
    const std::shared_ptr<Object>& find(Handle handle, cudaError_t error = cudaErrorInvalidResourceHandle) const {
        const auto place = objects_.find(handle);
        require(place != objects_.end(), error);
        return place->second;
    }
    /// Takes an object out; it lives on as long as somebody else holds it.
    void remove(Handle handle) { objects_.erase(handle); }
    const std::map<Handle, std::shared_ptr<Object>>& all() const { return objects_; }

private:
    std::uintptr_t next_;
    std::map<Handle, std::shared_ptr<Object>> objects_;
};

}  // namespace softknee_emulator::runtime
