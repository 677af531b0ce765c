// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <softknee/catalogue.hpp>
#include <softknee/evaluate.hpp>
#include <softknee/saved_tensor.hpp>
#include <softknee/tensor_view.hpp>

#include "bench_place.hpp"

namespace softknee::bench {

/// A pass over a contiguous tensor that is taken as a list of consecutive ones: in one call for the list, and in a call
/// for each member. Their counts differ by one element at most, so that most of them are not aligned.
class list_call {
public:
    /// @param saved  x, or y for the backward pass from it
    /// @param dy     unused in the forward pass
    list_call(const activation& activation, pass direction, const tensor_view& saved, const tensor_view& dy,
              const tensor_view& result, int members);

    void together(const bench_place& place) const;
    void one_by_one(const bench_place& place) const;

private:
    activation activation_;
    pass direction_;
    std::vector<const_tensor_view> x_;
    std::vector<saved_tensor> saved_;
    std::vector<const_tensor_view> dy_;
    std::vector<tensor_view> result_;
};

}  // namespace softknee::bench
