// SPDX-License-Identifier: Apache-2.0
#include <softknee/error.hpp>

#include <utility>

namespace softknee {

argument_error::argument_error(std::string function, std::string argument, std::string got, std::string expected)
    : error(function + ": " + argument + ": got " + got + ", expected " + expected),
      function_(std::move(function)),
      argument_(std::move(argument)),
      got_(std::move(got)),
      expected_(std::move(expected)) {}

}  // namespace softknee
