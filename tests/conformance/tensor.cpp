// SPDX-License-Identifier: Apache-2.0
#include "tensor.hpp"

#include <cstring>
#include <functional>
#include <numeric>

namespace conformance {

tensor to_tensor(const onnx::TensorProto& message) {
    if (message.data_type() != onnx::TensorProto::FLOAT) {
        throw unsupported("a tensor of " + onnx::TensorProto::DataType_Name(
                                               static_cast<onnx::TensorProto::DataType>(message.data_type())));
    }
    tensor result;
    result.sizes.assign(message.dims().begin(), message.dims().end());
    if (message.has_raw_data()) {
        result.values.resize(message.raw_data().size() / sizeof(float));
        std::memcpy(result.values.data(), message.raw_data().data(), result.values.size() * sizeof(float));
    } else {
        result.values.assign(message.float_data().begin(), message.float_data().end());
    }
    const auto count = std::accumulate(result.sizes.begin(), result.sizes.end(), std::int64_t{1}, std::multiplies<>());
    if (static_cast<std::int64_t>(result.values.size()) != count) {
        throw std::runtime_error("tensor " + message.name() + ": its values do not fill its sizes");
    }
    return result;
}

}  // namespace conformance
