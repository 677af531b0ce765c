// SPDX-License-Identifier: Apache-2.0
/// Prints a hash of what each kernel makes of fixed inputs, as CSV: one row for each activation at its default
/// parameters, pass, dtype and layout, which is one kernel of the device; those with parameter tensors have the layout
/// channelwise, and the kernel that adds their partial sums is called sums.
///
/// Usage: softknee_output_hashes --device|--cpu [ACTIVATION...]
///
/// input_hash is of the activation's text and the inputs, output_hash of the output; both are 64-bit FNV-1a with all
/// NaNs equal. Exits with 77 if there is no device, with 1 for an error.
#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include <softknee/softknee.hpp>

#include "../device_patterns.hpp"
#include "channel_rows.hpp"
#include "fixed_inputs.hpp"
#include "fnv1a.hpp"

namespace softknee::test {
namespace {

/// ctest takes this exit status for a test that was skipped.
constexpr int skipped = 77;

enum class layout { contiguous, strided, list };
constexpr layout layouts[] = {layout::contiguous, layout::strided, layout::list};

constexpr std::string_view name_of(layout how) {
    constexpr std::string_view names[] = {"contiguous", "strided", "list"};
    return names[static_cast<int>(how)];
}

/// The inputs of one dtype, which all activations share.
struct call_inputs {
    explicit call_inputs(dtype type) : values(fixed_patterns(type)), dy(seeded_patterns(type, 2)) {}

