// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mpfr.h>

#include <utility>

namespace softknee_reference {

/// A real number in MPFR, rounded to nearest at the precision that is current when it is made.
///
/// The exponent range is far beyond every floating-point format: no over- or underflow of a format happens before the
/// final rounding.
class mpfr_number {
public:
    /// Bits of the significand of numbers made from now on in this thread, unless a `precision_scope` says otherwise.
    static constexpr mpfr_prec_t default_precision = 320;

    /// The precision of the numbers that this thread makes during the scope's life.
    class precision_scope {
    public:
        explicit precision_scope(mpfr_prec_t bits) : before_(current_precision()) { current_precision() = bits; }
        ~precision_scope() { current_precision() = before_; }
        precision_scope(const precision_scope&) = delete;
        precision_scope& operator=(const precision_scope&) = delete;

    private:
        mpfr_prec_t before_;
    };

    mpfr_number() { mpfr_init2(value_, current_precision()); }
    mpfr_number(int value) : mpfr_number() { mpfr_set_si(value_, value, MPFR_RNDN); }
    mpfr_number(double value) : mpfr_number() { mpfr_set_d(value_, value, MPFR_RNDN); }
    mpfr_number(long double value) : mpfr_number() { mpfr_set_ld(value_, value, MPFR_RNDN); }
    /// A decimal number, such as "1.702".
    explicit mpfr_number(const char* decimal) : mpfr_number() { mpfr_set_str(value_, decimal, 10, MPFR_RNDN); }
    mpfr_number(const mpfr_number& other) : mpfr_number() { mpfr_set(value_, other.value_, MPFR_RNDN); }
    mpfr_number(mpfr_number&& other) : mpfr_number() { mpfr_swap(value_, other.value_); }
    mpfr_number& operator=(mpfr_number other) noexcept {
        mpfr_swap(value_, other.value_);
        return *this;
    }
    ~mpfr_number() { mpfr_clear(value_); }

    mpfr_ptr get() noexcept { return value_; }
    mpfr_srcptr get() const noexcept { return value_; }
    long double to_long_double() const { return mpfr_get_ld(value_, MPFR_RNDN); }

    friend mpfr_number operator+(const mpfr_number& a, const mpfr_number& b) { return binary(mpfr_add, a, b); }
    friend mpfr_number operator-(const mpfr_number& a, const mpfr_number& b) { return binary(mpfr_sub, a, b); }
    friend mpfr_number operator*(const mpfr_number& a, const mpfr_number& b) { return binary(mpfr_mul, a, b); }
    friend mpfr_number operator/(const mpfr_number& a, const mpfr_number& b) { return binary(mpfr_div, a, b); }
    friend mpfr_number operator-(const mpfr_number& a) { return unary(mpfr_neg, a); }
    friend bool operator<(const mpfr_number& a, const mpfr_number& b) { return mpfr_less_p(a.value_, b.value_); }
    friend bool operator>(const mpfr_number& a, const mpfr_number& b) { return b < a; }
    friend bool operator<=(const mpfr_number& a, const mpfr_number& b) { return mpfr_lessequal_p(a.value_, b.value_); }
    friend bool operator>=(const mpfr_number& a, const mpfr_number& b) { return b <= a; }
    friend bool operator==(const mpfr_number& a, const mpfr_number& b) { return mpfr_equal_p(a.value_, b.value_); }

    friend mpfr_number abs(const mpfr_number& a) { return unary(mpfr_abs, a); }
    friend mpfr_number sqrt(const mpfr_number& a) { return unary(mpfr_sqrt, a); }
    friend mpfr_number exp(const mpfr_number& a) { return unary(mpfr_exp, a); }
    friend mpfr_number expm1(const mpfr_number& a) { return unary(mpfr_expm1, a); }
    friend mpfr_number log1p(const mpfr_number& a) { return unary(mpfr_log1p, a); }
    friend mpfr_number tanh(const mpfr_number& a) { return unary(mpfr_tanh, a); }
    friend mpfr_number sin(const mpfr_number& a) { return unary(mpfr_sin, a); }
    friend mpfr_number cos(const mpfr_number& a) { return unary(mpfr_cos, a); }
    friend mpfr_number cosh(const mpfr_number& a) { return unary(mpfr_cosh, a); }
    friend mpfr_number erfc(const mpfr_number& a) {
        const bool slow = a > mpfr_number(5) && a < mpfr_number(200);
        return slow ? erfc_by_continued_fraction(a) : unary(mpfr_erfc, a);
    }

    static mpfr_number pi() {
        mpfr_number result;
        mpfr_const_pi(result.value_, MPFR_RNDN);
        return result;
    }

    /// erfc z = e^(-z^2) / (sqrt(pi) (z + (1/2) / (z + (2/2) / (z + (3/2) / (z + ...))))), DLMF 7.9.3 on the imaginary
    /// axis. Where z is neither small nor very large, mpfr_erfc sums a power series and takes milliseconds.
    static mpfr_number erfc_by_continued_fraction(const mpfr_number& z) {
        const double bits = static_cast<double>(current_precision());
        const double at = mpfr_get_d(z.value_, MPFR_RNDN);
        // The n-th convergent is about e^(-2 z sqrt(2 n)) off, which asks for (bits ln 2)^2 / (8 z^2) terms.
        const int terms = static_cast<int>(bits / 4 + bits * bits / (16 * at * at));
        mpfr_number tail = z;
        for (int k = terms; k > 0; --k) tail = z + mpfr_number(k) / (mpfr_number(2) * tail);
        return exp(-z * z) / (sqrt(pi()) * tail);
    }

private:
    static mpfr_prec_t& current_precision() {
        thread_local mpfr_prec_t bits = default_precision;
        return bits;
    }

    template <class Function>
    static mpfr_number unary(Function function, const mpfr_number& a) {
        mpfr_number result;
        function(result.value_, a.value_, MPFR_RNDN);
        return result;
    }
    template <class Function>
    static mpfr_number binary(Function function, const mpfr_number& a, const mpfr_number& b) {
        mpfr_number result;
        function(result.value_, a.value_, b.value_, MPFR_RNDN);
        return result;
    }

    mpfr_t value_;
};

/// Releases what MPFR has cached for this thread at the end of a scope; for threads that end before the program does.
class mpfr_cache_scope {
public:
    mpfr_cache_scope() = default;
    ~mpfr_cache_scope() { mpfr_free_cache2(MPFR_FREE_LOCAL_CACHE); }
    mpfr_cache_scope(const mpfr_cache_scope&) = delete;
    mpfr_cache_scope& operator=(const mpfr_cache_scope&) = delete;
};

}  // namespace softknee_reference
