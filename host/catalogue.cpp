// SPDX-License-Identifier: Apache-2.0
#include <softknee/catalogue.hpp>

#include <host/activation_list.hpp>
#include <host/number_text.hpp>
#include <host/parameter_range.hpp>
#include <softknee/error.hpp>
#include <softknee/evaluate.hpp>

namespace softknee {
namespace {

template <class Activation>
bool output_determines_derivative(const Activation& a) {
    if constexpr (!has_derivative_from_output<Activation>) {
        return false;
    } else if constexpr (requires { a.output_determines_derivative(); }) {
        return a.output_determines_derivative();
    } else {
        return true;
    }
}

}  // namespace

std::string_view name_of(const activation& activation) {
    return std::visit([]<class A>(const A&) { return A::description.name; }, activation);
}

std::string format(const activation& activation) {
    return std::visit(
        []<class A>(const A& a) {
            std::string text(A::description.name);
            std::string_view separator = "(";
            for_each_parameter<A>([&](const parameter<A>& p) {
                text += separator;
                text += p.name;
                text += '=' + number_text(a.*p.member);
                separator = ", ";
            });
            return parameter_count<A> > 0 ? text + ')' : text;
        },
        activation);
}

void validate(const activation& activation) {
    std::visit(
        []<class A>(const A& a) {
            for_each_parameter<A>([&](const parameter<A>& p) {
                if (!host::contains(p.range, a.*p.member)) {
                    throw parameter_error(std::string(A::description.name), std::string(p.name),
                                          number_text(a.*p.member), std::string(host::text_of(p.range)));
                }
            });
            if constexpr (requires { a.inconsistency(); }) {
                if (const char* expected = a.inconsistency()) {
                    throw parameter_error(std::string(A::description.name), "parameters", format(a), expected);
                }
            }
        },
        activation);
}

bool determines_derivative(const activation& activation, saved_kind kind) {
    return std::visit(
        [&]<class A>(const A& a) {
            constexpr bool needs_nothing = requires {
                requires A::derivative_is_constant;
            };
            switch (kind) {
                case saved_kind::nothing:
                    return needs_nothing;
                case saved_kind::input:
                    return true;
                case saved_kind::output:
                    return output_determines_derivative(a);
            }
            return false;
        },
        activation);
}

std::vector<activation_information> catalogue() {
    std::vector<activation_information> all;
    for_each_activation([&]<class A>(const A& a) {
        activation_information information{A::description, {}, {}, a};
        for_each_parameter<A>([&](const parameter<A>& p) {
            information.parameters.push_back({p.name, a.*p.member, p.range});
        });
        for (const saved_kind kind : {saved_kind::nothing, saved_kind::input, saved_kind::output}) {
            if (determines_derivative(a, kind)) information.saved.push_back(kind);
        }
        all.push_back(std::move(information));
    });
    return all;
}

}  // namespace softknee
