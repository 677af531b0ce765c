// SPDX-License-Identifier: Apache-2.0
#include "backend_case.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "activation_node.hpp"

namespace conformance {

namespace {

template <class Message>
Message read(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    Message message;
    if (!stream || !message.ParseFromIstream(&stream)) throw std::runtime_error(file.string() + ": cannot be read");
    return message;
}

/// input_0.pb, input_1.pb ... or output_0.pb ...
std::vector<tensor> read_tensors(const std::filesystem::path& folder, const std::string& prefix) {
    std::vector<tensor> result;
    for (int i = 0;; ++i) {
        const auto file = folder / (prefix + std::to_string(i) + ".pb");
        if (!std::filesystem::exists(file)) return result;
        result.push_back(to_tensor(read<onnx::TensorProto>(file)));
    }
}

}  // namespace

backend_case::backend_case(const std::filesystem::path& directory)
    : directory_(directory), model_(read<onnx::ModelProto>(directory / "model.onnx")) {}

std::string backend_case::name() const {
    return group() + '/' + directory_.filename().string();
}

std::string backend_case::group() const {
    return directory_.parent_path().filename().string();
}

bool backend_case::has_activation() const {
    const auto is_identity = [](const onnx::NodeProto& node) { return node.op_type() == "Identity"; };
    return std::ranges::all_of(graph().node(), is_identity) ||
           std::ranges::any_of(graph().node(),
                               [&](const onnx::NodeProto& node) { return is_activation(node) && !is_identity(node); });
}

std::vector<backend_case::data_set> backend_case::data_sets() const {
    const auto check_type = [](const onnx::ValueInfoProto& value) {
        if (!value.type().has_tensor_type()) throw unsupported(value.name() + " is no tensor");
    };
    std::ranges::for_each(graph().input(), check_type);
    std::ranges::for_each(graph().output(), check_type);
    std::vector<data_set> result;
    for (int i = 0;; ++i) {
        const auto folder = directory_ / ("test_data_set_" + std::to_string(i));
        if (!std::filesystem::exists(folder)) return result;
        result.push_back({read_tensors(folder, "input_"), read_tensors(folder, "output_")});
    }
}

std::vector<backend_case> cases_with_activations() {
    std::vector<std::filesystem::path> directories;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(SOFTKNEE_ONNX_TEST_DATA)) {
        if (entry.path().filename() == "model.onnx") directories.push_back(entry.path().parent_path());
    }
    std::ranges::sort(directories);
    std::vector<backend_case> result;
    for (const auto& directory : directories) {
        backend_case candidate(directory);
        if (candidate.has_activation()) result.push_back(std::move(candidate));
    }
    return result;
}

}  // namespace conformance
