// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include <cuda_runtime_api.h>
#include <gtest/gtest.h>

#include <softknee/softknee.hpp>

#include "device_patterns.hpp"

/// Lists of tensors in shared launches: the bits of the CPU path, in as few launches as the list needs.
namespace softknee::test {
namespace {

/// Tensors of these counts, at offsets that have every alignment.
class device_list {
public:
    device_list(dtype type, std::span<const std::int64_t> counts, std::uint64_t seed, stream_ref stream) {
        for (std::size_t i = 0; i < counts.size(); ++i) {
            host_.push_back(random_patterns(type, counts[i], seed + i));
            device_.push_back(
                std::make_unique<device_patterns>(host_.back(), static_cast<std::int64_t>((seed + 5 * i) % 8), stream));
        }
    }

    std::size_t size() const { return host_.size(); }
    bit_patterns& on_host(std::size_t i) { return host_[i]; }
    device_patterns& on_device(std::size_t i) { return *device_[i]; }

    template <class View>
    std::vector<View> views() {
        std::vector<View> result;
        for (const auto& patterns : device_) result.push_back(patterns->view());
        return result;
    }

    void expect_equal(std::size_t i, const bit_patterns& expected) {
        EXPECT_EQ(on_device(i).content().difference_from(expected), "") << "of member " << i;
    }

private:
    std::vector<bit_patterns> host_;
    std::vector<std::unique_ptr<device_patterns>> device_;
};

/// One element, edges alone, no element, a block and a little more, and a block with few packs.
std::array<std::int64_t, 6> edge_counts(dtype type) {
    constexpr std::int64_t bytes_of_a_block = 16 * 512;
    return {1, 7, 0, bytes_of_a_block / static_cast<std::int64_t>(size_of(type)) + 35, 513, 3};
}

class EveryActivationInAList : public testing::TestWithParam<std::tuple<activation_information, dtype>> {
protected:
    const activation& function() const { return std::get<0>(GetParam()).default_activation; }
    stream stream_;
};

TEST_P(EveryActivationInAList, GivesTheBitsOfTheCpuPath) {
    const dtype type = std::get<1>(GetParam());
    const auto counts = edge_counts(type);
    device_list x(type, counts, 71, stream_);
    device_list dy(type, counts, 172, stream_);
    device_list output(type, counts, 273, stream_);

    forward(function(), x.views<const_tensor_view>(), output.views<tensor_view>(), stream_);
    for (std::size_t i = 0; i < x.size(); ++i) {
        bit_patterns expected(type, x.on_host(i).count());
        forward(function(), x.on_host(i).view(), expected.view());
        output.expect_equal(i, expected);
    }
    for (const saved_kind kind : std::get<0>(GetParam()).saved) {
        const auto saved_from = [&](const const_tensor_view& view) {
            return saved_tensor(kind, kind == saved_kind::nothing ? std::nullopt : std::optional(view));
        };
        std::vector<saved_tensor> saved;
        for (const const_tensor_view& view : x.views<const_tensor_view>()) saved.push_back(saved_from(view));
        backward(function(), saved, dy.views<const_tensor_view>(), output.views<tensor_view>(), stream_);
        for (std::size_t i = 0; i < x.size(); ++i) {
            bit_patterns expected(type, x.on_host(i).count());
            backward(function(), saved_from(x.on_host(i).view()), dy.on_host(i).view(), expected.view());
            output.expect_equal(i, expected);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryActivationInAList,
                         testing::Combine(testing::ValuesIn(catalogue()), testing::ValuesIn(all_dtypes)),
                         [](const auto& info) {
                             return std::string(std::get<0>(info.param).description.name) + "_" +
                                    std::string(name_of(std::get<1>(info.param)));
                         });

class TensorListDevice : public testing::Test {
protected:
    template <class Call>
    std::size_t launches_of(const Call& call) {
        EXPECT_EQ(cudaStreamBeginCapture(stream_.get(), cudaStreamCaptureModeGlobal), cudaSuccess);
        call();
        cudaGraph_t graph = nullptr;
        EXPECT_EQ(cudaStreamEndCapture(stream_.get(), &graph), cudaSuccess);
        std::size_t nodes = 0;
        EXPECT_EQ(cudaGraphGetNodes(graph, nullptr, &nodes), cudaSuccess);
        EXPECT_EQ(cudaGraphDestroy(graph), cudaSuccess);
        return nodes;
    }

    stream stream_;
};

TEST_F(TensorListDevice, AsManyMembersShareALaunchAsTheDocumentationSays) {
    for (const auto& [count, launches] : {std::pair(62, 1), {63, 2}, {125, 3}}) {
        const std::vector<std::int64_t> counts(static_cast<std::size_t>(count), 100);
        device_list x(dtype::float16, counts, 1, stream_);
        EXPECT_EQ(launches_of([&] { forward(gelu{}, x.views<const_tensor_view>(), x.views<tensor_view>(), stream_); }),
                  static_cast<std::size_t>(launches))
            << count;
    }
    for (const auto& [count, launches] : {std::pair(45, 1), {46, 2}}) {
        const std::vector<std::int64_t> counts(static_cast<std::size_t>(count), 100);
        device_list x(dtype::float64, counts, 1, stream_);
        std::vector<saved_tensor> saved;
        for (const const_tensor_view& view : x.views<const_tensor_view>()) saved.push_back(from_input(view));
        EXPECT_EQ(launches_of(
                      [&] { backward(gelu{}, saved, x.views<const_tensor_view>(), x.views<tensor_view>(), stream_); }),
                  static_cast<std::size_t>(launches))
            << count;
    }
}

TEST_F(TensorListDevice, ALongListGivesTheBitsOfTheCpuPathInPlace) {
    std::vector<std::int64_t> counts;
    for (std::int64_t i = 0; i < 150; ++i) counts.push_back(1 + (i * 977) % 9001);
    device_list x(dtype::bfloat16, counts, 3, stream_);
    forward(silu{}, x.views<const_tensor_view>(), x.views<tensor_view>(), stream_);
    for (std::size_t i = 0; i < x.size(); ++i) {
        forward(silu{}, x.on_host(i).view(), x.on_host(i).view());
        x.expect_equal(i, x.on_host(i));
    }
}

TEST_F(TensorListDevice, DtypesAndSavedTensorsOfOneKindShareALaunchAndStridedTensorsHaveTheirOwn) {
    constexpr std::int64_t counts[] = {100, 5000};
    device_list narrow(dtype::float16, counts, 4, stream_);
    device_list wide(dtype::float32, counts, 5, stream_);
    const tensor_shape every_second(std::array<std::int64_t, 1>{50}, std::array<std::int64_t, 1>{2});
    std::vector<const_tensor_view> x;
    std::vector<tensor_view> y;
    std::vector<saved_tensor> saved;
    for (const std::size_t i : {0, 1}) {
        for (device_list* list : {&narrow, &wide}) {
            const tensor_view view = i == 0 ? list->on_device(i).view(every_second, 0) : list->on_device(i).view();
            x.push_back(view);
            y.push_back(view);
            saved.push_back(from_output(view));
        }
    }
    EXPECT_EQ(launches_of([&] { forward(elu{}, x, y, stream_); }), 4u);
    x[0] = narrow.on_device(0).view();
    y[0] = narrow.on_device(0).view();
    saved[0] = from_input(x[0]);
    EXPECT_EQ(launches_of([&] { forward(elu{}, x, y, stream_); }), 3u);
    EXPECT_EQ(launches_of([&] { backward(elu{}, saved, x, y, stream_); }), 4u);
    saved[0] = from_output(x[0]);
    EXPECT_EQ(launches_of([&] { backward(elu{}, saved, x, y, stream_); }), 3u);

    backward(elu{}, saved, x, y, stream_);
    bit_patterns& first = narrow.on_host(0);
    bit_patterns& last = wide.on_host(0);
    backward(elu{}, from_output(first.view()), first.view(), first.view());
    backward(elu{}, from_output(last.view(every_second, 0)), last.view(every_second, 0), last.view(every_second, 0));
    narrow.expect_equal(0, first);
    wide.expect_equal(0, last);
}

TEST_F(TensorListDevice, MembersInHostAndDeviceMemoryAreRefused) {
    constexpr std::int64_t counts[] = {10};
    device_list x(dtype::float32, counts, 6, stream_);
    const std::vector<const_tensor_view> inputs{x.on_host(0).view(), x.on_device(0).view()};
    const std::vector<tensor_view> outputs{x.on_host(0).view(), x.on_device(0).view()};
    EXPECT_THROW(forward(relu{}, inputs, outputs, stream_), placement_error);
    EXPECT_THROW(forward(relu{}, inputs, outputs, host_execution()), placement_error);
    EXPECT_THROW(forward(relu{}, std::span(inputs).last(1), std::span(outputs).last(1), host_execution()),
                 placement_error);
}

}  // namespace
}  // namespace softknee::test
