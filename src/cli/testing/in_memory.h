// The program's commands in this process, on a simulated disk: what they print, and their exit
// code.
#pragma once

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "cli/command.h"
#include "env/simulated_env.h"
#include "rehearse/testing/small.h"

namespace godwit::cli::testing {

// With the small plan and its account on the disk.
struct InMemory : ::testing::Test {
  SimulatedEnv env{Time{}, 1};
  std::string out;
  std::string err;

  void SetUp() override {
    write("/plan.yaml", rehearse::testing::plan_yaml);
    write("/account.yaml", rehearse::testing::account_yaml);
  }
  void write(const std::string& path, const std::string& text) {
    ASSERT_TRUE(write_file(env.disk, path, text));
  }
  // The words after the program's name.
  int run(const std::vector<std::string>& words) {
    std::vector<const char*> arguments = {"godwit"};
    for (const std::string& word : words) arguments.push_back(word.c_str());
    std::ostringstream out_stream;
    std::ostringstream err_stream;
    Console console{env.env(), out_stream, err_stream, report::Terminal(false, "", "", 0)};
    const int code = cli::run(static_cast<int>(arguments.size()), arguments.data(), console);
    out = out_stream.str();
    err = err_stream.str();
    return code;
  }
};

}  // namespace godwit::cli::testing
