// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "search.hpp"

/// The table of forms: see forms.cpp.
namespace softknee_coefficients {

struct search_options {
    double seconds = 0;  ///< for each type; 0 counts the misrounded inputs of the coefficients as they are
    unsigned seed = 1;
    /// By the name of a type; the coefficients of the library if there are none.
    std::map<std::string, std::vector<float>> start;
};

/// A form of include/softknee/math/narrow with the passes of activations that it is for.
struct form {
    std::string name;
    /// Prints the faults of each target, and the coefficients if they have been moved.
    /// Returns the misrounded inputs.
    /// @throws std::invalid_argument if options.start has another number of coefficients
    std::function<std::size_t(const search_options&)> run;
};

/// A pass, at all parameter sets.
struct form_use {
    std::string activation;
    softknee::pass direction = softknee::pass::forward;
};

void print_coefficients(const char* type, const float* values, std::size_t count);
void print_faults(const char* type, const target& goal, const faults& found);

template <class Storage, class Coefficients, class Function>
std::size_t run_form(const Function& function, const std::vector<form_use>& uses, const search_options& options) {
    constexpr softknee::dtype type = softknee::dtype_of<Storage>::value;
    const char* const type_name = softknee::name_of(type).data();
    std::vector<target> targets;
    for (std::size_t use = 0; use < uses.size(); ++use) {
        for (target& each : make_targets(uses[use].activation, uses[use].direction, type)) {
            each.use = use;
            targets.push_back(std::move(each));
        }
    }
    problem<Storage, Coefficients, Function> problem(function, std::move(targets));
    Coefficients c{};
    if (const auto start = options.start.find(type_name); start != options.start.end()) {
        if (start->second.size() != problem.coefficient_count) {
            throw std::invalid_argument(std::to_string(problem.coefficient_count) + " coefficients are needed");
        }
        std::copy(start->second.begin(), start->second.end(), reinterpret_cast<float*>(&c));
    }
    if (options.seconds > 0) {
        c = search(problem, c, options.seconds, options.seed);
        print_coefficients(type_name, reinterpret_cast<const float*>(&c), problem.coefficient_count);
    }
    std::size_t all = 0;
    for (std::size_t which = 0; which < problem.targets().size(); ++which) {
        const faults found = problem.count(c, which);
        print_faults(type_name, problem.targets()[which], found);
        all += found.misrounded;
    }
    return all;
}

/// `function` is called with the number of the use, a Real, its parameters and coefficients of the type that
/// `Coefficients` has for its storage type.
template <template <class> class Coefficients, class Function>
form make_form(std::string name, Function function, std::vector<form_use> uses) {
    return {std::move(name), [function, uses](const search_options& options) {
                using softknee::bfloat16;
                using softknee::float16;
                return run_form<float16, Coefficients<float16>>(function, uses, options) +
                       run_form<bfloat16, Coefficients<bfloat16>>(function, uses, options);
            }};
}

/// Each form once.
const std::vector<form>& all_forms();

}  // namespace softknee_coefficients
