// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <kernels/channel_call.hpp>
#include <kernels/scalar_access.hpp>

namespace softknee::kernels::cpu {

/// The parameters of a call by group, in the compute type.
template <class Scalar>
class group_parameters {
public:
    explicit group_parameters(const channel_call& call) : call_(call) {}

    bool are_read(int k) const { return call_.parameters[static_cast<std::size_t>(k)].values != nullptr; }

    Scalar of(int k, std::int64_t group) const {
        const channel_parameter& parameter = call_.parameters[static_cast<std::size_t>(k)];
        std::int64_t offset = 0;
        for (int d = call_.group_rank - 1; d > 0; --d) {
            offset +=
                group % call_.group_sizes[static_cast<std::size_t>(d)] * parameter.strides[static_cast<std::size_t>(d)];
            group /= call_.group_sizes[static_cast<std::size_t>(d)];
        }
        return load_scalar<Scalar>(parameter.values, parameter.type, offset + group * parameter.strides[0]);
    }

    /// Those of `count` elements from number `position` of a sample on, the sample being repeated.
    void expand(int k, std::int64_t position, std::int64_t count, Scalar* target) const {
        std::int64_t group = position / call_.plane;
        std::int64_t left = call_.plane - position % call_.plane;
        for (std::int64_t i = 0; i < count;) {
            const Scalar value = of(k, group);
            for (const std::int64_t end = left < count - i ? i + left : count; i < end; ++i) target[i] = value;
            left = call_.plane;
            if (++group == call_.groups) group = 0;
        }
    }

private:
    const channel_call& call_;
};

}  // namespace softknee::kernels::cpu
