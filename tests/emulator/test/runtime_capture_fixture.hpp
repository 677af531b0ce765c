// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime_fixture.hpp"

namespace softknee_emulator::test {

/// A stream to capture, and memory for work on it.
class capture_test : public runtime_test {
protected:
    cudaError_t begin(cudaStream_t stream, cudaStreamCaptureMode mode = cudaStreamCaptureModeGlobal) {
        return cudaStreamBeginCapture(stream, mode);
    }
    /// Ends a capture, which must give a graph.
    void end(cudaStream_t stream) {
        cudaGraph_t graph = nullptr;
        EXPECT_EQ(cudaStreamEndCapture(stream, &graph), cudaSuccess);
        EXPECT_EQ(cudaGraphDestroy(graph), cudaSuccess);
    }
    /// Ends a capture, which must give none.
    cudaError_t fail_to_end(cudaStream_t stream) {
        cudaGraph_t graph = nullptr;
        const cudaError_t status = cudaStreamEndCapture(stream, &graph);
        EXPECT_EQ(graph, nullptr);
        return status;
    }
    cudaStreamCaptureStatus status_of(cudaStream_t stream) {
        cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
        EXPECT_EQ(cudaStreamIsCapturing(stream, &status), cudaSuccess);
        return status;
    }

    test_stream stream_;
    device_bytes memory_{16};
};

}  // namespace softknee_emulator::test
