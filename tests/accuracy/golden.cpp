// SPDX-License-Identifier: Apache-2.0
#include "golden.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace softknee_accuracy {

namespace {

using softknee_reference::mpfr_number;

mpfr_number decimal(const std::string& text) {
    mpfr_number result;
    if (text.empty() || mpfr_set_str(result.get(), text.c_str(), 10, MPFR_RNDN) != 0) {
        throw std::runtime_error("not a number: \"" + text + "\"");
    }
    return result;
}

golden_value value_of(const std::string& text) {
    if (const auto slash = text.find('/'); slash != std::string::npos) {
        return {decimal(text.substr(0, slash)) / decimal(text.substr(slash + 1)), 0};
    }
    const auto exponent_at = text.find('e');
    const auto point = text.find('.');
    if (point == std::string::npos) return {decimal(text), 0};
    const auto digits = (exponent_at == std::string::npos ? text.size() : exponent_at) - point - 1;
    const std::string exponent = exponent_at == std::string::npos ? "0" : text.substr(exponent_at + 1);
    return {decimal(text), decimal("1e" + std::to_string(std::stol(exponent) - static_cast<long>(digits)))};
}

golden_point point_of(const std::string& line) {
    std::istringstream fields(line);
    std::string x, parameters, y, derivative, source;
    std::getline(fields, x, ',');
    std::getline(fields, parameters, ',');
    std::getline(fields, y, ',');
    std::getline(fields, derivative, ',');
    std::getline(fields, source);
    if (source.size() < 3 || source.front() != '"' || source.back() != '"') {
        throw std::runtime_error("no source in: " + line);
    }
    golden_point point;
    point.x = value_of(x).value;
    std::istringstream list(parameters);
    for (std::string parameter; list >> parameter;) point.parameters.push_back(std::strtod(parameter.c_str(), nullptr));
    if (!y.empty()) point.y = value_of(y);
    if (!derivative.empty()) point.derivative = value_of(derivative);
    point.source = source.substr(1, source.size() - 2);
    return point;
}

}  // namespace

std::vector<golden_point> golden_points(std::string_view activation) {
    const std::string path = std::string(SOFTKNEE_GOLDEN_FOLDER) + "/" + std::string(activation) + ".csv";
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line) || line != "x,parameters,y,derivative,source") {
        throw std::runtime_error("no golden points in " + path);
    }
    std::vector<golden_point> points;
    while (std::getline(file, line)) points.push_back(point_of(line));
    return points;
}

}  // namespace softknee_accuracy
