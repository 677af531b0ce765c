// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cfenv>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace softknee::kernels {

/// Rounding to nearest, subnormals kept and no traps while this object lives: a caller may have set otherwise
/// (libraries built with -ffast-math switch flushing on for the whole process), and the bits must not depend on it.
class default_floating_point_environment {
public:
    default_floating_point_environment(const default_floating_point_environment&) = delete;
    default_floating_point_environment& operator=(const default_floating_point_environment&) = delete;

#if defined(__x86_64__)
    default_floating_point_environment() : saved_(_mm_getcsr()) {
        _mm_setcsr(_MM_MASK_MASK);
    }
    ~default_floating_point_environment() {
        _mm_setcsr(saved_);
    }

private:
    unsigned saved_;
#else
    default_floating_point_environment() {
        std::fegetenv(&saved_);
        std::fesetenv(FE_DFL_ENV);
    }
    ~default_floating_point_environment() {
        std::fesetenv(&saved_);
    }

private:
    std::fenv_t saved_;
#endif
};

}  // namespace softknee::kernels
