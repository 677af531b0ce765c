// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include <softknee/tensor_view.hpp>

namespace softknee {

/// What a forward pass kept for the backward pass. Each activation says which of these determine its derivative.
enum class saved_kind { nothing, input, output };

constexpr std::string_view name_of(saved_kind kind) {
    switch (kind) {
        case saved_kind::nothing:
            return "nothing";
        case saved_kind::input:
            return "input";
        case saved_kind::output:
            return "output";
    }
    return "";
}

/// A saved tensor, made by `from_input`, `from_output` or `from_nothing`.
class saved_tensor {
public:
    saved_tensor(saved_kind kind, std::optional<const_tensor_view> view) : kind_(kind), view_(view) {}

    saved_kind kind() const noexcept { return kind_; }
    const std::optional<const_tensor_view>& view() const noexcept { return view_; }

private:
    saved_kind kind_;
    std::optional<const_tensor_view> view_;
};

/// The input of the forward pass: it determines every derivative.
inline saved_tensor from_input(const_tensor_view x) {
    return {saved_kind::input, x};
}

/// The output of the forward pass, as stored: the input need not be kept. Values outside the range of the function are
/// taken as the nearest end of that range.
inline saved_tensor from_output(const_tensor_view y) {
    return {saved_kind::output, y};
}

/// For `identity`, whose derivative depends on nothing.
inline saved_tensor from_nothing() {
    return {saved_kind::nothing, std::nullopt};
}

}  // namespace softknee
