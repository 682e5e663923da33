// What the tests of rules share: subjects from texts, as `godwit check` makes them of files.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "account/account_file.h"
#include "check/suppressions.h"
#include "plan/plan_file.h"

namespace godwit::check::testing {

// Files are told by their names: *.md are documents, plan.yaml and account.yaml are these, and
// everything else is a file of the repository.
struct Files {
  std::vector<std::pair<std::string, std::string>> texts;  // path, content
  // The repository's whatever they are called.
  std::vector<std::pair<std::string, std::string>> repository;
};

// The subject borrows the plan and the account.
struct MadeSubject {
  std::optional<plan::Plan> plan;
  std::optional<account::Account> account;
  Subject subject;
};

inline std::unique_ptr<MadeSubject> make_subject(const Files& files) {
  auto made = std::make_unique<MadeSubject>();
  std::vector<Input> inputs;
  std::string plan_text;
  bool repository = !files.repository.empty();
  for (const auto& [path, content] : files.texts) {
    if (path.ends_with(".md")) {
      inputs.push_back({path, content, Input::Kind::document});
    } else if (path == "plan.yaml") {
      auto plan = plan::read_plan(content, path);
      if (!plan) ADD_FAILURE() << to_string(plan.error().front());
      if (plan) made->plan = *std::move(plan);
      plan_text = content;
    } else if (path == "account.yaml") {
      auto account = account::read_account(content, path);
      if (!account) ADD_FAILURE() << to_string(account.error().front());
      if (account) made->account = *std::move(account);
    } else {
      inputs.push_back({path, content, Input::Kind::repository});
      repository = true;
    }
  }
  for (const auto& [path, content] : files.repository) {
    inputs.push_back({path, content, Input::Kind::repository});
  }
  made->subject = read_subject(std::move(inputs), made->plan ? &*made->plan : nullptr,
                               made->account ? &*made->account : nullptr, std::move(plan_text));
  made->subject.has_repository = repository;
  made->subject.today = parse_time("2026-11-23");
  return made;
}

inline std::string content_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// The files of a folder, by path from there.
inline void add_repository(Files& files, const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  for (const auto& path : paths) {
    files.repository.emplace_back(path.lexically_relative(folder).string(), content_of(path));
  }
}

// "runbook.md:5:12", as docs/checks/ has it.
inline std::string place_of(const Finding& finding) { return to_string(finding.span.at); }

}  // namespace godwit::check::testing
