#include "consumer/function_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "env/simulated_disk.h"

namespace godwit::consumer {
namespace {

class FunctionSources : public ::testing::Test {
 protected:
  FunctionSources() {
    for (const char* each : {"repo", "repo/supabase", "repo/supabase/functions",
                             "repo/supabase/functions/token", "repo/supabase/functions/token/lib",
                             "repo/supabase/functions/chat", "repo/supabase/functions/_shared"}) {
      EXPECT_TRUE(disk.make_folder(each));
    }
    write("token/index.ts", "const region = 'eu-central-1';\n");
    write("token/lib/a.ts", "a");
    write("token/.env", "TOKEN=made-up-secret");
    write("_shared/cors.ts", "cors");
    write("chat/README.md", "no index");
  }
  void write(const std::string& path, std::string_view content) {
    ASSERT_TRUE(write_file(disk, folder + "/" + path, content));
  }
  Result<supabase::FunctionSource> read(const std::string& slug, const BeforeChanges& before = {}) {
    return read_function_source(disk, folder, slug, true, before);
  }

  const std::string folder = "repo/supabase/functions";
  SimulatedDisk disk;
};

TEST_F(FunctionSources, HaveTheirOwnFilesAndTheSharedOnes) {
  const auto source = read("token");
  ASSERT_TRUE(source) << to_string(source.error());
  EXPECT_EQ(source->entrypoint, "token/index.ts");
  EXPECT_TRUE(source->verify_jwt);
  std::vector<std::string> paths;
  for (const auto& file : source->files) paths.push_back(file.path);
  EXPECT_THAT(paths, testing::ElementsAre("_shared/cors.ts", "token/index.ts", "token/lib/a.ts"));
}

TEST_F(FunctionSources, GoByTheProjectsConfiguration) {
  ASSERT_TRUE(
      write_file(disk, "repo/supabase/config.toml", "[functions.token]\nverify_jwt = false\n"));
  EXPECT_FALSE(read("token")->verify_jwt);
  ASSERT_TRUE(
      write_file(disk, "repo/supabase/config.toml", "[functions.chat]\nverify_jwt = false\n"));
  EXPECT_TRUE(read("token")->verify_jwt);
}

TEST_F(FunctionSources, AreReadAsTheyWereBeforeChanges) {
  const std::string now = "const region = 'eu-central-1';\n";
  const std::string then = "const region = 'eu-west-1';\n";
  const BeforeChanges before{"repo",
                             {{"supabase/functions/token/index.ts",
                               to_hex(sha256(then)),
                               to_hex(sha256(now)),
                               {{16, "eu-west-1", "eu-central-1", "moved"}}}}};
  const auto source = read("token", before);
  ASSERT_TRUE(source) << to_string(source.error());
  EXPECT_EQ(source->files[1].content, then);
  EXPECT_NE(digest_of(*source), digest_of(*read("token")));
  write("token/index.ts", "something else");
  EXPECT_EQ(read("token", before).error().kind, ErrorKind::conflict);
}

TEST_F(FunctionSources, NeedAnIndex) {
  EXPECT_EQ(read("chat").error().kind, ErrorKind::not_found);
  EXPECT_EQ(read("nothing").error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace godwit::consumer
