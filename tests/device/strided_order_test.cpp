// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <kernels/cuda/layout.hpp>

/// In which order a strided kernel takes the elements. No result depends on it, the number of memory transactions does:
/// consecutive threads must handle what lies next to each other in the output.
namespace softknee::kernels::cuda {
namespace {

TEST(StridedOrder, TheInnermostDimensionComesFirst) {
    pointwise_call call{};
    call.direction = pass::backward_from_input;
    call.count = 2 * 3 * 5;
    call.rank = 3;
    call.sizes = {2, 3, 5};
    call.inputs[0].strides = {1, 2, 6};
    call.inputs[1].strides = {0, 0, 7};
    call.output.strides = {40, 10, 1};
    const strided_layout<float, 2> layout(call);
    ASSERT_EQ(layout.rank, 3);
    EXPECT_EQ(layout.dimensions[0].size, 5);
    EXPECT_EQ(layout.dimensions[0].output_stride, 1);
    EXPECT_EQ(layout.dimensions[0].input_strides[0], 6);
    EXPECT_EQ(layout.dimensions[0].input_strides[1], 7);
    EXPECT_EQ(layout.dimensions[1].size, 3);
    EXPECT_EQ(layout.dimensions[1].output_stride, 10);
    EXPECT_EQ(layout.dimensions[2].size, 2);
    EXPECT_EQ(layout.dimensions[2].output_stride, 40);
}

}  // namespace
}  // namespace softknee::kernels::cuda
