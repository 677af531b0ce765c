// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <softknee/tensor_view.hpp>

namespace softknee::host {

/// The tensors of a call for a list: an output for each member, and as many of each input.
struct tensor_list {
    struct input {
        std::string_view name;
        std::vector<const const_tensor_view*> tensors;  ///< null where there is none
    };
    std::string_view function;
    std::string_view output_name;
    std::span<const tensor_view> outputs;
    std::vector<input> inputs;

    std::size_t size() const { return outputs.size(); }
};

/// "x[2]"
std::string numbered(std::string_view name, std::size_t member);

/// Checks what concerns tensors of different members, each of which is valid by itself.
///
/// @param devices  of the members, -1 for the host and for those without elements
/// @returns the device of all, or -1 for the host
/// @throws placement_error if two lie in different memories; overlap_error unless it is certain that no output shares a
///         byte with a tensor of another member
int validate_list(const tensor_list& list, std::span<const int> devices);

}  // namespace softknee::host
