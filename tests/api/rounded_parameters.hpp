// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "activations.hpp"
#include "storage_conversion.hpp"

namespace softknee::test {

/// The activation that is computed for data of `type`: each parameter rounded once, to what its declaration says.
inline activation rounded(const activation& exact, dtype type) {
    return std::visit(
        [type]<class A>(A concrete) -> activation {
            if constexpr (parameter_count < A >> 0) {
                const dtype compute = type == dtype::float64 ? dtype::float64 : dtype::float32;
                for (const auto& p : A::parameters()) {
                    const dtype to = p.rounding == parameter_rounding::to_storage_type ? type : compute;
                    concrete.*p.member = decode(to, encode(to, concrete.*p.member));
                }
            }
            return concrete;
        },
        exact);
}

}  // namespace softknee::test
