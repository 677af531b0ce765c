// SPDX-License-Identifier: Apache-2.0
#include "device_place.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <cuda_runtime_api.h>

#include <bench/agreement.hpp>
#include <bench/random_numbers.hpp>

#include "cudnn/error.hpp"
#include "cudnn/peers.hpp"
#include "device_transform.hpp"
#include "launch_graph.hpp"
#include "runtime_status.hpp"
#include "same_function.hpp"
#include "stream_kernel.hpp"

namespace softknee::bench {
namespace {

/// A graph has at least so many launches, or as many more as move `bytes_of_graph`, about a millisecond's work, so that
/// the pause between two graphs, some microseconds, does not count.
constexpr std::int64_t fewest_launches = 20;
constexpr std::int64_t most_launches = 512;
constexpr std::int64_t bytes_of_graph = std::int64_t(1) << 31;

int launches_for(const rotation& through) {
    const std::int64_t wanted =
        std::clamp(bytes_of_graph / std::max<std::int64_t>(1, through.bytes_per_call), fewest_launches, most_launches);
    return static_cast<int>((wanted + through.slots - 1) / through.slots * through.slots);
}

class device_place final : public bench_place {
public:
    device_place() : bench_place(stream()) {
        int device = 0;
        check(cudaGetDevice(&device), "cudaGetDevice");
        check(cudaDeviceGetAttribute(&cache_bytes_, cudaDevAttrL2CacheSize, device), "cudaDeviceGetAttribute");
    }

    memory where() const override { return memory::device; }
    std::size_t cache_bytes() const override { return static_cast<std::size_t>(cache_bytes_); }
    bench_memory allocate(std::size_t bytes) override { return bench_memory(device_memory(bytes, on_stream())); }
    void finish() override { on_stream().synchronize(); }

    void fill(const tensor_view& contiguous) override {
        const std::int64_t count = contiguous.shape().count();
        std::vector<cache_line> values = cache_lines_for(bytes_for(count, contiguous.type()));
        write_random_numbers(values.data()->bytes, contiguous.type(), count);
        softknee::copy({values.data(), contiguous.type(), memory::host, contiguous.shape()}, contiguous, on_stream());
        finish();
    }

    arm timed(slot_call call, const rotation& through) override {
        const int launches = launches_for(through);
        const auto graph = std::make_shared<launch_graph>(on_stream(), [&] {
            for (int i = 0; i < launches; ++i) call(i % through.slots);
        });
        // The call with it: what it launches may need what it holds, as the kernel of a plan the plan.
        return {[graph, call = std::move(call)](int runs) { return graph->seconds(runs); }, launches};
    }

    std::vector<ceiling_arm> ceilings(const slot_transfer& transfer, dtype type, const rotation& through) override {
        std::vector<ceiling_arm> result;
        const auto add = [&](const char* name, const std::function<void(const plain_transfer&)>& program) {
            const slot_call call = [&](int slot) { program(transfer(slot)); };
            result.push_back({name, timed(call, through), transfer(0).moved()});
        };
        if (transfer(0).second == nullptr) {
            add("cudaMemcpyAsync", [this](const plain_transfer& t) {
                check(cudaMemcpyAsync(t.result, t.first, static_cast<std::size_t>(t.bytes), cudaMemcpyDeviceToDevice,
                                      on_stream().get()),
                      "cudaMemcpyAsync");
            });
        }
        add("stream kernel", [this](const plain_transfer& t) { run_stream_kernel(t, on_stream()); });
        add("cub::DeviceTransform", [this, type](const plain_transfer& t) { run_transform(t, type, on_stream()); });
        return result;
    }

    std::vector<peer_arm> peers(const compared_pass& which) override {
        std::vector<peer_arm> result;
        if (const pass_program program = find_same_function(name_of(which.function), which.direction, which.type)) {
            const slot_call call = [&](int slot) { program(which.transfer(slot), on_stream()); };
            result.push_back({"cub::DeviceTransform", timed(call, which.through)});
        }
        for (const cudnn_program& program : cudnn_.programs_for(which)) {
            try {
                // Its time is shown in any case, but not as that of the same function.
                const bool same = agree(result_of(which.call, which), result_of(program.call, which), which.type);
                result.push_back({program.name + (same ? "" : " (other results)"), timed(program.call, which.through)});
            } catch (const cudnn_error&) {
                // It cannot be captured. The error of the capture is not one of what follows.
                cudaGetLastError();
            }
        }
        return result;
    }

    std::optional<launch_cost> cost_of(const slot_call& call) override {
        // Fewer than a stream takes before it makes the host wait.
        constexpr int calls = 200;
        constexpr int samples = 5;
        std::vector<double> seconds;
        for (int sample = 0; sample < samples; ++sample) {
            finish();
            const double start = steady_seconds();
            for (int i = 0; i < calls; ++i) call(0);
            seconds.push_back((steady_seconds() - start) / calls);
        }
        finish();
        std::ranges::sort(seconds);
        const launch_graph once(on_stream(), [&] { call(0); });
        return launch_cost{seconds[samples / 2], once.kernels()};
    }

private:
    /// The first elements of what a call writes, over other numbers.
    std::vector<std::byte> result_of(const slot_call& call, const compared_pass& which) {
        constexpr std::int64_t enough = 1 << 16;
        const tensor_shape shape(std::array{std::min(which.count, enough)});
        const tensor_view written(which.transfer(0).result, which.type, memory::device, shape);
        fill(written);
        call(0);
        std::vector<std::byte> result(bytes_for(shape.count(), which.type));
        softknee::copy(written, {result.data(), which.type, memory::host, shape}, on_stream());
        finish();
        return result;
    }

    int cache_bytes_ = 0;
    cudnn_peers cudnn_{on_stream()};
};

}  // namespace

std::unique_ptr<bench_place> make_device_place() {
    return std::make_unique<device_place>();
}

}  // namespace softknee::bench
