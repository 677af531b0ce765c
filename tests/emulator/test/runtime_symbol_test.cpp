// SPDX-License-Identifier: Apache-2.0
#include "runtime_kernel_fixture.hpp"

/// Variables of device code.
namespace softknee_emulator::test {
namespace {

using symbol_test = kernel_test;

TEST_F(symbol_test, variables_are_read_and_written_by_their_symbols) {
    const registration registered(fat_binary().add(ptx_for("75", 3), 75));
    int number = 0;
    EXPECT_EQ(cudaMemcpyFromSymbol(&number, registered.symbol(), sizeof number, 0, cudaMemcpyDeviceToHost),
              cudaSuccess);
    EXPECT_EQ(number, 3);
    number = 11;
    EXPECT_EQ(cudaMemcpyToSymbol(registered.symbol(), &number, sizeof number, 0, cudaMemcpyHostToDevice), cudaSuccess);
    EXPECT_EQ(number_of(registered), 11);
    const char byte = 12;
    EXPECT_EQ(cudaMemcpyToSymbolAsync(registered.symbol(), &byte, 1, 1, cudaMemcpyDefault, nullptr), cudaSuccess);
    EXPECT_EQ(cudaMemcpyFromSymbolAsync(&number, registered.symbol(), sizeof number, 0, cudaMemcpyDefault, nullptr),
              cudaSuccess);
    EXPECT_EQ(number, 11 + 12 * 256);
    void* address = nullptr;
    std::size_t bytes = 0;
    EXPECT_EQ(cudaGetSymbolAddress(&address, registered.symbol()), cudaSuccess);
    EXPECT_EQ(cudaGetSymbolSize(&bytes, registered.symbol()), cudaSuccess);
    EXPECT_EQ(bytes, sizeof(int));
    cudaPointerAttributes attributes;
    EXPECT_EQ(cudaPointerGetAttributes(&attributes, address), cudaSuccess);
    EXPECT_EQ(attributes.type, cudaMemoryTypeDevice);
    EXPECT_EQ(cudaFree(address), cudaErrorInvalidValue);
}

TEST_F(symbol_test, each_device_has_its_own_variables) {
    const registration registered(fat_binary().add(ptx_for("75", 3), 75));
    const int number = 11;
    EXPECT_EQ(cudaMemcpyToSymbol(registered.symbol(), &number, sizeof number, 0, cudaMemcpyDefault), cudaSuccess);
    ASSERT_EQ(cudaSetDevice(1), cudaSuccess);
    EXPECT_EQ(number_of(registered), 3);
    EXPECT_EQ(cudaDeviceReset(), cudaSuccess);
    ASSERT_EQ(cudaSetDevice(0), cudaSuccess);
    EXPECT_EQ(number_of(registered), 11);
    EXPECT_EQ(cudaDeviceReset(), cudaSuccess);
    EXPECT_EQ(number_of(registered), 3);
}

TEST_F(symbol_test, variables_take_memory_of_the_device_until_their_binary_is_unregistered) {
    const auto free_bytes = [] {
        std::size_t free = 0;
        std::size_t total = 0;
        EXPECT_EQ(cudaMemGetInfo(&free, &total), cudaSuccess);
        return free;
    };
    const std::size_t before = free_bytes();
    {
        const registration registered(fat_binary().add(ptx_for("75", 3), 75));
        EXPECT_EQ(free_bytes(), before) << "a binary is loaded when it is first needed";
        EXPECT_EQ(number_of(registered), 3);
        EXPECT_EQ(free_bytes(), before - sizeof(int));
    }
    EXPECT_EQ(free_bytes(), before);
}

TEST_F(symbol_test, what_does_not_fit_a_symbol_is_refused) {
    const registration registered(fat_binary().add(ptx_for("75", 3), 75));
    const int no_symbol = 0;
    int number = 0;
    void* address = nullptr;
    std::size_t bytes = 0;
    EXPECT_EQ(cudaMemcpyToSymbol(&no_symbol, &number, 4, 0, cudaMemcpyDefault), cudaErrorInvalidSymbol);
    EXPECT_EQ(cudaGetSymbolAddress(&address, &no_symbol), cudaErrorInvalidSymbol);
    EXPECT_EQ(cudaGetSymbolSize(&bytes, nullptr), cudaErrorInvalidSymbol);
    EXPECT_EQ(cudaMemcpyToSymbol(registered.symbol(), &number, 5, 0, cudaMemcpyDefault), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemcpyToSymbol(registered.symbol(), &number, 4, 1, cudaMemcpyDefault), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemcpyToSymbol(registered.symbol(), &number, 0, 5, cudaMemcpyDefault), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemcpyToSymbol(registered.symbol(), &number, 4, 0, cudaMemcpyDeviceToHost),
              cudaErrorInvalidMemcpyDirection);
    EXPECT_EQ(cudaMemcpyFromSymbol(&number, registered.symbol(), 4, 0, cudaMemcpyHostToDevice),
              cudaErrorInvalidMemcpyDirection);
}

using symbol_death_test = symbol_test;

TEST_F(symbol_death_test, a_managed_variable_has_one_device) {
    fat_binary binary;
    binary.add(ptx_for("75", 3), 75);
    void** const handle = __cudaRegisterFatBinary(binary.wrapper());
    void* pointer = nullptr;
    __cudaRegisterManagedVar(handle, &pointer, nullptr, "number", 0, sizeof(int), 0, 0);
    EXPECT_DEATH(__cudaInitModule(handle), "managed variables are not emulated for several devices");
    __cudaUnregisterFatBinary(handle);
}

}  // namespace
}  // namespace softknee_emulator::test
