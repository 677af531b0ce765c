// SPDX-License-Identifier: Apache-2.0
#include <host/overlap.hpp>

#include <algorithm>
#include <cstdlib>

#include <host/collapse.hpp>
#include <host/fixed_list.hpp>

namespace softknee::host {
namespace {

/// Integers step * i with 0 <= i <= last.
struct progression {
    std::int64_t step;
    std::int64_t last;
};

/// Those of two tensors.
using progression_list = fixed_list<progression, 2 * maximum_rank>;

/// The offsets of a view's elements, in bytes from `base`, as a sum of progressions with positive steps.
struct offsets {
    std::int64_t base;
    fixed_list<progression, maximum_rank> terms;

    explicit offsets(const const_tensor_view& view)
        : base(static_cast<std::int64_t>(reinterpret_cast<std::intptr_t>(view.data()))) {
        const std::int64_t bytes = static_cast<std::int64_t>(size_of(view.type()));
        for (int d = 0; d < view.shape().rank(); ++d) {
            const std::int64_t step = view.shape().stride(d) * bytes;
            const std::int64_t last = view.shape().size(d) - 1;
            if (last == 0 || step == 0) continue;
            if (step < 0) base += step * last;
            terms.push_back({std::abs(step), last});
        }
    }

    std::int64_t reach() const {
        std::int64_t sum = 0;
        for (const progression& term : terms) sum += term.step * term.last;
        return sum;
    }
};

/// Looks for values of the terms whose sum lies in [low, high], largest step first: the smaller terms can only make up
/// for what is left, so few values of each term come into question.
class sum_search {
public:
    explicit sum_search(const progression_list& terms) : terms_(terms) {
        std::ranges::sort(terms_, std::greater<>(), &progression::step);
        for (std::size_t i = terms_.size(); i-- > 0;) reach_[i] = reach_[i + 1] + terms_[i].step * terms_[i].last;
    }

    /// True if there is such a sum, or if the search was given up.
    bool may_reach(std::int64_t low, std::int64_t high, std::size_t first = 0) {
        if (low > high || high < 0 || low > reach_[first]) return false;
        if (low <= 0) return true;
        if (first == terms_.size()) return false;
        if (--steps_left_ < 0) return true;
        const auto [step, last] = terms_[first];
        const std::int64_t least = std::max<std::int64_t>(0, (low - reach_[first + 1] + step - 1) / step);
        const std::int64_t most = std::min(last, high / step);
        for (std::int64_t i = most; i >= least; --i) {
            if (may_reach(low - i * step, high - i * step, first + 1)) return true;
        }
        return false;
    }

private:
    progression_list terms_;
    std::array<std::int64_t, 2 * maximum_rank + 1> reach_{};
    int steps_left_ = 10000;
};

}  // namespace

extent::extent(const const_tensor_view& view)
    : begin(static_cast<std::int64_t>(reinterpret_cast<std::intptr_t>(view.data()))) {
    const std::int64_t bytes = static_cast<std::int64_t>(size_of(view.type()));
    end = begin + bytes;
    for (int d = 0; d < view.shape().rank(); ++d) {
        const std::int64_t reach = view.shape().stride(d) * bytes * (view.shape().size(d) - 1);
        (reach < 0 ? begin : end) += reach;
    }
}

bool identical(const const_tensor_view& a, const const_tensor_view& b) {
    if (a.data() != b.data() || a.type() != b.type() || !std::ranges::equal(a.shape().sizes(), b.shape().sizes()))
        return false;
    for (int d = 0; d < a.shape().rank(); ++d) {
        if (a.shape().size(d) > 1 && a.shape().stride(d) != b.shape().stride(d)) return false;
    }
    return true;
}

bool certainly_disjoint(const const_tensor_view& a, const const_tensor_view& b) {
    if (a.count() == 0 || b.count() == 0) return true;
    // Most tensors lie apart, which costs little to see: the rest took a sixth of the time of a small call.
    const extent extent_of_a(a);
    const extent extent_of_b(b);
    if (extent_of_a.end <= extent_of_b.begin || extent_of_b.end <= extent_of_a.begin) return true;
    const offsets of_a(a);
    const offsets of_b(b);
    const std::int64_t a_bytes = static_cast<std::int64_t>(size_of(a.type()));
    const std::int64_t b_bytes = static_cast<std::int64_t>(size_of(b.type()));
    // b's terms count backwards from their ends: (a + i) - (b + j) = (a - b - reach of b) + i + (reach of b - j).
    progression_list terms;
    for (const offsets& of : {of_a, of_b}) {
        for (const progression& term : of.terms) terms.push_back(term);
    }
    const std::int64_t difference = of_a.base - of_b.base - of_b.reach();
    return !sum_search(terms).may_reach(-difference - a_bytes + 1, -difference + b_bytes - 1);
}

bool certainly_injective(const const_tensor_view& view) {
    if (view.count() <= 1 || is_contiguous(view.shape())) return true;
    for (int d = 0; d < view.shape().rank(); ++d) {
        if (view.shape().size(d) > 1 && view.shape().stride(d) == 0) return false;
    }
    offsets o(view);
    std::ranges::sort(o.terms, std::less<>(), &progression::step);
    std::int64_t reach = static_cast<std::int64_t>(size_of(view.type())) - 1;
    for (const progression& term : o.terms) {
        if (term.step <= reach) return false;
        reach += term.step * term.last;
    }
    return true;
}

}  // namespace softknee::host
