// SPDX-License-Identifier: Apache-2.0
#include "recorded_sweep.hpp"

#include <algorithm>

#include <accuracy/fingerprint.hpp>

namespace softknee::tool {

using softknee_accuracy::sweep_row;

namespace {

/// Inputs between two records: some seconds.
constexpr std::uint64_t part = std::uint64_t(1) << 27;

}  // namespace

sweep_row recorded_sweep(softknee_accuracy::sweep_request request, check_record& record,
                         const softknee_accuracy::sweep_progress& progress) {
    const std::uint64_t total = softknee_accuracy::input_count(request);
    const std::uint64_t fingerprint = softknee_accuracy::fingerprint(request);
    recorded_row recorded = record.find(request, total, fingerprint)
                                .value_or(recorded_row{.row = {}, .total = total, .fingerprint = fingerprint});
    while (recorded.done < total) {
        request.first = recorded.done;
        request.count = std::min(part, total - recorded.done);
        const sweep_row row = softknee_accuracy::sweep(
            request, [&](std::uint64_t done, std::uint64_t) { progress(recorded.done + done, total); });
        if (recorded.done == 0) {
            recorded.row = row;
        } else {
            softknee_accuracy::add(recorded.row, row);
        }
        recorded.done += request.count;
        record.keep(recorded);
    }
    return recorded.row;
}

}  // namespace softknee::tool
