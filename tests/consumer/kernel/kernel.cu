// SPDX-License-Identifier: Apache-2.0
// y = gelu(x + bias) in a user's own kernel, beside calls into the library.
#include <cstdio>
#include <softknee/evaluate.hpp>
#include <softknee/softknee.hpp>

__global__ void biased_gelu(const float* x, float bias, float* y, int count) {
    using value = softknee::math::real<float, float>;
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) y[i] = softknee::gelu::forward(value(x[i]) + value(bias)).value;
}

int main() {
    try {
        const int count = 1000;
        softknee::stream stream;
        softknee::device_buffer<float> x(count, stream), y(count, stream);
        std::vector<float> values(count), biased(count), result(count), expected(count);
        for (int i = 0; i < count; ++i) {
            values[i] = 0.02f * static_cast<float>(i - count / 2);
            biased[i] = values[i] + 0.75f;
        }
        softknee::copy(values, x, stream);
        biased_gelu<<<(count + 255) / 256, 256, 0, stream.get()>>>(x.data(), 0.75f, y.data(), count);
        softknee::copy(y, result, stream);
        stream.synchronize();
        softknee::forward(softknee::gelu{}, biased, expected);
        return result == expected ? 0 : 1;
    } catch (const softknee::no_device_error& e) {
        std::printf("skipped: %s\n", e.what());
        return 77;
    }
}
