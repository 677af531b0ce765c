// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/memory_pool.hpp>

#include <map>

#include <emulator/runtime/call.hpp>
#include <emulator/runtime/device.hpp>
#include <emulator/runtime/handle_table.hpp>
#include <emulator/runtime/immortal.hpp>

namespace softknee_emulator::runtime {
namespace {

struct pool_table {
    handle_table<cudaMemPool_t, memory_pool> pools{0x700};
    std::map<int, cudaMemPool_t> default_pools;
    std::map<int, cudaMemPool_t> current_pools;
};

cudaMemPool_t default_pool(int device) {
    auto& table = immortal<pool_table>();
    find_device(device);
    const auto [place, is_new] = table.default_pools.try_emplace(device);
    if (is_new) place->second = table.pools.add(std::make_shared<memory_pool>(memory_pool{device}));
    return place->second;
}

cudaMemPool_t current_pool(int device) {
    const auto& chosen = immortal<pool_table>().current_pools;
    const auto place = chosen.find(device);
    return place == chosen.end() ? default_pool(device) : place->second;
}

/// The number that an attribute stands for.
struct pool_attribute {
    std::uint64_t* wide = nullptr;
    int* narrow = nullptr;
    bool may_be_set = true;  ///< to anything; a maximum can be set to 0 alone
};

pool_attribute find_attribute(memory_pool& pool, cudaMemPoolAttr attribute) {
    switch (attribute) {
        case cudaMemPoolReuseFollowEventDependencies:
            return {nullptr, &pool.reuse_follow_event_dependencies};
        case cudaMemPoolReuseAllowOpportunistic:
            return {nullptr, &pool.reuse_allow_opportunistic};
        case cudaMemPoolReuseAllowInternalDependencies:
            return {nullptr, &pool.reuse_allow_internal_dependencies};
        case cudaMemPoolAttrReleaseThreshold:
            return {&pool.release_threshold};
        case cudaMemPoolAttrReservedMemCurrent:
        case cudaMemPoolAttrUsedMemCurrent:
            return {&pool.used_bytes, nullptr, false};
        case cudaMemPoolAttrReservedMemHigh:
        case cudaMemPoolAttrUsedMemHigh:
            return {&pool.most_used_bytes, nullptr, false};
    }
    refuse(cudaErrorInvalidValue);
}

bool is_maximum(cudaMemPoolAttr attribute) {
    return attribute == cudaMemPoolAttrReservedMemHigh || attribute == cudaMemPoolAttrUsedMemHigh;
}

}  // namespace

const std::shared_ptr<memory_pool>& find_pool(cudaMemPool_t handle) {
    return immortal<pool_table>().pools.find(handle, cudaErrorInvalidValue);
}

const std::shared_ptr<memory_pool>& pool_of_device(int device) {
    return find_pool(current_pool(device));
}

}  // namespace softknee_emulator::runtime

using namespace softknee_emulator::runtime;

cudaError_t cudaDeviceGetDefaultMemPool(cudaMemPool_t* pool, int device) {
    return call(__func__, [&] {
        require(pool != nullptr);
        *pool = default_pool(device);
    });
}

cudaError_t cudaDeviceGetMemPool(cudaMemPool_t* pool, int device) {
    return call(__func__, [&] {
        require(pool != nullptr);
        *pool = current_pool(device);
    });
}

cudaError_t cudaDeviceSetMemPool(int device, cudaMemPool_t pool) {
    return call(__func__, [&] {
        find_device(device);
        require(find_pool(pool)->device == device);
        immortal<pool_table>().current_pools[device] = pool;
    });
}

cudaError_t cudaMemPoolCreate(cudaMemPool_t* pool, const cudaMemPoolProps* properties) {
    return call(__func__, [&] {
        require(pool != nullptr && properties != nullptr);
        require(properties->allocType == cudaMemAllocationTypePinned);
        require(properties->handleTypes == cudaMemHandleTypeNone, cudaErrorNotSupported);
        require(properties->location.type == cudaMemLocationTypeDevice, cudaErrorNotSupported);
        const int device = find_device(properties->location.id).ordinal;
        *pool = immortal<pool_table>().pools.add(std::make_shared<memory_pool>(memory_pool{device}));
    });
}

cudaError_t cudaMemPoolDestroy(cudaMemPool_t pool) {
    return call(__func__, [&] {
        auto& table = immortal<pool_table>();
        const int device = find_pool(pool)->device;
        require(default_pool(device) != pool);
        // A device whose current pool is destroyed goes back to its default pool.
        if (current_pool(device) == pool) table.current_pools.erase(device);
        table.pools.remove(pool);
    });
}

cudaError_t cudaMemPoolTrimTo(cudaMemPool_t pool, std::size_t) {
    return call(__func__, [&] { find_pool(pool); });
}

cudaError_t cudaMemPoolGetAttribute(cudaMemPool_t pool, cudaMemPoolAttr attribute, void* value) {
    return call(__func__, [&] {
        require(value != nullptr);
        const pool_attribute found = find_attribute(*find_pool(pool), attribute);
        if (found.wide != nullptr) {
            *static_cast<std::uint64_t*>(value) = *found.wide;
        } else {
            *static_cast<int*>(value) = *found.narrow;
        }
    });
}

cudaError_t cudaMemPoolSetAttribute(cudaMemPool_t pool, cudaMemPoolAttr attribute, void* value) {
    return call(__func__, [&] {
        require(value != nullptr);
        memory_pool& found_pool = *find_pool(pool);
        const pool_attribute found = find_attribute(found_pool, attribute);
        if (found.narrow != nullptr) {
            *found.narrow = *static_cast<int*>(value);
        } else if (found.may_be_set) {
            *found.wide = *static_cast<std::uint64_t*>(value);
        } else {
            // A maximum is set to 0 to begin anew from what is in use; what is in use now cannot be set.
            require(is_maximum(attribute) && *static_cast<std::uint64_t*>(value) == 0);
            found_pool.most_used_bytes = found_pool.used_bytes;
        }
    });
}
