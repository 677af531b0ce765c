// SPDX-License-Identifier: Apache-2.0
#include "apply_command.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include <softknee/buffer.hpp>
#include <softknee/catalogue.hpp>
#include <softknee/pointwise.hpp>
#include <softknee/saved_tensor.hpp>
#include <softknee/stream.hpp>

#include "npy.hpp"

namespace softknee::tool {
namespace {

struct apply_options {
    std::string activation;
    std::string input;
    std::string output;
    bool backward = false;
    std::string saved = "input";
    std::string gradient;
    bool bfloat16 = false;
    bool device = false;
};

tensor_view host_view_of(npy_array& array) {
    return {array.data.data(), array.type, memory::host, array.shape()};
}

/// The array's elements in device memory, in the array's order.
class device_array {
public:
    device_array(npy_array& array, stream_ref stream)
        : memory_(array.data.size(), stream), type_(array.type), shape_(array.shape()) {
        copy(host_elements(array), device_elements(), stream);
    }

    tensor_view view() const { return {memory_.data(), type_, memory::device, shape_}; }

    void copy_back(npy_array& array, stream_ref stream) const {
        copy(device_elements(), host_elements(array), stream);
        stream.synchronize();
    }

private:
    tensor_shape elements() const { return tensor_shape(std::array{shape_.count()}); }
    tensor_view host_elements(npy_array& array) const { return {array.data.data(), type_, memory::host, elements()}; }
    tensor_view device_elements() const { return {memory_.data(), type_, memory::device, elements()}; }

    device_memory memory_;
    dtype type_;
    tensor_shape shape_;
};

/// Replaces x by y.
void apply_forward(const activation& activation, npy_array& x, bool on_device) {
    if (!on_device) return forward(activation, host_view_of(x), host_view_of(x));
    const stream stream;
    const device_array device_x(x, stream);
    forward(activation, device_x.view(), device_x.view(), stream);
    device_x.copy_back(x, stream);
}

/// Replaces the saved tensor by dx, so that dx has its order.
void apply_backward(const activation& activation, saved_kind kind, npy_array& saved, npy_array& dy, bool on_device) {
    if (!on_device) {
        const tensor_view view = host_view_of(saved);
        return backward(activation, saved_tensor(kind, view), host_view_of(dy), view);
    }
    const stream stream;
    const device_array device_saved(saved, stream);
    const device_array device_dy(dy, stream);
    backward(activation, saved_tensor(kind, device_saved.view()), device_dy.view(), device_saved.view(), stream);
    device_saved.copy_back(saved, stream);
}

npy_array read_gradient(const apply_options& options, const npy_array& saved) {
    npy_array dy = read_npy(options.gradient, options.bfloat16);
    if (dy.type != saved.type) {
        throw npy_error(options.gradient + ": dtype: got " + std::string(name_of(dy.type)) + ", expected " +
                        std::string(name_of(saved.type)) + ", the dtype of " + options.input);
    }
    if (dy.header.shape != saved.header.shape) {
        throw npy_error(options.gradient + ": shape: got " + to_string(dy.header.shape) + ", expected " +
                        to_string(saved.header.shape) + ", the shape of " + options.input);
    }
    return dy;
}

int apply(const apply_options& options) {
    const activation chosen = parse(options.activation);
    npy_array array = read_npy(options.input, options.bfloat16);
    if (options.backward) {
        npy_array dy = read_gradient(options, array);
        const auto kind = options.saved == name_of(saved_kind::output) ? saved_kind::output : saved_kind::input;
        apply_backward(chosen, kind, array, dy, options.device);
    } else {
        apply_forward(chosen, array, options.device);
    }
    write_npy(options.output, array);
    return exit_success;
}

}  // namespace

command add_apply_command(CLI::App& application) {
    auto* parser = application.add_subcommand("apply", "Applies an activation, or its backward pass, to a .npy file");
    const auto options = std::make_shared<apply_options>();
    parser->add_option("ACTIVATION", options->activation, "such as gelu or \"elu(alpha=0.5)\"")->required();
    parser->add_option("INPUT", options->input, "x; with --backward the saved tensor")->required();
    parser->add_option("OUTPUT", options->output, "y, or dx; an existing file is replaced if all went well")
        ->required();
    auto* backward = parser->add_flag("--backward", options->backward, "compute dx = dy * derivative");
    auto* gradient = parser->add_option("--gradient", options->gradient, "dy, of the input's shape and dtype");
    parser->add_option("--saved", options->saved, "what INPUT is: the input or the output of the forward pass")
        ->check(CLI::IsMember({"input", "output"}))
        ->capture_default_str()
        ->needs(backward);
    gradient->needs(backward);
    backward->needs(gradient);
    parser->add_flag("--bfloat16", options->bfloat16, "take arrays of 16-bit words as bfloat16");
    parser->add_flag("--device", options->device, "compute on the CUDA device");
    parser->footer(
        "Arrays: little-endian float16, float32 and float64 ('<f2', '<f4', '<f8') in C or Fortran order, up to 8\n"
        "dimensions. NumPy has no bfloat16: with --bfloat16, arrays of dtype uint16 ('<u2') or of the dtype of "
        "ml_dtypes\n"
        "('<V2', '|V2') hold bfloat16 bits. The output has the version, dtype and order of INPUT.\n"
        "\n"
        "Examples:\n"
        "  softknee apply gelu x.npy y.npy\n"
        "  softknee apply \"elu(alpha=0.5)\" x.npy y.npy --device\n"
        "  softknee apply elu y.npy dx.npy --backward --saved output --gradient dy.npy");
    return {parser, [options] { return apply(*options); }};
}

}  // namespace softknee::tool
