#include <gtest/gtest.h>

#include "repo/readings/places.h"

namespace godwit::repo {
namespace {

TEST(Language, ByNameEndingAndFirstLine) {
  EXPECT_EQ(language_of("a/b.yaml", ""), Language::yaml);
  EXPECT_EQ(language_of("a.template", "{\"Resources\": {}}"), Language::json);
  EXPECT_EQ(language_of("a.template", "Resources:\n"), Language::yaml);
  EXPECT_EQ(language_of("a.tsx", ""), Language::javascript);
  EXPECT_EQ(language_of("deploy", "#!/usr/bin/env bash\n"), Language::shell);
  EXPECT_EQ(language_of("deploy", "#!/usr/bin/env python3\n"), Language::python);
  EXPECT_EQ(language_of("deploy", "echo\n"), Language::none);
  EXPECT_EQ(language_of(".env.local", ""), Language::dotenv);
  EXPECT_EQ(language_of("README", ""), Language::markdown);
  EXPECT_EQ(language_of("main.tf", ""), Language::terraform);
  EXPECT_EQ(language_of("api.Dockerfile", ""), Language::dockerfile);
  EXPECT_EQ(language_of("requirements.txt", ""), Language::none);
  EXPECT_EQ(language_of("stack", "AWSTemplateFormatVersion: 2010-09-09\n"), Language::yaml);
  EXPECT_EQ(language_of("a.yaml.bak", ""), Language::yaml);
}

TEST(Language, ABackupIsACopyByItsName) {
  for (const char* path : {"a.bak", "a/b.dart.bak", "a.yaml~", "a.orig", "a.sh.old", "a.tf.backup",
                           "a.bak.2", "a.bak-2024-06-01"}) {
    EXPECT_TRUE(is_backup(path)) << path;
  }
  for (const char* path :
       {"bak", ".bak", "backup.sh", "a.bakery", "a.older", "a.bak/b.sh", "rollback.sh", "~"}) {
    EXPECT_FALSE(is_backup(path)) << path;
  }
}

TEST(Language, WhatIsShippedToClients) {
  EXPECT_TRUE(is_clients("assets/environment.json", Language::json));
  EXPECT_TRUE(is_clients("lib/main.dart", Language::dart));
  EXPECT_TRUE(is_clients("x/aws-exports.js", Language::javascript));
  EXPECT_TRUE(is_clients("packages/web/config.ts", Language::javascript));
  EXPECT_FALSE(is_clients("src/visitors/static/index.js", Language::javascript));
  EXPECT_FALSE(is_clients("web.json", Language::json));
  EXPECT_FALSE(is_clients("web/deploy.sh", Language::shell));
  EXPECT_FALSE(is_clients("web/server/config.json", Language::json));
  EXPECT_FALSE(is_clients("infrastructure/regions.json", Language::json));
}

}  // namespace
}  // namespace godwit::repo
