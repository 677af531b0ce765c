// SPDX-License-Identifier: Apache-2.0
#include <exception>
#include <iostream>
#include <new>

#include "command_line.hpp"

int main(int argument_count, char** arguments) {
    using softknee::tool::fail;
    try {
        const int status = softknee::tool::run_command_line(argument_count, arguments);
        if (!std::cout.flush()) return fail("standard output cannot be written");
        return status;
    } catch (const std::bad_alloc&) {
        return fail("not enough memory");
    } catch (const std::exception& error) {
        return fail(error.what());
    }
}
