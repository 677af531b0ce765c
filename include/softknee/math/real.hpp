// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>

#include <softknee/math/operations.hpp>

/// The vocabulary, and the only arithmetic, that activations are written in.
namespace softknee::math {

/// The scalar type of a register: float or double itself, or the element type of a SIMD register.
template <class Register>
struct scalar_of_register {
    using type = typename Register::scalar;
};
template <>
struct scalar_of_register<float> {
    using type = float;
};
template <>
struct scalar_of_register<double> {
    using type = double;
};

/// A number that an activation computes with: one value on the GPU, several lanes on the CPU.
///
/// @tparam Register  float, double, or a SIMD register of them: what the arithmetic is done in.
/// @tparam Storage   the type that the result will be rounded to. A form may depend on it where the last rounding would
///                   otherwise meet a tie that the exact result does not have.
///
/// Operators are single IEEE 754 operations, never contracted and never flushed. Comparisons give a mask: bool, or one
/// per lane; masks combine with & and |, and `select` reads them.
template <class Register, class Storage>
struct real {
    using register_type = Register;
    using storage_type = Storage;
    using scalar = typename scalar_of_register<Register>::type;

    Register value;

    real() = default;
    /// A constant in every lane, rounded to the scalar type.
    template <class Constant>
    requires std::is_arithmetic_v<Constant> SOFTKNEE_FUNCTION constexpr real(Constant constant)
        : value(static_cast<scalar>(constant)) {}

    SOFTKNEE_FUNCTION static real of(Register register_value) {
        real result;
        result.value = register_value;
        return result;
    }

