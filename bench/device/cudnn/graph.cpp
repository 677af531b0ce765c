// SPDX-License-Identifier: Apache-2.0
#include "graph.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <softknee/buffer.hpp>

#include "backend_descriptor.hpp"
#include "data_type.hpp"
#include "function.hpp"
#include "status.hpp"

namespace softknee::bench {
namespace {

/// The forward and the backward operation.
std::array<cudnnPointwiseMode_t, 2> graph_modes_of(cudnn_function function) {
    switch (function) {
        case cudnn_function::relu:
            return {CUDNN_POINTWISE_RELU_FWD, CUDNN_POINTWISE_RELU_BWD};
        case cudnn_function::sigmoid:
            return {CUDNN_POINTWISE_SIGMOID_FWD, CUDNN_POINTWISE_SIGMOID_BWD};
        case cudnn_function::tanh:
            return {CUDNN_POINTWISE_TANH_FWD, CUDNN_POINTWISE_TANH_BWD};
        case cudnn_function::elu:
            return {CUDNN_POINTWISE_ELU_FWD, CUDNN_POINTWISE_ELU_BWD};
        case cudnn_function::swish:
            return {CUDNN_POINTWISE_SWISH_FWD, CUDNN_POINTWISE_SWISH_BWD};
        case cudnn_function::softplus:
            return {CUDNN_POINTWISE_SOFTPLUS_FWD, CUDNN_POINTWISE_SOFTPLUS_BWD};
        case cudnn_function::gelu:
            return {CUDNN_POINTWISE_GELU_FWD, CUDNN_POINTWISE_GELU_BWD};
        case cudnn_function::gelu_tanh:
            return {CUDNN_POINTWISE_GELU_APPROX_TANH_FWD, CUDNN_POINTWISE_GELU_APPROX_TANH_BWD};
    }
    throw cudnn_error("cuDNN graph: no such function", CUDNN_STATUS_NOT_SUPPORTED);
}

/// Names of the tensors, for the plan and for the pointers that it is given.
enum tensor_name : std::int64_t { saved_name = 1, gradient_name, result_name };

backend_descriptor new_tensor(tensor_name name, dtype type, std::int64_t count) {
    // Of three dimensions: cuDNN 9.19 finds no engine for one, and none for four of which three are 1. How long the
    // last should be is not documented, and not measured yet.
    const std::int64_t columns = std::min<std::int64_t>(count & -count, 1024);
    const std::array<std::int64_t, 3> sizes{1, count / columns, columns};
    const std::array<std::int64_t, 3> strides{count, columns, 1};
    backend_descriptor result(CUDNN_BACKEND_TENSOR_DESCRIPTOR);
    result.set(CUDNN_ATTR_TENSOR_UNIQUE_ID, CUDNN_TYPE_INT64, std::int64_t(name));
    result.set(CUDNN_ATTR_TENSOR_DATA_TYPE, CUDNN_TYPE_DATA_TYPE, cudnn_type_of(type));
    result.set(CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT, CUDNN_TYPE_INT64, std::int64_t(16));
    result.set_all(CUDNN_ATTR_TENSOR_DIMENSIONS, CUDNN_TYPE_INT64, std::span(sizes));
    result.set_all(CUDNN_ATTR_TENSOR_STRIDES, CUDNN_TYPE_INT64, std::span(strides));
    result.finalize();
    return result;
}

backend_descriptor new_pointwise(const cudnn_call& call, bool backward, dtype type) {
    backend_descriptor result(CUDNN_BACKEND_POINTWISE_DESCRIPTOR);
    result.set(CUDNN_ATTR_POINTWISE_MODE, CUDNN_TYPE_POINTWISE_MODE, graph_modes_of(call.function)[backward]);
    result.set(CUDNN_ATTR_POINTWISE_MATH_PREC, CUDNN_TYPE_DATA_TYPE,
               type == dtype::float64 ? CUDNN_DATA_DOUBLE : CUDNN_DATA_FLOAT);
    const auto parameter = [&](cudnn_function of, cudnnBackendAttributeName_t name) {
        if (call.function == of) result.set(name, CUDNN_TYPE_DOUBLE, call.parameter);
    };
    parameter(cudnn_function::elu, CUDNN_ATTR_POINTWISE_ELU_ALPHA);
    parameter(cudnn_function::swish, CUDNN_ATTR_POINTWISE_SWISH_BETA);
    parameter(cudnn_function::softplus, CUDNN_ATTR_POINTWISE_SOFTPLUS_BETA);
    result.finalize();
    return result;
}

/// The graph of the one operation.
backend_descriptor new_graph(cudnnHandle_t handle, const cudnn_call& call, bool backward, dtype type,
                             std::int64_t count) {
    backend_descriptor operation(CUDNN_BACKEND_OPERATION_POINTWISE_DESCRIPTOR);
    operation.set(CUDNN_ATTR_OPERATION_POINTWISE_PW_DESCRIPTOR, new_pointwise(call, backward, type));
    operation.set(CUDNN_ATTR_OPERATION_POINTWISE_XDESC, new_tensor(saved_name, type, count));
    const backend_descriptor result = new_tensor(result_name, type, count);
    if (backward) {
        operation.set(CUDNN_ATTR_OPERATION_POINTWISE_DYDESC, new_tensor(gradient_name, type, count));
        operation.set(CUDNN_ATTR_OPERATION_POINTWISE_DXDESC, result);
    } else {
        operation.set(CUDNN_ATTR_OPERATION_POINTWISE_YDESC, result);
    }
    operation.finalize();
    backend_descriptor graph(CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR);
    graph.set(CUDNN_ATTR_OPERATIONGRAPH_HANDLE, CUDNN_TYPE_HANDLE, handle);
    graph.set(CUDNN_ATTR_OPERATIONGRAPH_OPS, operation);
    graph.finalize();
    return graph;
}

/// Engines for the graph, the fastest first as the heuristics have it.
std::vector<backend_descriptor> engines_for(const backend_descriptor& graph) {
    backend_descriptor heuristics(CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR);
    heuristics.set(CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH, graph);
    heuristics.set(CUDNN_ATTR_ENGINEHEUR_MODE, CUDNN_TYPE_HEUR_MODE, CUDNN_HEUR_MODE_A);
    heuristics.finalize();
    const auto read = [&](std::int64_t most, cudnnBackendDescriptor_t* into) {
        return heuristics.read(CUDNN_ATTR_ENGINEHEUR_RESULTS, CUDNN_TYPE_BACKEND_DESCRIPTOR, most, into);
    };
    // More than there are in the end: it counts first, and looks at what takes the graph when it is asked for them.
    std::vector<backend_descriptor> engines;
    std::vector<cudnnBackendDescriptor_t> into;
    for (std::int64_t i = read(0, nullptr); i > 0; --i) {
        into.push_back(engines.emplace_back(CUDNN_BACKEND_ENGINECFG_DESCRIPTOR).get());
    }
    const std::int64_t found = read(static_cast<std::int64_t>(into.size()), into.data());
    engines.erase(engines.begin() + found, engines.end());
    return engines;
}

/// The first that can be made, which compiles it.
backend_descriptor new_plan(cudnnHandle_t handle, const std::vector<backend_descriptor>& engines) {
    for (const backend_descriptor& engine : engines) {
        backend_descriptor plan(CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR);
        plan.set(CUDNN_ATTR_EXECUTION_PLAN_HANDLE, CUDNN_TYPE_HANDLE, handle);
        plan.set(CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG, engine);
        if (cudnnBackendFinalize(plan.get()) == CUDNN_STATUS_SUCCESS) return plan;
    }
    throw cudnn_error("cuDNN graph: no engine takes the operation", CUDNN_STATUS_NOT_SUPPORTED);
}

class graph_program {
public:
    graph_program(const std::shared_ptr<cudnnContext>& handle, backend_descriptor graph, stream_ref stream)
        : handle_(handle),
          graph_(std::move(graph)),
          engines_(engines_for(graph_)),
          plan_(new_plan(handle.get(), engines_)) {
        std::int64_t bytes = 0;
        plan_.read(CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE, CUDNN_TYPE_INT64, 1, &bytes);
        workspace_ = device_memory(static_cast<std::size_t>(bytes), stream);
    }

