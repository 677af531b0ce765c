// SPDX-License-Identifier: Apache-2.0
#include "peers.hpp"

#include "function.hpp"
#include "graph.hpp"
#include "legacy.hpp"
#include "status.hpp"

namespace softknee::bench {
namespace {

/// @return null if cuDNN does not start
std::shared_ptr<cudnnContext> started_on(stream_ref stream) {
    cudnnHandle_t created = nullptr;
    if (cudnnCreate(&created) != CUDNN_STATUS_SUCCESS) return nullptr;
    std::shared_ptr<cudnnContext> handle(created, cudnnDestroy);
    return cudnnSetStream(created, stream.get()) == CUDNN_STATUS_SUCCESS ? handle : nullptr;
}

}  // namespace

std::vector<cudnn_program> cudnn_peers::programs_for(const compared_pass& which) {
    const auto has = [&](cudnn_interface interface) {
        return find_cudnn_call(interface, which.function, which.direction).has_value();
    };
    if (!has(cudnn_interface::legacy) && !has(cudnn_interface::graph)) return {};
    if (!handle_) handle_ = started_on(stream_);
    if (*handle_ == nullptr) return {};

    std::vector<cudnn_program> result;
    const auto offer = [&](const char* name, const auto& make) {
        try {
            const slot_call call = make();
            if (call == nullptr) return;
            call(0);
            result.push_back({name, call});
        } catch (const cudnn_error&) {
            // Not for this dtype or size.
        }
    };
    offer("cuDNN", [&] { return make_legacy_call(*handle_, which); });
    offer("cuDNN graph", [&] { return make_graph_call(*handle_, which, stream_); });
    return result;
}

}  // namespace softknee::bench