    SOFTKNEE_FUNCTION friend real operator+(real a, real b) {
        using operations::add;
        return of(add(a.value, b.value));
    }
    SOFTKNEE_FUNCTION friend real operator-(real a, real b) {
        using operations::subtract;
        return of(subtract(a.value, b.value));
    }
    SOFTKNEE_FUNCTION friend real operator*(real a, real b) {
        using operations::multiply;
        return of(multiply(a.value, b.value));
    }
    SOFTKNEE_FUNCTION friend real operator-(real a) {
        using operations::negate;
        return of(negate(a.value));
    }
    SOFTKNEE_FUNCTION friend auto operator<(real a, real b) {
        using operations::less;
        return less(a.value, b.value);
    }
    SOFTKNEE_FUNCTION friend auto operator<=(real a, real b) {
        using operations::less_equal;
        return less_equal(a.value, b.value);
    }
    SOFTKNEE_FUNCTION friend auto operator>(real a, real b) { return b < a; }
    SOFTKNEE_FUNCTION friend auto operator>=(real a, real b) { return b <= a; }
    SOFTKNEE_FUNCTION friend auto operator==(real a, real b) {
        using operations::equal;
        return equal(a.value, b.value);
    }
};

template <class Real>
inline constexpr bool is_double = sizeof(typename Real::scalar) == 8;

/// a * b + c, rounded once.
template <class Register, class Storage>
SOFTKNEE_FUNCTION real<Register, Storage> fma(real<Register, Storage> a,
                                              std::type_identity_t<real<Register, Storage>> b,
                                              std::type_identity_t<real<Register, Storage>> c) {
    using operations::fma;
    return real<Register, Storage>::of(fma(a.value, b.value, c.value));
}

/// c - a * b, rounded once. As fma(-a, b, c), which GCC 12 makes a negation and an fma of wherever -a is needed twice.
template <class Register, class Storage>
SOFTKNEE_FUNCTION real<Register, Storage> subtract_product(real<Register, Storage> c,
                                                           std::type_identity_t<real<Register, Storage>> a,
                                                           std::type_identity_t<real<Register, Storage>> b) {
    if constexpr (requires { subtract_product(c.value, a.value, b.value); }) {
        return real<Register, Storage>::of(subtract_product(c.value, a.value, b.value));
    } else {
        return fma(-a, b, c);
    }
}

/// a * b - c, rounded once. As fma(a, b, -c), for the same reason.
template <class Register, class Storage>
SOFTKNEE_FUNCTION real<Register, Storage> product_less(real<Register, Storage> a,
                                                       std::type_identity_t<real<Register, Storage>> b,
                                                       std::type_identity_t<real<Register, Storage>> c) {
    if constexpr (requires { product_less(a.value, b.value, c.value); }) {
        return real<Register, Storage>::of(product_less(a.value, b.value, c.value));
    } else {
        return fma(a, b, -c);
    }
}

template <class Register, class Storage>
SOFTKNEE_FUNCTION real<Register, Storage> abs(real<Register, Storage> a) {
    using operations::absolute;
    return real<Register, Storage>::of(absolute(a.value));
}

template <class Mask, class Register, class Storage>
SOFTKNEE_FUNCTION real<Register, Storage> select(Mask condition, real<Register, Storage> if_true,
                                                 std::type_identity_t<real<Register, Storage>> if_false) {
    using operations::select;
    return real<Register, Storage>::of(select(condition, if_true.value, if_false.value));
}

template <class Mask, class Register, class Storage>
SOFTKNEE_FUNCTION real<Register, Storage> select(Mask condition, double if_true, real<Register, Storage> if_false) {
    return select(condition, real<Register, Storage>(if_true), if_false);
}

/// The bit pattern, as an unsigned integer or lanes of it.
template <class Register, class Storage>
SOFTKNEE_FUNCTION auto as_bits(real<Register, Storage> a) {
    using operations::as_bits;
    return as_bits(a.value);
}

template <class Real, class Bits>
SOFTKNEE_FUNCTION Real from_bits(Bits bits) {
    using operations::from_bits;
    return Real::of(from_bits(bits));
}

/// max(a, bound) for a bound that is not NaN; a NaN in `a` passes through. With a bound of +0, the sign of a result
/// that is 0 is not defined.
template <class Register, class Storage>
SOFTKNEE_FUNCTION real<Register, Storage> at_least(real<Register, Storage> a,
                                                   std::type_identity_t<real<Register, Storage>> bound) {
    using operations::at_least;
    return real<Register, Storage>::of(at_least(a.value, bound.value));
}

/// min(a, bound) for a bound that is not NaN; a NaN in `a` passes through. With a bound of -0, the sign of a result
/// that is 0 is not defined.
template <class Register, class Storage>
SOFTKNEE_FUNCTION real<Register, Storage> at_most(real<Register, Storage> a,
                                                  std::type_identity_t<real<Register, Storage>> bound) {
    using operations::at_most;
    return real<Register, Storage>::of(at_most(a.value, bound.value));
}

/// Facts about the scalar type that a Real computes in.
template <class Real>
struct format {
    using bits = operations::bits_of<typename Real::scalar>;
    static constexpr int mantissa_bits = is_double<Real> ? 52 : 23;
    static constexpr int exponent_bias = is_double<Real> ? 1023 : 127;
    static constexpr bits sign_bit = bits(1) << (sizeof(bits) * 8 - 1);
    static constexpr bits one = bits(exponent_bias) << mantissa_bits;
    /// The distance from 1 to the next number.
    static constexpr double epsilon = is_double<Real> ? 0x1p-52 : 0x1p-23;
    static constexpr double smallest_subnormal = is_double<Real> ? 0x1p-1074 : 0x1p-149;
};

template <class Real>
SOFTKNEE_FUNCTION constexpr Real infinity() {
    return Real(__builtin_inf());
}
template <class Real>
SOFTKNEE_FUNCTION constexpr Real not_a_number() {
    return Real(__builtin_nan(""));
}

/// The magnitude of `a` with the sign of `sign`.
template <class Real>
SOFTKNEE_FUNCTION Real copysign(Real a, std::type_identity_t<Real> sign) {
    if constexpr (std::is_floating_point_v<typename Real::register_type>) {
        return Real::of(operations::with_sign_of(a.value, sign.value));
    } else if constexpr (requires { with_sign_of(a.value, sign.value); }) {
        return Real::of(with_sign_of(a.value, sign.value));
    } else {
        constexpr auto sign_bit = format<Real>::sign_bit;
        return from_bits<Real>((as_bits(a) & ~sign_bit) | (as_bits(sign) & sign_bit));
    }
}

/// The power of two at or below |a|, for a normal number a.
template <class Real>
SOFTKNEE_FUNCTION Real leading_power_of_two(Real a) {
    using bits = typename format<Real>::bits;
    constexpr bits mantissa = (bits(1) << format<Real>::mantissa_bits) - 1;
    return from_bits<Real>(as_bits(a) & ~(format<Real>::sign_bit | mantissa));
}

/// 1 / p for a power of two p, both normal.
template <class Real>
SOFTKNEE_FUNCTION Real reciprocal_of_power_of_two(Real p) {
    return from_bits<Real>(typename format<Real>::bits(2 * format<Real>::one) - as_bits(p));
}

}  // namespace softknee::math
