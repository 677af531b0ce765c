// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <bench/measure.hpp>
#include <softknee/catalogue.hpp>
#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>

namespace softknee_peers {

struct pointwise_question {
    std::vector<softknee::activation> activations;
    std::vector<softknee::dtype> types;
    std::vector<std::int64_t> counts;
    std::vector<int> threads;
    softknee::bench::measure_options how;
};

/// One pass over `count` elements: how long a call takes, of softknee, of each peer that has the pass, and of copies
/// with the same ratio of bytes read to bytes written.
struct pointwise_answer {
    std::string activation;
    softknee::pass direction;
    softknee::dtype type;
    std::int64_t count;
    int threads;
    std::map<std::string, softknee::bench::timing> timings;  ///< "softknee", "oneDNN", "textbook", "copy", ...
};

/// Times every pass that at least one peer has, in turns within one process; calls `report` as answers come, and
/// `announce` with what is measured next.
void compare_pointwise(const pointwise_question& question, const std::function<void(const std::string&)>& announce,
                       const std::function<void(const pointwise_answer&)>& report);

}  // namespace softknee_peers
