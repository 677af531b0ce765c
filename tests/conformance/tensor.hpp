// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace conformance {

/// A case asks for something that is not softknee's: it is skipped, and the reason is listed.
class unsupported : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A row-major float32 tensor on the host.
struct tensor {
    std::vector<std::int64_t> sizes;
    std::vector<float> values;
};

/// @throws unsupported if the element type is not float32; std::runtime_error if the values do not fill the sizes.
tensor to_tensor(const onnx::TensorProto& message);

}  // namespace conformance
