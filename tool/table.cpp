// SPDX-License-Identifier: Apache-2.0
#include "table.hpp"

#include <algorithm>
#include <utility>

namespace softknee::tool {

table::table(std::ostream& out, std::vector<table_column> columns) : out_(out), columns_(std::move(columns)) {
    std::vector<std::string> titles;
    for (auto& column : columns_) {
        column.width = std::max(column.width, column.title.size());
        titles.push_back(column.title);
    }
    print_row(titles);
}

void table::print_row(std::span<const std::string> cells) {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const auto& column = columns_[i];
        const std::string padding(column.width - std::min(column.width, cells[i].size()), ' ');
        if (i > 0) line += "  ";
        line += column.side == alignment::left ? cells[i] + padding : padding + cells[i];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out_ << line << std::endl;
}

}  // namespace softknee::tool
