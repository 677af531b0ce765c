// SPDX-License-Identifier: Apache-2.0
#include "device_transform.hpp"

#include <cub/device/device_transform.cuh>

#include "runtime_status.hpp"

namespace softknee::bench {
namespace {

struct copy_bits {
    template <class Bits>
    __device__ Bits operator()(Bits bits) const {
        return bits;
    }
    template <class Bits>
    __device__ Bits operator()(Bits first, Bits second) const {
        return static_cast<Bits>(first ^ second);
    }
};

template <class Bits>
void transform(const plain_transfer& transfer, stream_ref on) {
    const auto* first = reinterpret_cast<const Bits*>(transfer.first);
    const auto* second = reinterpret_cast<const Bits*>(transfer.second);
    auto* result = reinterpret_cast<Bits*>(transfer.result);
    const std::int64_t count = transfer.bytes / static_cast<std::int64_t>(sizeof(Bits));
    if (second == nullptr) {
        check(cub::DeviceTransform::Transform(first, result, count, copy_bits{}, on.get()), "cub::DeviceTransform");
    } else {
        check(
            cub::DeviceTransform::Transform(cuda::std::make_tuple(first, second), result, count, copy_bits{}, on.get()),
            "cub::DeviceTransform");
    }
}

}  // namespace

void run_transform(const plain_transfer& moved, dtype type, stream_ref on) {
    switch (size_of(type)) {
        case 2:
            return transform<std::uint16_t>(moved, on);
        case 4:
            return transform<std::uint32_t>(moved, on);
        default:
            return transform<std::uint64_t>(moved, on);
    }
}

}  // namespace softknee::bench
