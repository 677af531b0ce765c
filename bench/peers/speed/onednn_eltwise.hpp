// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include <softknee/catalogue.hpp>
#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>

namespace softknee_peers {

/// Consecutive elements of one dtype: x, or the saved tensor and dy; y or dx.
struct eltwise_tensors {
    softknee::dtype type;
    std::int64_t count;
    void* saved;
    void* dy;
    void* output;
};

/// One pass of oneDNN's eltwise primitives on the CPU.
class onednn_eltwise {
public:
    /// Null if oneDNN has no such pass, as for float64, for float16 before version 3, or with these parameters.
    static std::unique_ptr<onednn_eltwise> find(const softknee::activation& activation, softknee::pass direction,
                                                const eltwise_tensors& tensors);
    ~onednn_eltwise();

    /// Returns when the work is done.
    void run();

private:
    struct primitives;
    explicit onednn_eltwise(std::unique_ptr<primitives> ready);
    std::unique_ptr<primitives> primitives_;
};

}  // namespace softknee_peers
