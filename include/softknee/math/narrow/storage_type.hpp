// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>

#include <softknee/dtype.hpp>
#include <softknee/math/real.hpp>

/// Forms for results that are rounded to 16 bits: as short as the type allows, and correctly rounded for every one of
/// the 65,536 inputs. The last places of their coefficients come from a search over all inputs
/// (softknee_narrow_forms in scripts/coefficients/narrow, which begins with what the scripts there print), so no
/// coefficient can be improved on its own.
namespace softknee::math {

/// Whether results are rounded to float16 or bfloat16.
template <class Real>
inline constexpr bool is_narrow = sizeof(typename Real::storage_type) == 2;

namespace narrow {

template <class Real>
inline constexpr bool is_bfloat16 = std::is_same_v<typename Real::storage_type, bfloat16>;

}  // namespace narrow

}  // namespace softknee::math
