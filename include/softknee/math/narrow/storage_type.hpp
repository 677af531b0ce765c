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

/// The form of a function for results of 16 bits, or the one for all others.
template <class Real, template <class> class Narrow, template <class> class Wide>
using for_width = std::conditional_t<is_narrow<Real>, Narrow<Real>, Wide<Real>>;

namespace narrow {

template <class Real>
inline constexpr bool is_bfloat16 = std::is_same_v<typename Real::storage_type, bfloat16>;
template <class Real>
inline constexpr bool is_float16 = std::is_same_v<typename Real::storage_type, float16>;

}  // namespace narrow

}  // namespace softknee::math
