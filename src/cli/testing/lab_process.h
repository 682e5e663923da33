// What tests of the program as processes have in common: a folder that is gone afterwards, the
// small plan and its account in it, `godwit lab` on a socket, and the environment in which others
// find it.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "cli/testing/child.h"
#include "env/real_disk.h"
#include "rehearse/testing/small.h"

namespace godwit::cli::testing {

struct InFolder : ::testing::Test {
  RealDisk disk;
  std::filesystem::path folder;

  InFolder() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder = std::filesystem::path(::testing::TempDir()) /
             fmt::format("godwit_{}_{}_{}", test->test_suite_name(), test->name(), getpid());
    std::filesystem::create_directories(folder);
  }
  ~InFolder() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

  std::string path(const std::string& name) const { return (folder / name).string(); }
  std::string content(const std::string& name) { return read_file(disk, path(name)).value_or(""); }
  void write(const std::string& name, const std::string& text) {
    ASSERT_TRUE(write_file(disk, path(name), text)) << name;
  }
  void write_small(const std::string& more_of_the_plan = {}) {
    write("plan.yaml", rehearse::testing::plan_yaml + more_of_the_plan);
    write("account.yaml", rehearse::testing::account_yaml);
  }
};

struct WithLab : InFolder {
  std::vector<std::string> environment = {
      "AWS_ACCESS_KEY_ID=AKIAEXAMPLESMALL0000", "AWS_SECRET_ACCESS_KEY=made-up-small",
      "AWS_CONFIG_FILE=/nonexistent", "AWS_SHARED_CREDENTIALS_FILE=/nonexistent"};
  std::unique_ptr<Child> lab;
  std::string address;  // 127.0.0.1 and its port

  // So many times as fast as life; it is ready when this returns.
  void start_lab(const std::string& speed, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"lab",     "--account", path("account.yaml"), "--port", "0",
                                      "--speed", speed};
    words.insert(words.end(), more.begin(), more.end());
    lab = std::make_unique<Child>(words, path("lab-out"), path("lab-err"));
    for (int i = 0; i < 500 && content("lab-out").find('\n') == std::string::npos; ++i) {
      std::this_thread::sleep_for(milliseconds(20));
    }
    const std::string line = content("lab-out");
    const std::size_t at = line.find("127.0.0.1:");
    ASSERT_NE(at, std::string::npos) << line << content("lab-err");
    address = line.substr(at, line.find(' ', at) - at);
  }

  // The program with these words, on the lab.
  std::unique_ptr<Child> on_lab(std::vector<std::string> words, const std::string& files = {}) {
    words.insert(words.end(), {"--endpoint-url", "http://" + address});
    return std::make_unique<Child>(words, path(files + "out"), path(files + "err"), environment);
  }
  std::unique_ptr<Child> apply(const std::vector<std::string>& more = {"--yes"},
                               const std::string& files = {}) {
    std::vector<std::string> words = {"apply", path("plan.yaml"), "--journal", path("run.journal"),
                                      "--run", "small-1"};
    words.insert(words.end(), more.begin(), more.end());
    return on_lab(std::move(words), files);
  }
};

}  // namespace godwit::cli::testing
