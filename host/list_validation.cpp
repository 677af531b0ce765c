// SPDX-License-Identifier: Apache-2.0
#include <host/list_validation.hpp>

#include <algorithm>

#include <host/overlap.hpp>
#include <host/validation.hpp>
#include <softknee/error.hpp>

namespace softknee::host {
namespace {

struct placed_tensor {
    extent bytes;
    const const_tensor_view* view;
    std::string_view name;
    std::size_t member;
    bool is_output;

    placed_tensor(const const_tensor_view& tensor, std::string_view called, std::size_t number, bool written)
        : bytes(tensor), view(&tensor), name(called), member(number), is_output(written) {}
};

/// Those with elements, in the order of their first bytes.
std::vector<placed_tensor> placed(const tensor_list& list) {
    std::vector<placed_tensor> result;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list.outputs[i].count() == 0) continue;
        result.emplace_back(list.outputs[i], list.output_name, i, true);
        for (const tensor_list::input& input : list.inputs) {
            if (input.tensors[i] != nullptr) result.emplace_back(*input.tensors[i], input.name, i, false);
        }
    }
    std::ranges::sort(result, {}, [](const placed_tensor& tensor) { return tensor.bytes.begin; });
    return result;
}

/// A tensor is compared with those alone that begin before its end: a comparison of all with all takes 10 ms for a list
/// of a thousand.
void validate_members_disjoint(const tensor_list& list) {
    const std::vector<placed_tensor> tensors = placed(list);
    const auto check = [&](const placed_tensor& output, const placed_tensor& other) {
        if (certainly_disjoint(*output.view, *other.view)) return;
        const std::string output_name = numbered(output.name, output.member);
        const std::string other_name = numbered(other.name, other.member);
        validate_disjoint(list.function, {output_name, *output.view}, {other_name, *other.view});
    };
    for (auto first = tensors.begin(); first != tensors.end(); ++first) {
        for (auto second = first + 1; second != tensors.end() && second->bytes.begin < first->bytes.end; ++second) {
            if (first->member == second->member) continue;
            if (first->is_output) {
                check(*first, *second);
            } else if (second->is_output) {
                check(*second, *first);
            }
        }
    }
}

}  // namespace

std::string numbered(std::string_view name, std::size_t member) {
    return std::string(name) + "[" + std::to_string(member) + "]";
}

int validate_list(const tensor_list& list, std::span<const int> devices) {
    const auto has_elements = [](const tensor_view& output) { return output.count() > 0; };
    const auto found = std::ranges::find_if(list.outputs, has_elements);
    if (found == list.outputs.end()) return -1;
    const auto first = static_cast<std::size_t>(found - list.outputs.begin());
    const std::string first_name = numbered(list.output_name, first);
    for (std::size_t i = first + 1; i < list.size(); ++i) {
        if (!has_elements(list.outputs[i])) continue;
        const std::string name = numbered(list.output_name, i);
        validate_same_memory(list.function, {name, list.outputs[i]}, {first_name, list.outputs[first]});
        if (devices[i] != devices[first]) {
            throw placement_error(std::string(list.function), name, "memory of device " + std::to_string(devices[i]),
                                  "memory of device " + std::to_string(devices[first]) + ", as for " + first_name);
        }
    }
    validate_members_disjoint(list);
    return devices[first];
}

}  // namespace softknee::host
