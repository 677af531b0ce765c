// SPDX-License-Identifier: Apache-2.0
#include "peers.hpp"

namespace softknee::bench {

std::vector<cudnn_program> cudnn_peers::programs_for(const compared_pass&) {
    return {};
}

}  // namespace softknee::bench
