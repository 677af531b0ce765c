// SPDX-License-Identifier: Apache-2.0
// What a user's first program looks like; it fails if the library does.
#include <softknee/softknee.hpp>
#include <vector>

int main() {
    const std::vector<float> x{-1.0f, 0.0f, 2.0f};
    std::vector<float> y(x.size());
    std::vector<float> dx(x.size());
    const std::vector<float> dy(x.size(), 1.0f);
    softknee::forward(softknee::parse("leaky_relu(0.5)"), x, y);
    softknee::backward(softknee::relu{}, softknee::from_input(x), dy, dx);
    const bool right = y == std::vector{-0.5f, 0.0f, 2.0f} && dx == std::vector{0.0f, 0.0f, 1.0f};
    return right ? 0 : 1;
}
