// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/buffer.hpp>
#include <softknee/catalogue.hpp>
#include <softknee/dtype.hpp>
#include <softknee/error.hpp>
#include <softknee/execution.hpp>
#include <softknee/pointwise.hpp>
#include <softknee/saved_tensor.hpp>
#include <softknee/stream.hpp>
#include <softknee/tensor_view.hpp>
