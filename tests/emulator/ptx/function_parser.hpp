// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <emulator/ptx/module.hpp>
#include <emulator/ptx/source_text.hpp>

namespace softknee_emulator::ptx {

/// Reads the body of a function. Inline assembly opens scopes whose names hide outer ones: each scope's names become
/// unique here, so that nothing after this knows of scopes.
class function_parser {
public:
    /// @param result  has its name and parameters
    explicit function_parser(function& result) : function_(result) {}

    /// Takes the body with its braces.
    void parse_body(source_text& text);

private:
    struct scope {
        std::size_t parent;
        std::map<std::string, std::string, std::less<>> renamed{};
        std::map<std::string, std::size_t, std::less<>> labels{};
    };

    void parse_directive(std::string_view text, std::size_t current);
    void parse_statement(std::string_view text, std::size_t current);
    /// The name in its scope; itself if no scope hides another one's.
    std::string declare(const std::string& name, std::size_t current);
    std::string resolve(std::string_view name, std::size_t current) const;
    std::string resolve_names(std::string_view operand, std::size_t current) const;
    void resolve_labels();

    function& function_;
    std::vector<scope> scopes_;
    std::map<std::string, int, std::less<>> declared_;  ///< how often each name has been declared
    std::vector<std::size_t> scope_of_statement_;
};

}  // namespace softknee_emulator::ptx
