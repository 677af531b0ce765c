// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>

#include <cudnn.h>

#include "status.hpp"

namespace softknee::bench {

/// A descriptor of cuDNN's graph interface: attributes are set, then it is finalized.
class backend_descriptor {
public:
    /// @throws cudnn_error, as all that follow
    explicit backend_descriptor(cudnnBackendDescriptorType_t type) {
        cudnnBackendDescriptor_t created = nullptr;
        check(cudnnBackendCreateDescriptor(type, &created), "cudnnBackendCreateDescriptor");
        held_.reset(created);
    }

    template <class Value, std::size_t Count>
    void set_all(cudnnBackendAttributeName_t name, cudnnBackendAttributeType_t type,
                 std::span<const Value, Count> values) {
        const auto count = static_cast<std::int64_t>(values.size());
        check(cudnnBackendSetAttribute(get(), name, type, count, values.data()), "cudnnBackendSetAttribute");
    }
    template <class Value>
    requires std::is_scalar_v<Value>
    void set(cudnnBackendAttributeName_t name, cudnnBackendAttributeType_t type, const Value& value) {
        set_all(name, type, std::span<const Value>(&value, 1));
    }
    void set(cudnnBackendAttributeName_t name, const backend_descriptor& part) {
        set(name, CUDNN_TYPE_BACKEND_DESCRIPTOR, part.get());
    }

    void finalize() { check(cudnnBackendFinalize(get()), "cudnnBackendFinalize"); }

    /// @param most  what `values` has room for
    /// @return how many there are
    template <class Value>
    std::int64_t read(cudnnBackendAttributeName_t name, cudnnBackendAttributeType_t type, std::int64_t most,
                      Value* values) const {
        std::int64_t count = 0;
        check(cudnnBackendGetAttribute(get(), name, type, most, &count, values), "cudnnBackendGetAttribute");
        return count;
    }

    cudnnBackendDescriptor_t get() const { return held_.get(); }

private:
    struct release {
        void operator()(void* held) const { cudnnBackendDestroyDescriptor(held); }
    };
    std::unique_ptr<void, release> held_;
};

}  // namespace softknee::bench
