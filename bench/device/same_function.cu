// SPDX-License-Identifier: Apache-2.0
#include "same_function.hpp"

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cub/device/device_transform.cuh>

#include <softknee/activation/gelu.hpp>
#include <softknee/activation/mish.hpp>
#include <softknee/activation/relu.hpp>

#include "runtime_status.hpp"

namespace softknee::bench {
namespace {

// As a program of one's own would convert.
__device__ float widened(__half x) {
    return __half2float(x);
}
__device__ float widened(__nv_bfloat16 x) {
    return __bfloat162float(x);
}
__device__ float widened(float x) {
    return x;
}
template <class Element>
__device__ Element narrowed(float x) {
    if constexpr (std::is_same_v<Element, __half>) return __float2half_rn(x);
    if constexpr (std::is_same_v<Element, __nv_bfloat16>) return __float2bfloat16_rn(x);
    if constexpr (std::is_same_v<Element, float>) return x;
}

template <class Element>
struct storage_of {
    using type = Element;
};
template <>
struct storage_of<__half> {
    using type = float16;
};
template <>
struct storage_of<__nv_bfloat16> {
    using type = bfloat16;
};

template <class Activation, class Element>
struct same_function {
    using real = math::real<float, typename storage_of<Element>::type>;

    __device__ Element operator()(Element x) const {
        return narrowed<Element>(evaluate_forward<Activation>(real::of(widened(x)), none).value);
    }
    __device__ Element operator()(Element x, Element dy) const {
        const real dx =
            evaluate_backward<Activation, pass::backward_from_input>(real::of(widened(x)), real::of(widened(dy)), none);
        return narrowed<Element>(dx.value);
    }

    parameter_values<float> none;
};

template <class Activation, pass Pass, class Element>
void run(const plain_transfer& tensors, stream_ref on) {
    const auto* x = reinterpret_cast<const Element*>(tensors.first);
    const auto* dy = reinterpret_cast<const Element*>(tensors.second);
    auto* result = reinterpret_cast<Element*>(tensors.result);
    const std::int64_t count = tensors.bytes / static_cast<std::int64_t>(sizeof(Element));
    const same_function<Activation, Element> function{};
    if constexpr (Pass == pass::forward) {
        check(cub::DeviceTransform::Transform(x, result, count, function, on.get()), "cub::DeviceTransform");
    } else {
        check(cub::DeviceTransform::Transform(cuda::std::make_tuple(x, dy), result, count, function, on.get()),
              "cub::DeviceTransform");
    }
}

template <class Activation, class Element>
pass_program find(pass direction) {
    if (direction == pass::forward) return run<Activation, pass::forward, Element>;
    if (direction == pass::backward_from_input) return run<Activation, pass::backward_from_input, Element>;
    return nullptr;
}

template <class... Activations>
pass_program find_among(std::string_view activation, pass direction, dtype type) {
    pass_program result = nullptr;
    const auto try_one = [&]<class Activation>(const Activation&) {
        if (activation != Activation::description.name) return;
        if (type == dtype::float16) result = find<Activation, __half>(direction);
        if (type == dtype::bfloat16) result = find<Activation, __nv_bfloat16>(direction);
        if (type == dtype::float32) result = find<Activation, float>(direction);
    };
    (try_one(Activations{}), ...);
    return result;
}

}  // namespace

pass_program find_same_function(std::string_view activation, pass direction, dtype type) {
    return find_among<relu, gelu, mish>(activation, direction, type);
}

}  // namespace softknee::bench
