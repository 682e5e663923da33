// The reconstruction of MedZen's repository, with its key beside it: every literal that was planted
// is found and is what the key says, and nothing else is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "account/account_file.h"
#include "env/real_disk.h"
#include "plan/plan_file.h"
#include "repo/scan.h"
#include "yaml/parse.h"

namespace godwit::repo {
namespace {

const std::filesystem::path medzen =
    std::filesystem::path(GODWIT_SOURCE_DIR) / "examples" / "medzen";

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

const yaml::Node* find(const yaml::Node& map, std::string_view key) {
  for (const yaml::Entry& entry : map.entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

std::string text_of(const yaml::Node& map, std::string_view key) {
  const yaml::Node* node = find(map, key);
  return node == nullptr ? std::string() : node->text;
}

const std::vector<yaml::Node>& items_of(const yaml::Node& map, std::string_view key) {
  static const std::vector<yaml::Node> none;
  const yaml::Node* node = find(map, key);
  return node == nullptr ? none : node->items;
}

using Places = std::vector<std::string>;  // "FILE:LINE"

// One line for a hit, so that a difference shows all of it.
std::string line_of(const std::string& file, const std::string& line, const std::string& text,
                    const std::string& what, const std::string& use, const std::string& role,
                    Places overridden, Places used) {
  std::ranges::sort(overridden);
  std::ranges::sort(used);
  std::string all = file + ":" + line + " " + text + ": " + what + ", " + use;
  if (!role.empty()) all += ", " + role;
  for (const std::string& place : overridden) all += "; overridden at " + place;
  for (const std::string& place : used) all += "; used at " + place;
  return all;
}

std::string line_of(const Hit& hit) {
  Places overridden;
  Places used;
  for (const Dependency& dependency : hit.depends) {
    const std::string place = dependency.where.file + ":" + std::to_string(dependency.where.line);
    (dependency.kind == Dependency::Kind::overridden ? overridden : used).push_back(place);
  }
  return line_of(hit.at.file, std::to_string(hit.at.line), hit.text,
                 std::string(to_string(hit.literal.what)), std::string(to_string(hit.use)),
                 hit.role, overridden, used);
}

std::string line_of(const std::string& file, const std::string& line, bool in_name) {
  return file + ":" + line + (in_name ? " in its name" : "");
}

struct Key {
  std::vector<std::string> hits;
  std::vector<std::string> secrets;
};

Key read_key() {
  Key key;
  yaml::Problems problems("repo.key.yaml", "read key");
  const auto root = yaml::parse(content_of(medzen / "repo.key.yaml"), problems);
  EXPECT_TRUE(root.has_value());
  if (!root) return key;
  for (const yaml::Node& file : items_of(*root, "files")) {
    for (const yaml::Node& hit : items_of(file, "hits")) {
      Places overridden;
      Places used;
      for (const yaml::Node& place : items_of(hit, "overridden")) overridden.push_back(place.text);
      for (const yaml::Node& place : items_of(hit, "used")) used.push_back(place.text);
      key.hits.push_back(line_of(text_of(file, "file"), text_of(hit, "line"), text_of(hit, "text"),
                                 text_of(hit, "what"), text_of(hit, "use"), text_of(hit, "role"),
                                 overridden, used));
    }
  }
  for (const yaml::Node& secret : items_of(*root, "secrets")) {
    const bool in_name = text_of(secret, "in_name") == "true";
    key.secrets.push_back(
        line_of(text_of(secret, "file"), in_name ? "0" : text_of(secret, "line"), in_name));
  }
  return key;
}

Scan scan_medzen(std::size_t threads) {
  auto plan = plan::read_plan(content_of(medzen / "migration.yaml"), "migration.yaml");
  auto account = account::read_account(content_of(medzen / "account.yaml"), "account.yaml");
  EXPECT_TRUE(plan && account);
  const Vocabulary vocabulary =
      Vocabulary::of(plan ? &*plan : nullptr, account ? &*account : nullptr);
  RealDisk disk;
  auto found = scan(disk, (medzen / "repo").string(), vocabulary, {.threads = threads});
  EXPECT_TRUE(found);
  return found ? *std::move(found) : Scan();
}

// What one has and the other has not, each as often as it is there.
std::vector<std::string> without(std::vector<std::string> some, std::vector<std::string> others) {
  std::ranges::sort(some);
  std::ranges::sort(others);
  std::vector<std::string> rest;
  std::ranges::set_difference(some, others, std::back_inserter(rest));
  return rest;
}

TEST(MedzenKey, EveryLiteralIsFoundAndIsWhatTheKeySays) {
  const Key key = read_key();
  ASSERT_GT(key.hits.size(), 100U);
  std::vector<std::string> found;
  for (const Hit& hit : scan_medzen(1).hits) found.push_back(line_of(hit));
  EXPECT_THAT(without(key.hits, found), testing::IsEmpty()) << "missing";
  EXPECT_THAT(without(found, key.hits), testing::IsEmpty()) << "invented";
}

TEST(MedzenKey, SecretsAreFound) {
  std::vector<std::string> found;
  for (const FoundSecret& secret : scan_medzen(1).secrets) {
    found.push_back(line_of(secret.at.file, std::to_string(secret.at.line), secret.in_name));
  }
  EXPECT_THAT(found, testing::UnorderedElementsAreArray(read_key().secrets));
}

TEST(MedzenKey, PlacesAndTextsAreThoseOfTheFiles) {
  for (const Hit& hit : scan_medzen(1).hits) {
    const std::string content = content_of(medzen / "repo" / hit.at.file);
    const Literal& literal = hit.literal;
    EXPECT_EQ(content.substr(literal.begin, literal.end - literal.begin), hit.text);
    EXPECT_EQ(1 + std::count(content.begin(),
                             content.begin() + static_cast<std::ptrdiff_t>(literal.begin), '\n'),
              hit.at.line);
  }
}

TEST(MedzenKey, ThreadsChangeNothing) {
  const Scan one = scan_medzen(1);
  const Scan four = scan_medzen(4);
  ASSERT_EQ(one.hits.size(), four.hits.size());
  for (std::size_t i = 0; i < one.hits.size(); ++i) {
    EXPECT_EQ(line_of(one.hits[i]), line_of(four.hits[i]));
  }
  EXPECT_EQ(one.bytes, four.bytes);
}

}  // namespace
}  // namespace godwit::repo
