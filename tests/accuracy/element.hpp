// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include <softknee/evaluate.hpp>
#include <softknee/softknee.hpp>

#include "ulp.hpp"

namespace softknee_accuracy {

/// The pattern of the dtype's number that is nearest to the value.
inline std::uint64_t bits_of(softknee::dtype type, long double value) {
    return round_to(type, value).bits;
}

/// One element through the public interface.
class element {
public:
    element(const softknee::activation& activation, softknee::dtype type) : activation_(activation), type_(type) {}

    std::uint64_t forward(std::uint64_t x) const {
        std::uint64_t y = 0;
        softknee::forward(activation_, input(x), output(y));
        return y;
    }
    std::uint64_t backward(softknee::pass direction, std::uint64_t kept, std::uint64_t dy) const {
        std::uint64_t dx = 0;
        const auto view = input(kept);
        const auto saved = direction == softknee::pass::backward_from_output ? softknee::from_output(view)
                                                                             : softknee::from_input(view);
        softknee::backward(activation_, saved, input(dy), output(dx));
        return dx;
    }

private:
    static softknee::tensor_shape one() { return softknee::tensor_shape(std::array{std::int64_t(1)}); }
    softknee::const_tensor_view input(const std::uint64_t& bits) const {
        return {&bits, type_, softknee::memory::host, one()};
    }
    softknee::tensor_view output(std::uint64_t& bits) const { return {&bits, type_, softknee::memory::host, one()}; }

    softknee::activation activation_;
    softknee::dtype type_;
};

}  // namespace softknee_accuracy
