// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>
#include <filesystem>
#include <string>
#include <vector>

#include "tensor.hpp"

namespace conformance {

/// One of ONNX's backend test cases: a model with inputs and the outputs that they give.
class backend_case {
public:
    /// @param directory  holds model.onnx and test_data_set_0, test_data_set_1 ...
    /// @throws std::runtime_error if there is no readable model
    explicit backend_case(const std::filesystem::path& directory);

    /// "node/test_elu"
    std::string name() const;
    /// "node", "pytorch-converted" ...
    std::string group() const;
    const onnx::GraphProto& graph() const { return model_.graph(); }
    /// Whether the case is softknee's to answer for: it has an activation. Identity counts only where it stands alone,
    /// since models for everything else use it as glue.
    bool has_activation() const;

    struct data_set {
        std::vector<tensor> inputs;
        std::vector<tensor> outputs;
    };
    /// @throws unsupported if a tensor is not of float32, or is a sequence or an optional
    std::vector<data_set> data_sets() const;

private:
    std::filesystem::path directory_;
    onnx::ModelProto model_;
};

/// Every case with an activation below the folder of the installed test data, in the order of its names.
std::vector<backend_case> cases_with_activations();

}  // namespace conformance
