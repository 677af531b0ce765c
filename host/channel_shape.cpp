// SPDX-License-Identifier: Apache-2.0
#include <host/channel_shape.hpp>

#include <algorithm>
#include <string>

#include <host/collapse.hpp>
#include <softknee/error.hpp>

namespace softknee::host {
namespace {

[[noreturn]] void refuse(std::string_view function, const named_parameter& parameter, const std::string& expected) {
    throw shape_error(std::string(function), std::string(parameter.name),
                      std::string(name_of(parameter.view.rule())) + " parameters of shape " +
                          to_string(parameter.view.values().shape().sizes()),
                      expected);
}

int channel_axis(std::string_view function, const named_parameter& parameter, const tensor_shape& x) {
    const int axis = parameter.view.channel_axis();
    if (axis < -x.rank() || axis >= x.rank()) {
        throw shape_error(std::string(function), std::string(parameter.name), "axis " + std::to_string(axis),
                          "an axis of shape " + to_string(x.sizes()));
    }
    return axis < 0 ? axis + x.rank() : axis;
}

using dimension_map = std::array<int, maximum_rank>;

/// The strides of x's dimensions in a tensor that the map leads to.
std::int64_t stride_of(const tensor_shape& shape, const dimension_map& map, int d) {
    return map[d] < 0 ? 0 : shape.stride(map[d]);
}

void set_tensors(kernels::channel_call& call, const tensor_shape& shape, std::span<const int> order,
                 const channel_tensors& tensors) {
    struct place {
        const const_tensor_view* view;
        kernels::pointwise_operand* operand;
    };
    std::vector<place> places;
    const auto add = [&](const auto& view, kernels::pointwise_operand& operand) {
        if (view) places.push_back({&*view, &operand});
    };
    add(tensors.inputs[0], call.inputs[0]);
    add(tensors.inputs[1], call.inputs[1]);
    add(tensors.residual, call.residual);
    add(tensors.output, call.output);

    dimension_list dimensions;
    for (const int d : order) {
        strided_dimension next{shape.size(d), {}};
        for (const place& p : places) next.strides.push_back(p.view->shape().stride(d));
        dimensions.push_back(next);
    }
    if (dimensions.empty()) {
        strided_dimension one{1, {}};
        for (std::size_t i = 0; i < places.size(); ++i) one.strides.push_back(1);
        dimensions.push_back(one);
    }
    dimensions = merged(dimensions);
    call.rank = static_cast<int>(dimensions.size());
    for (int d = 0; d < call.rank; ++d) call.sizes[d] = dimensions[static_cast<std::size_t>(d)].size;
    for (std::size_t i = 0; i < places.size(); ++i) {
        places[i].operand->data = const_cast<void*>(places[i].view->data());
        for (int d = 0; d < call.rank; ++d) {
            places[i].operand->strides[d] = dimensions[static_cast<std::size_t>(d)].strides[i];
        }
    }
}

/// A dimension of the groups: its stride in each parameter and in its gradient, and which parameters have it.
struct group_dimension {
    strided_dimension extent;
    std::vector<bool> kept;
};

std::vector<group_dimension> group_dimensions(const tensor_shape& shape, std::span<const int> order,
                                              std::span<const named_parameter> parameters,
                                              std::span<const dimension_map> maps) {
    std::vector<group_dimension> result;
    for (const int d : order) {
        group_dimension next;
        next.extent.size = shape.size(d);
        for (std::size_t k = 0; k < parameters.size(); ++k) {
            const tensor_shape& own = parameters[k].view.values().shape();
            const tensor_shape& gradient = parameters[k].gradient ? parameters[k].gradient->shape() : own;
            next.extent.strides.push_back(stride_of(own, maps[k], d));
            next.extent.strides.push_back(stride_of(gradient, maps[k], d));
            next.kept.push_back(maps[k][static_cast<std::size_t>(d)] >= 0);
        }
        const bool alike = !result.empty() && result.back().kept == next.kept;
        const dimension_list together = alike ? merged({result.back().extent, next.extent}) : dimension_list();
        if (together.size() == 1) {
            result.back().extent = together[0];
        } else {
            result.push_back(std::move(next));
        }
    }
    if (result.empty()) {
        group_dimension one;
        one.extent.size = 1;
        for (std::size_t i = 0; i < 2 * parameters.size(); ++i) one.extent.strides.push_back(0);
        one.kept.resize(parameters.size());
        result.push_back(std::move(one));
    }
    return result;
}

/// Which dimension of the parameter belongs to each dimension of x: -1 where all of x's share a value.
/// @throws shape_error if the parameter does not fit x
dimension_map dimensions_of(std::string_view function, const named_parameter& parameter, const tensor_shape& x) {
    dimension_map map;
    map.fill(-1);
    const tensor_shape& own = parameter.view.values().shape();
    const std::string fits = ", for x of shape " + to_string(x.sizes());
    switch (parameter.view.rule()) {
        case sharing::shared:
            if (own.count() != 1) refuse(function, parameter, "one element");
            break;
        case sharing::per_channel: {
            const int axis = channel_axis(function, parameter, x);
            if (own.rank() != 1 || own.size(0) != x.size(axis)) {
                refuse(function, parameter, "shape [" + std::to_string(x.size(axis)) + "]" + fits);
            }
            map[axis] = 0;
            break;
        }
        case sharing::per_element:
            if (x.rank() == 0 || !std::ranges::equal(own.sizes(), x.sizes().subspan(1))) {
                refuse(function, parameter, "the shape of x less its first dimension" + fits);
            }
            for (int d = 1; d < x.rank(); ++d) map[d] = d - 1;
            break;
        case sharing::broadcasting: {
            const int shift = x.rank() - own.rank();
            bool matches = shift >= 0;
            for (int d = 0; d < own.rank() && matches; ++d) {
                matches = own.size(d) == 1 || own.size(d) == x.size(d + shift);
                if (matches && own.size(d) != 1) map[d + shift] = d;
            }
            if (!matches) refuse(function, parameter, "sizes of 1 or those of x's last dimensions" + fits);
            break;
        }
    }
    return map;
}

}  // namespace

void set_shape(kernels::channel_call& call, std::string_view function, const tensor_shape& ordering,
               const channel_tensors& tensors, std::span<const named_parameter> parameters) {
    std::vector<dimension_map> maps;
    for (const named_parameter& parameter : parameters) maps.push_back(dimensions_of(function, parameter, ordering));
    const auto order = order_of_dimensions(ordering);
    call.count = ordering.count();
    set_tensors(call, ordering, order, tensors);

    const auto kept = [&](int d) {
        return std::ranges::any_of(maps,
                                   [&](const dimension_map& map) { return map[static_cast<std::size_t>(d)] >= 0; });
    };
    const auto first = std::ranges::find_if(order, kept);
    const auto last =
        std::find_if(std::make_reverse_iterator(order.end()), std::make_reverse_iterator(first), kept).base();
    const auto size_of_all = [&](auto begin, auto end) {
        std::int64_t size = 1;
        for (auto d = begin; d != end; ++d) size *= ordering.size(*d);
        return size;
    };
    call.samples = first == order.end() ? 1 : size_of_all(order.begin(), first);
    call.groups = size_of_all(first, last);
    call.plane = first == order.end() ? call.count : size_of_all(last, order.end());

    const std::vector<int> grouped(first, last);
    const std::vector<group_dimension> groups = group_dimensions(ordering, grouped, parameters, maps);
    call.group_rank = static_cast<int>(groups.size());
    call.parameter_count = static_cast<int>(parameters.size());
    for (int g = 0; g < call.group_rank; ++g) {
        const group_dimension& group = groups[static_cast<std::size_t>(g)];
        call.group_sizes[g] = group.extent.size;
        for (std::size_t k = 0; k < parameters.size(); ++k) {
            call.parameters[k].kept[g] = group.kept[k];
            call.parameters[k].strides[g] = group.extent.strides[2 * k];
            call.parameters[k].gradient_strides[g] = group.extent.strides[2 * k + 1];
        }
    }
    for (std::size_t k = 0; k < parameters.size(); ++k) {
        kernels::channel_parameter& parameter = call.parameters[k];
        parameter.values = parameters[k].view.values().data();
        parameter.type = parameters[k].view.values().type();
        parameter.gradient = parameters[k].gradient ? parameters[k].gradient->data() : nullptr;
        parameter.gradient_type = parameters[k].gradient ? parameters[k].gradient->type() : parameter.type;
    }
}

}  // namespace softknee::host