    bit_patterns values;  ///< x, or the saved tensor
    bit_patterns dy;
};

/// Three rows, in the inputs one beside the other: neither dimension can be merged with the other.
const tensor_shape transposed(std::array{std::int64_t(3), fixed_count / 3},
                              std::array{std::int64_t(1), std::int64_t(3)});
const tensor_shape rows(std::array{std::int64_t(3), fixed_count / 3});
const tensor_shape flat(std::array{fixed_count});

/// Two members: the first third of the elements and the rest.
template <class View, class Patterns>
std::vector<View> members_of(Patterns& patterns) {
    constexpr std::int64_t first = fixed_count / 3;
    return {patterns.view(tensor_shape(std::array{first}), 0),
            patterns.view(tensor_shape(std::array{fixed_count - first}), first)};
}

saved_tensor make_saved(saved_kind kind, const const_tensor_view& view) {
    return kind == saved_kind::input ? from_input(view) : from_output(view);
}

template <class Patterns>
void call_list(const activation& activation, saved_kind kind, Patterns& values, Patterns& dy, Patterns& output,
               stream_ref stream) {
    const auto inputs = members_of<const_tensor_view>(values);
    const auto outputs = members_of<tensor_view>(output);
    if (kind == saved_kind::nothing) return forward(activation, inputs, outputs, stream);
    std::vector<saved_tensor> saved;
    for (const const_tensor_view& view : inputs) saved.push_back(make_saved(kind, view));
    backward(activation, saved, members_of<const_tensor_view>(dy), outputs, stream);
}

/// The only difference between CPU and device is where the views lie.
template <class Patterns>
void call(const activation& activation, saved_kind kind, layout how, Patterns& values, Patterns& dy, Patterns& output,
          stream_ref stream) {
    if (how == layout::list) return call_list(activation, kind, values, dy, output, stream);
    const tensor_shape& input_shape = how == layout::strided ? transposed : flat;
    const tensor_shape& output_shape = how == layout::strided ? rows : flat;
    if (kind == saved_kind::nothing) {
        forward(activation, values.view(input_shape, 0), output.view(output_shape, 0), stream);
    } else {
        backward(activation, make_saved(kind, values.view(input_shape, 0)), dy.view(input_shape, 0),
                 output.view(output_shape, 0), stream);
    }
}

bit_patterns compute_on_cpu(const activation& activation, saved_kind kind, layout how, call_inputs& inputs) {
    bit_patterns output(inputs.values.type(), fixed_count);
    call(activation, kind, how, inputs.values, inputs.dy, output, {});
    return output;
}

bit_patterns compute_on_device(const activation& activation, saved_kind kind, layout how, call_inputs& inputs,
                               stream_ref stream) {
    device_patterns values(inputs.values, 0, stream);
    device_patterns dy(inputs.dy, 0, stream);
    bit_patterns zeros(inputs.values.type(), fixed_count);
    device_patterns output(zeros, 0, stream);
    call(activation, kind, how, values, dy, output, stream);
    return output.content();
}

/// @param kind  of the saved tensor of a backward call; nothing for a forward call
void print_row(const activation_information& information, saved_kind kind, layout how, call_inputs& inputs,
               const stream* device) {
    const activation& activation = information.default_activation;
    const bit_patterns output = device == nullptr ? compute_on_cpu(activation, kind, how, inputs)
                                                  : compute_on_device(activation, kind, how, inputs, *device);
    fnv1a input_hash, output_hash;
    input_hash.add(format(activation));
    input_hash.add(inputs.values);
    if (kind != saved_kind::nothing) input_hash.add(inputs.dy);
    output_hash.add(output);
    const std::string pass =
        kind == saved_kind::nothing ? "forward" : "backward_from_" + std::string(softknee::name_of(kind));
    std::printf("%s,%s,%s,%s,%016" PRIx64 ",%016" PRIx64 "\n", std::string(information.description.name).c_str(),
                pass.c_str(), std::string(softknee::name_of(output.type())).c_str(), std::string(name_of(how)).c_str(),
                input_hash.value(), output_hash.value());
}

void print_channel_row(const std::string& name, saved_kind kind, dtype type, const char* how, const fnv1a& inputs,
                       const fnv1a& outputs) {
    const std::string pass =
        kind == saved_kind::nothing ? "forward" : "backward_from_" + std::string(softknee::name_of(kind));
    std::printf("%s,%s,%s,%s,%016" PRIx64 ",%016" PRIx64 "\n", name.c_str(), pass.c_str(),
                std::string(softknee::name_of(type)).c_str(), how, inputs.value(), outputs.value());
}

template <class Activation>
void print_channel_rows(const std::string& name, const std::string& text, const Activation& activation,
                        std::size_t parameter_count, const std::vector<saved_kind>& kinds, call_inputs& inputs,
                        const stream* device) {
    for (const saved_kind kind : kinds) {
        channel_call_tensors t(inputs.values, inputs.dy, parameter_count);
        const bool is_backward = kind != saved_kind::nothing;
        const fnv1a input_hash = t.input_hash(text, is_backward);
        compute_channelwise(activation, kind, t, device);
        print_channel_row(name, kind, inputs.values.type(), "channelwise", input_hash, t.output_hash(is_backward));
    }
}

/// The second kernel, of which there is one for each type of sum, on its own: a bias's gradient of the identity.
void print_sums(call_inputs& inputs, const stream* device) {
    channel_call_tensors t(inputs.values, inputs.dy, 1);
    const fnv1a input_hash = t.input_hash("sums", true);
    compute_channelwise(biased{identity{}}, saved_kind::input, t, device);
    print_channel_row("sums", saved_kind::input, inputs.values.type(), "finish", input_hash, t.output_hash(true));
}

void print_learnables(const std::vector<std::string_view>& names, call_inputs& inputs, const stream* device) {
    const auto print = [&]<class L>(const L& activation) {
        const std::string name(L::description.name);
        if (!names.empty() && std::ranges::find(names, name) == names.end()) return;
        std::vector<saved_kind> kinds{saved_kind::nothing, saved_kind::input};
        if constexpr (requires { L::output_sums_are_scaled; }) kinds.push_back(saved_kind::output);
        print_channel_rows(name, name, learnable(activation), L::parameter_names.size(), kinds, inputs, device);
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (print(std::variant_alternative_t<I, learnable>{}), ...);
    }
    (std::make_index_sequence<std::variant_size_v<learnable>>());
}

void print_rows(const std::vector<std::string_view>& names, const stream* device) {
    std::printf("activation,pass,dtype,layout,input_hash,output_hash\n");
    for (const dtype type : all_dtypes) {
        call_inputs inputs(type);
        for (const activation_information& information : catalogue()) {
            if (!names.empty() && std::ranges::find(names, information.description.name) == names.end()) continue;
            for (const layout how : layouts) {
                print_row(information, saved_kind::nothing, how, inputs, device);
                for (const saved_kind kind : information.saved) {
                    // A derivative that depends on nothing has no kernel of its own.
                    if (kind != saved_kind::nothing) print_row(information, kind, how, inputs, device);
                }
            }
            std::vector<saved_kind> kinds{saved_kind::nothing, saved_kind::input};
            if (determines_derivative(information.default_activation, saved_kind::output)) {
                kinds.push_back(saved_kind::output);
            }
            print_channel_rows("biased_" + std::string(information.description.name),
                               format(information.default_activation), biased{information.default_activation}, 1, kinds,
                               inputs, device);
        }
        print_learnables(names, inputs, device);
        if (type == dtype::float32 || type == dtype::float64) print_sums(inputs, device);
    }
}

}  // namespace
}  // namespace softknee::test

int main(int argc, char** argv) {
    const std::vector<std::string_view> arguments(argv + 1, argv + argc);
    if (arguments.empty() || (arguments[0] != "--device" && arguments[0] != "--cpu")) {
        std::fprintf(stderr, "usage: softknee_output_hashes --device|--cpu [ACTIVATION...]\n");
        return EXIT_FAILURE;
    }
    const std::vector<std::string_view> names(arguments.begin() + 1, arguments.end());
    try {
        if (arguments[0] == "--cpu") {
            softknee::test::print_rows(names, nullptr);
        } else {
            const softknee::stream stream;
            softknee::test::print_rows(names, &stream);
        }
    } catch (const softknee::no_device_error& error) {
        std::fprintf(stderr, "skipped, there is no CUDA device: %s\n", error.what());
        return softknee::test::skipped;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "softknee_output_hashes: %s\n", error.what());
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
