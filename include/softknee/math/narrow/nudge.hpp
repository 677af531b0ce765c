// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/storage_type.hpp>
#include <softknee/math/platform.hpp>
#include <softknee/math/real.hpp>

namespace softknee::math::narrow {

/// a * b + nudge, for a nudge that is there to decide ties in a result of which 16 bits remain: in bfloat16 mostly a
/// subnormal number, or 0, which may be missing where the product is 0; in float16 a normal one, which is no matter.
///
/// On a processor whose multiplications take 150 cycles with a subnormal operand, the smallest normal number takes the
/// place of a smaller nudge where the product is large. The bits are the same: an exact product of 2^-61 or more is a
/// multiple of 2^-108, and so is what separates its roundings, so all that matters of a smaller addend is its sign.
/// It takes a fifth of the time of gelu in bfloat16 with AVX-512.
template <class Real>
SOFTKNEE_FUNCTION Real fma_nudged(Real a, Real b, Real nudge) {
#if SOFTKNEE_ON_DEVICE
    return fma(a, b, nudge);
#else
    if constexpr (!is_bfloat16<Real>) return fma(a, b, nudge);
    const Real product = a * b;
    const Real normal = select(nudge == Real(0), nudge, copysign(at_least(abs(nudge), Real(0x1p-126)), nudge));
    const Real small = select(product == Real(0), Real(0), nudge);
    return fma(a, b, select(abs(product) >= Real(0x1p-60), normal, small));
#endif
}

}  // namespace softknee::math::narrow
