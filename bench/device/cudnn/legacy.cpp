// SPDX-License-Identifier: Apache-2.0
#include "legacy.hpp"

#include <limits>

#include "data_type.hpp"
#include "function.hpp"
#include "status.hpp"

namespace softknee::bench {
namespace {

cudnnActivationMode_t legacy_mode_of(cudnn_function function) {
    switch (function) {
        case cudnn_function::relu:
            return CUDNN_ACTIVATION_RELU;
        case cudnn_function::sigmoid:
            return CUDNN_ACTIVATION_SIGMOID;
        case cudnn_function::tanh:
            return CUDNN_ACTIVATION_TANH;
        case cudnn_function::elu:
            return CUDNN_ACTIVATION_ELU;
        case cudnn_function::swish:
            return CUDNN_ACTIVATION_SWISH;
        default:
            throw cudnn_error("cudnnActivationForward: no such function", CUDNN_STATUS_NOT_SUPPORTED);
    }
}

class legacy_program {
public:
    legacy_program(const std::shared_ptr<cudnnContext>& handle, const cudnn_call& call, dtype type, int count)
        : handle_(handle), type_(type), activation_(new_activation()), tensor_(new_tensor()) {
        check(cudnnSetActivationDescriptor(activation_.get(), legacy_mode_of(call.function), CUDNN_PROPAGATE_NAN,
                                           call.parameter),
              "cudnnSetActivationDescriptor");
        if (call.function == cudnn_function::swish) {
            check(cudnnSetActivationDescriptorSwishBeta(activation_.get(), call.parameter),
                  "cudnnSetActivationDescriptorSwishBeta");
        }
        check(cudnnSetTensor4dDescriptor(tensor_.get(), CUDNN_TENSOR_NCHW, cudnn_type_of(type), 1, 1, 1, count),
              "cudnnSetTensor4dDescriptor");
    }

    void forward(const void* x, void* y) const {
        check(
            cudnnActivationForward(handle_.get(), activation_.get(), one(), tensor_.get(), x, zero(), tensor_.get(), y),
            "cudnnActivationForward");
    }

    void backward(const void* y, const void* dy, const void* x, void* dx) const {
        cudnnTensorDescriptor_t t = tensor_.get();
        check(cudnnActivationBackward(handle_.get(), activation_.get(), one(), t, y, t, dy, t, x, zero(), t, dx),
              "cudnnActivationBackward");
    }

private:
    struct release {
        void operator()(cudnnActivationStruct* descriptor) const { cudnnDestroyActivationDescriptor(descriptor); }
        void operator()(cudnnTensorStruct* descriptor) const { cudnnDestroyTensorDescriptor(descriptor); }
    };

    static cudnnActivationDescriptor_t new_activation() {
        cudnnActivationDescriptor_t descriptor = nullptr;
        check(cudnnCreateActivationDescriptor(&descriptor), "cudnnCreateActivationDescriptor");
        return descriptor;
    }
    static cudnnTensorDescriptor_t new_tensor() {
        cudnnTensorDescriptor_t descriptor = nullptr;
        check(cudnnCreateTensorDescriptor(&descriptor), "cudnnCreateTensorDescriptor");
        return descriptor;
    }

    /// Factors of the result are double for double tensors and float for all others.
    const void* factor(const float& as_float, const double& as_double) const {
        return type_ == dtype::float64 ? static_cast<const void*>(&as_double) : &as_float;
    }
    const void* one() const { return factor(one_float_, one_double_); }
    const void* zero() const { return factor(zero_float_, zero_double_); }

    static constexpr float one_float_ = 1;
    static constexpr float zero_float_ = 0;
    static constexpr double one_double_ = 1;
    static constexpr double zero_double_ = 0;

    std::shared_ptr<cudnnContext> handle_;
    dtype type_;
    std::unique_ptr<cudnnActivationStruct, release> activation_;
    std::unique_ptr<cudnnTensorStruct, release> tensor_;
};

}  // namespace

slot_call make_legacy_call(const std::shared_ptr<cudnnContext>& handle, const compared_pass& which) {
    const auto call = find_cudnn_call(cudnn_interface::legacy, which.function, which.direction);
    const std::int64_t count = which.transfer(0).bytes / static_cast<std::int64_t>(size_of(which.type));
    // Sizes are int there.
    if (!call || count > std::numeric_limits<int>::max()) return {};
    const auto program = std::make_shared<legacy_program>(handle, *call, which.type, static_cast<int>(count));
    if (which.direction == pass::forward) {
        return [program, transfer = which.transfer](int slot) {
            const plain_transfer t = transfer(slot);
            program->forward(t.first, t.result);
        };
    }
    return [program, transfer = which.transfer, input = which.input](int slot) {
        const plain_transfer t = transfer(slot);
        program->backward(t.first, t.second, input(slot), t.result);
    };
}

}  // namespace softknee::bench
