// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <ostream>
#include <span>
#include <string>
#include <vector>

namespace softknee::tool {

enum class alignment { left, right };

struct table_column {
    std::string title;
    alignment side;
    std::size_t width;  ///< at least so many characters; a longer cell moves the rest of its row
};

/// A table that is printed row by row, so that what took long to compute is seen, and kept, at once.
class table {
public:
    /// Prints the titles.
    table(std::ostream& out, std::vector<table_column> columns);
    /// Prints and flushes a row with a cell for each column.
    void print_row(std::span<const std::string> cells);

private:
    std::ostream& out_;
    std::vector<table_column> columns_;
};

}  // namespace softknee::tool
