// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/division.hpp>
#include <softknee/math/exponential.hpp>
#include <softknee/math/extremes.hpp>
#include <softknee/math/gate_slope_double.hpp>
#include <softknee/math/gate_slope_float.hpp>
#include <softknee/math/gelu_tanh.hpp>
#include <softknee/math/hyperbolic.hpp>
#include <softknee/math/logarithm.hpp>
#include <softknee/math/normal.hpp>
#include <softknee/math/operations.hpp>
#include <softknee/math/platform.hpp>
#include <softknee/math/polynomial.hpp>
#include <softknee/math/quotient.hpp>
#include <softknee/math/real.hpp>
#include <softknee/math/root.hpp>
#include <softknee/math/scaled_exponential.hpp>
#include <softknee/math/sigmoid.hpp>
#include <softknee/math/sigmoid_gate.hpp>
#include <softknee/math/swish.hpp>
#include <softknee/math/two.hpp>
