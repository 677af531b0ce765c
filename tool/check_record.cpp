// SPDX-License-Identifier: Apache-2.0
#include "check_record.hpp"

#include <algorithm>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "cell_text.hpp"
#include "command.hpp"
#include "replacement_file.hpp"
#include "selection.hpp"

namespace softknee::tool {
namespace {

template <class Values>
auto value_of(std::string_view name, const Values& values) {
    const auto found = std::ranges::find(values, name, [](auto value) { return softknee::name_of(value); });
    if (found == std::end(values)) throw std::runtime_error("unknown name " + std::string(name));
    return *found;
}

nlohmann::ordered_json json_of(const recorded_row& recorded) {
    const auto& row = recorded.row;
    return {{"activation", row.activation},
            {"direction", std::string(name_of(row.direction))},
            {"dtype", std::string(name_of(row.type))},
            {"done", recorded.done},
            {"total", recorded.total},
            {"fingerprint", hexadecimal_text(recorded.fingerprint, 8)},
            {"inputs", row.inputs},
            {"maximum_ulp", row.maximum_ulp},
            {"misrounded", row.misrounded},
            {"false_zeros", row.false_zeros},
            {"wrong_signs", row.wrong_signs},
            {"nans", row.nans},
            {"reference_faults", row.reference_faults},
            {"worst_input", hexadecimal_text(row.worst_input_bits, static_cast<int>(size_of(row.type)))}};
}

std::uint64_t number_in(const nlohmann::json& text) {
    return std::stoull(text.get<std::string>(), nullptr, 16);
}

recorded_row row_in(const nlohmann::json& json) {
    return {.row = {.activation = json.at("activation"),
                    .direction = value_of(json.at("direction").get<std::string>(), all_directions),
                    .type = value_of(json.at("dtype").get<std::string>(), all_dtypes),
                    .inputs = json.at("inputs"),
                    .maximum_ulp = json.at("maximum_ulp"),
                    .misrounded = json.at("misrounded"),
                    .false_zeros = json.at("false_zeros"),
                    .wrong_signs = json.at("wrong_signs"),
                    .nans = json.at("nans"),
                    .reference_faults = json.at("reference_faults"),
                    .worst_input_bits = number_in(json.at("worst_input"))},
            .done = json.at("done"),
            .total = json.at("total"),
            .fingerprint = number_in(json.at("fingerprint"))};
}

bool same_case(const recorded_row& recorded, std::string_view activation, pass direction, dtype type) {
    return recorded.row.activation == activation && recorded.row.direction == direction && recorded.row.type == type;
}

}  // namespace

check_record::check_record(std::filesystem::path file) : file_(std::move(file)) {
    if (!std::filesystem::exists(file_)) return;
    try {
        std::ifstream in(file_);
        for (const auto& row : nlohmann::json::parse(in)) rows_.push_back(row_in(row));
    } catch (const std::exception& error) {
        throw usage_error(file_.string() + " is not a record of softknee check: " + error.what());
    }
}

std::optional<recorded_row> check_record::find(const softknee_accuracy::sweep_request& request, std::uint64_t total,
                                               std::uint64_t fingerprint) const {
    const std::string activation = format(request.activation);
    for (const recorded_row& recorded : rows_) {
        if (same_case(recorded, activation, request.direction, request.type) && recorded.total == total &&
            recorded.fingerprint == fingerprint) {
            return recorded;
        }
    }
    return std::nullopt;
}

void check_record::keep(const recorded_row& kept) {
    const auto found = std::ranges::find_if(rows_, [&](const recorded_row& recorded) {
        return same_case(recorded, kept.row.activation, kept.row.direction, kept.row.type);
    });
    if (found == rows_.end()) {
        rows_.push_back(kept);
    } else {
        *found = kept;
    }
    std::string text = "[";
    for (const recorded_row& recorded : rows_) text += (text == "[" ? "\n" : ",\n") + json_of(recorded).dump();
    text += "\n]\n";
    replacement_file replacement(file_);
    replacement.write(std::as_bytes(std::span(text)));
    replacement.replace();
}

}  // namespace softknee::tool