    void run(const plain_transfer& tensors) const {
        const std::array<std::int64_t, 3> names{saved_name, result_name, gradient_name};
        const std::array<const void*, 3> pointers{tensors.first, tensors.result, tensors.second};
        const std::size_t used = tensors.second == nullptr ? 2 : 3;
        backend_descriptor pack(CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR);
        pack.set_all(CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS, CUDNN_TYPE_INT64, std::span(names).first(used));
        pack.set_all(CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS, CUDNN_TYPE_VOID_PTR, std::span(pointers).first(used));
        pack.set(CUDNN_ATTR_VARIANT_PACK_WORKSPACE, CUDNN_TYPE_VOID_PTR, workspace_.data());
        pack.finalize();
        check(cudnnBackendExecute(handle_.get(), plan_.get(), pack.get()), "cudnnBackendExecute");
    }

private:
    std::shared_ptr<cudnnContext> handle_;
    // What the plan was made from stays with it: whether it still needs that is not documented.
    backend_descriptor graph_;
    std::vector<backend_descriptor> engines_;
    backend_descriptor plan_;
    device_memory workspace_;
};

}  // namespace

slot_call make_graph_call(const std::shared_ptr<cudnnContext>& handle, const compared_pass& which, stream_ref stream) {
    const auto call = find_cudnn_call(cudnn_interface::graph, which.function, which.direction);
    if (!call) return {};
    const std::int64_t count = which.transfer(0).bytes / static_cast<std::int64_t>(size_of(which.type));
    const bool backward = which.direction != pass::forward;
    const auto program =
        std::make_shared<graph_program>(handle, new_graph(handle.get(), *call, backward, which.type, count), stream);
    return [program, transfer = which.transfer](int slot) { program->run(transfer(slot)); };
}

}  // namespace softknee::bench
