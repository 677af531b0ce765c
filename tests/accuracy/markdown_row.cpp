// SPDX-License-Identifier: Apache-2.0
#include "markdown_row.hpp"

#include <iomanip>
#include <locale>
#include <sstream>

namespace softknee_accuracy {

std::string markdown_head() {
    return "| activation | pass | dtype | inputs | maximum ULP | misrounded | worst input |\n"
           "|---|---|---|---|---|---|---|\n";
}

std::string markdown_row(const sweep_row& row) {
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text << "| " << row.activation << " | " << name_of(row.direction) << " | " << softknee::name_of(row.type) << " | "
         << row.inputs << " | " << std::fixed << std::setprecision(4) << row.maximum_ulp << " | " << row.misrounded
         << " | 0x" << std::hex << std::setfill('0') << std::setw(2 * static_cast<int>(softknee::size_of(row.type)))
         << row.worst_input_bits << " |\n";
    return text.str();
}

}  // namespace softknee_accuracy
