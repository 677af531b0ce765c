// SPDX-License-Identifier: Apache-2.0
#include "trainer.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <span>
#include <stdexcept>
#include <string>

#include "momentum.hpp"

namespace digits {

std::vector<epoch_result> train(backend& device, network& model, const dataset_split& data, const training_plan& plan,
                                const std::function<void(const epoch_result&)>& report) {
    const auto step_size = static_cast<std::size_t>(plan.images_per_step);
    if (data.training.size() < step_size) throw std::invalid_argument("train: fewer images than one step takes");
    batch step = model.make_batch(plan.images_per_step);
    batch held_out = model.make_batch(static_cast<int>(data.held_out.size()));
    fill(device, held_out, data.held_out);
    momentum_descent descent(device, model.parameters(), plan.momentum);
    std::vector<std::size_t> order(data.training.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::mt19937_64 random(model.plan().seed + 1);

    std::vector<epoch_result> results;
    for (int epoch = 1; epoch <= plan.epochs; ++epoch) {
        std::ranges::shuffle(order, random);
        const float rate =
            plan.learning_rate * static_cast<float>(plan.epochs - epoch + 1) / static_cast<float>(plan.epochs);
        score training;
        for (std::size_t first = 0; first + step_size <= order.size(); first += step_size) {
            fill(device, step, data.training, std::span(order).subspan(first, step_size));
            model.forward(step);
            training += cross_entropy(device, step);
            model.backward(step);
            descent.step(rate);
        }
        if (!std::isfinite(training.loss)) {
            throw std::runtime_error("the loss is not finite in epoch " + std::to_string(epoch) +
                                     ": the learning rate is too large for this network");
        }
        model.forward(held_out);
        results.push_back({epoch, training, cross_entropy(device, held_out)});
        report(results.back());
    }
    // The batches must outlive the last copy from their host memory.
    device.synchronize();
    return results;
}

}  // namespace digits
