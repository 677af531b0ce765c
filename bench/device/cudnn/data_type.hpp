// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cudnn.h>

#include <softknee/dtype.hpp>

namespace softknee::bench {

constexpr cudnnDataType_t cudnn_type_of(dtype type) {
    switch (type) {
        case dtype::float16:
            return CUDNN_DATA_HALF;
        case dtype::bfloat16:
            return CUDNN_DATA_BFLOAT16;
        case dtype::float32:
            return CUDNN_DATA_FLOAT;
        case dtype::float64:
            return CUDNN_DATA_DOUBLE;
    }
    return CUDNN_DATA_FLOAT;
}

}  // namespace softknee::bench
