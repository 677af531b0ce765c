// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/biased.hpp>
#include <softknee/buffer.hpp>
#include <softknee/catalogue.hpp>
#include <softknee/channelwise.hpp>
#include <softknee/dtype.hpp>
#include <softknee/error.hpp>
#include <softknee/execution.hpp>
#include <softknee/learnable.hpp>
#include <softknee/parameter_view.hpp>
#include <softknee/pointwise.hpp>
#include <softknee/saved_tensor.hpp>
#include <softknee/stream.hpp>
#include <softknee/tensor_list.hpp>
#include <softknee/tensor_view.hpp>
#include <softknee/workspace.hpp>
