// SPDX-License-Identifier: Apache-2.0
#include "pointwise_comparison.hpp"

#include <array>
#include <functional>
#include <memory>
#include <utility>

#include <omp.h>

#include <bench/bench_place.hpp>
#include <bench/host_copy.hpp>
#include <softknee/pointwise.hpp>

#include "onednn_eltwise.hpp"
#include "textbook_loop.hpp"

namespace softknee_peers {
namespace {

using softknee::memory;
using softknee::pass;
using softknee::tensor_view;
using softknee::bench::bench_memory;
using softknee::bench::bench_place;

constexpr std::array all_passes{pass::forward, pass::backward_from_input, pass::backward_from_output};

/// The tensors of one dtype and size, and those who work on them.
class workbench {
public:
    workbench(softknee::dtype type, std::int64_t count, int threads)
        : type_(type),
          count_(count),
          threads_(threads),
          place_(softknee::bench::make_place(memory::host, threads)),
          x_(allocate()),
          dy_(allocate()),
          y_(allocate()),
          result_(allocate()),
          onednn_result_(allocate()) {
        place_->fill(view(x_));
        place_->fill(view(dy_));
    }

    /// Nothing if no peer has the pass.
    std::optional<pointwise_answer> measure(const softknee::activation& activation, pass direction,
                                            const softknee::bench::measure_options& how) {
        const bool from_y = direction == pass::backward_from_output;
        if (from_y) softknee::forward(activation, view(x_), view(y_));
        std::byte* const saved = from_y ? y_.data() : x_.data();
        const auto onednn =
            onednn_eltwise::find(activation, direction, {type_, count_, saved, dy_.data(), onednn_result_.data()});
        const textbook_loop loop = type_ == softknee::dtype::float32 && threads_ == 1
                                       ? find_textbook_loop(softknee::name_of(activation), direction)
                                       : nullptr;
        if (onednn == nullptr && loop == nullptr) return std::nullopt;

        std::vector<std::string> names;
        std::vector<softknee::bench::arm> arms;
        const auto add = [&](const char* name, std::function<void()> call) {
            names.emplace_back(name);
            arms.push_back(softknee::bench::on_host_clock(std::move(call)));
        };
        const softknee::host_execution execution{.threads = threads_};
        add("softknee", [&] {
            if (direction == pass::forward) {
                softknee::forward(activation, view(x_), view(result_), execution);
            } else {
                const auto tensor = from_y ? softknee::from_output(view(y_)) : softknee::from_input(view(x_));
                softknee::backward(activation, tensor, view(dy_), view(result_), execution);
            }
        });
        if (onednn != nullptr) add("oneDNN", [&] { onednn->run(); });
        if (loop != nullptr) {
            add("textbook", [&] {
                loop(reinterpret_cast<const float*>(saved), reinterpret_cast<const float*>(dy_.data()),
                     reinterpret_cast<float*>(result_.data()), count_);
            });
        }
        const std::size_t bytes = softknee::bytes_for(count_, type_);
        if (direction == pass::forward) {
            add("copy", [&, bytes] { softknee::bench::copy_on_host(x_.data(), result_.data(), bytes, threads_); });
        } else {
            for (const bool past_caches : {false, true}) {
                add(past_caches ? "copy past caches" : "copy", [&, bytes, past_caches] {
                    softknee::bench::merge_on_host(saved, dy_.data(), result_.data(), bytes, threads_, past_caches);
                });
            }
        }

        const auto timings = softknee::bench::measure(arms, how);
        pointwise_answer answer{softknee::format(activation), direction, type_, count_, threads_, {}};
        for (std::size_t i = 0; i < names.size(); ++i) answer.timings[names[i]] = timings[i];
        return answer;
    }

private:
    bench_memory allocate() { return place_->allocate(softknee::bytes_for(count_, type_)); }
    tensor_view view(bench_memory& of) const {
        return {of.data(), type_, memory::host, softknee::tensor_shape(std::array{count_})};
    }

    softknee::dtype type_;
    std::int64_t count_;
    int threads_;
    std::unique_ptr<bench_place> place_;
    bench_memory x_, dy_, y_, result_, onednn_result_;
};

}  // namespace

void compare_pointwise(const pointwise_question& question, const std::function<void(const std::string&)>& announce,
                       const std::function<void(const pointwise_answer&)>& report) {
    for (const int threads : question.threads) {
        omp_set_num_threads(threads);  // what oneDNN's threads are
        for (const std::int64_t count : question.counts) {
            for (const softknee::dtype type : question.types) {
                workbench bench(type, count, threads);
                for (const softknee::activation& activation : question.activations) {
                    for (const pass direction : all_passes) {
                        if (direction == pass::backward_from_output &&
                            !softknee::determines_derivative(activation, softknee::saved_kind::output)) {
                            continue;
                        }
                        announce(std::to_string(threads) + " threads, " + std::to_string(count) + " " +
                                 std::string(name_of(type)) + ": " + softknee::format(activation) + " " +
                                 std::string(name_of(direction)));
                        const auto answer = bench.measure(activation, direction, question.how);
                        if (answer) report(*answer);
                    }
                }
            }
        }
    }
}

}  // namespace softknee_peers
