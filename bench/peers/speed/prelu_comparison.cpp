// SPDX-License-Identifier: Apache-2.0
#include "prelu_comparison.hpp"

#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include <bench/bench_place.hpp>
#include <bench/measure.hpp>
#include <softknee/channelwise.hpp>

#include "onednn_prelu.hpp"

namespace softknee_peers {
namespace {

using softknee::bench::bench_memory;
using softknee::bench::bench_place;

/// Shapes whose first size makes about so many elements.
std::vector<std::vector<std::int64_t>> shapes_of(std::int64_t count) {
    std::vector<std::vector<std::int64_t>> result;
    for (const std::vector<std::int64_t>& inner :
         {std::vector<std::int64_t>{3}, {64}, {1000}, {4096}, {64, 7, 7}, {64, 112, 112}}) {
        std::vector<std::int64_t> shape{1};
        std::int64_t product = 1;
        for (const std::int64_t size : inner) {
            product *= size;
            shape.push_back(size);
        }
        shape[0] = std::max<std::int64_t>(1, count / product);
        result.push_back(shape);
    }
    return result;
}

void measure_shape(bench_place& place, const std::vector<std::int64_t>& sizes, softknee::dtype type,
                   const softknee::bench::measure_options& how) {
    const softknee::tensor_shape shape(sizes);
    const softknee::tensor_shape channels(std::array{sizes[1]});
    std::vector<bench_memory> memory;
    const auto tensor = [&](const softknee::tensor_shape& of) {
        memory.push_back(place.allocate(softknee::bytes_for(of.count(), type)));
        const softknee::tensor_view view(memory.back().data(), type, softknee::memory::host, of);
        place.fill(view);
        return view;
    };
    const auto x = tensor(shape);
    const auto dy = tensor(shape);
    const auto y = tensor(shape);
    const auto dx = tensor(shape);
    const auto slopes = tensor(channels);
    const auto gradients = tensor(channels);
    onednn_prelu peer({shape, type, x.data(), slopes.data(), y.data(), dy.data(), dx.data(), gradients.data()});

    const softknee::learnable activation = softknee::prelu{};
    const std::vector<softknee::parameter_view> parameters{softknee::per_channel(slopes, 1)};
    const std::size_t bytes = softknee::workspace_bytes(activation, x, parameters);
    bench_memory space = place.allocate(bytes);
    for (const auto direction : {softknee::pass::forward, softknee::pass::backward_from_input}) {
        const auto ours = softknee::bench::on_host_clock([&] {
            place.run([&](const auto& where) {
                if (direction == softknee::pass::forward) {
                    softknee::forward(activation, x, parameters, y, where);
                } else {
                    softknee::backward(activation, softknee::from_input(x), parameters, dy, {dx, {gradients}},
                                       {space.data(), bytes, softknee::memory::host}, where);
                }
            });
        });
        const auto theirs = softknee::bench::on_host_clock([&] { peer.run(direction); });
        const auto timings = softknee::bench::measure(std::array{ours, theirs}, how);
        std::string text;
        for (const std::int64_t size : sizes) text += (text.empty() ? "" : "x") + std::to_string(size);
        std::printf("| %s | %s | %s | %.2f | %.2f | %.1f |\n", std::string(name_of(direction)).c_str(),
                    std::string(name_of(type)).c_str(), text.c_str(), 1e3 * timings[0].median_s,
                    1e3 * timings[1].median_s, timings[1].median_s / timings[0].median_s);
        std::fflush(stdout);
    }
}

}  // namespace

void compare_prelu(std::int64_t count, double seconds) {
    std::printf("| pass | dtype | shape | softknee ms | %s ms | times as fast |\n|---|---|---|---|---|---|\n",
                onednn_name().c_str());
    softknee::bench::measure_options how;
    how.seconds = seconds;
    const auto place = softknee::bench::make_place(softknee::memory::host, 0);
    for (const auto type : {softknee::dtype::float32, softknee::dtype::bfloat16}) {
        for (const auto& shape : shapes_of(count)) measure_shape(*place, shape, type, how);
    }
}

}  // namespace softknee_peers
