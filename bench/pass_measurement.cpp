// SPDX-License-Identifier: Apache-2.0
#include "pass_measurement.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>

namespace softknee::bench {

measurement pass_bench::run(const measured_pass& pass, const measure_options& options) {
    std::vector<ceiling_arm> candidates = place_.ceilings(pass.transfer, pass.type, pass.through);
    std::string& fastest = fastest_for(pass);
    const bool first = fastest.empty();
    if (!first) std::erase_if(candidates, [&](const ceiling_arm& candidate) { return candidate.name != fastest; });

    std::vector<arm> arms;
    arms.push_back(place_.timed(pass.call, pass.through));
    for (const ceiling_arm& candidate : candidates) arms.push_back(candidate.timed);
    for (const peer_arm& peer : pass.peers) arms.push_back(peer.timed);
    arms.push_back(arms.front());
    const std::vector<timing> timings = measure(arms, options);

    std::vector<measured_ceiling> measured;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        measured.push_back({candidates[i].name, timings[i + 1], candidates[i].moved});
    }
    const measured_ceiling ceiling = *std::ranges::max_element(measured, {}, &measured_ceiling::bytes_per_second);
    if (first) std::ranges::copy(measured, std::back_inserter(ceilings_));
    fastest = ceiling.name;

    std::vector<measured_peer> peers;
    for (std::size_t i = 0; i < pass.peers.size(); ++i) {
        peers.push_back({pass.peers[i].name, timings[1 + candidates.size() + i]});
    }

    const double median = timings.front().median_s;
    const double again = timings.back().median_s;
    const double rate = static_cast<double>(pass.moved.total_bytes()) / median;
    return {.activation = timings.front(),
            .ceiling = ceiling,
            .bytes_per_second = rate,
            .ceiling_fraction = rate / ceiling.bytes_per_second(),
            .noise = std::abs(median - again) / std::min(median, again),
            .cost = place_.cost_of(pass.call),
            .peers = peers};
}

}  // namespace softknee::bench
