#include "consumer/secret_manager.h"

#include <gtest/gtest.h>

#include "aws/model.h"
#include "consumer/scripted_cloud.h"

namespace godwit::consumer {
namespace {

class SecretManager : public ::testing::Test {
 protected:
  ScriptedCloud cloud;
};

TEST_F(SecretManager, ReadsTheLatestVersion) {
  cloud.answer(200, R"({"name":"projects/123/secrets/s/versions/3",
                        "payload":{"data":"aGVsbG8=","dataCrc32c":"2591144780"}})");
  const auto version = secret_manager::get_latest(cloud, "medzen-example", "s");
  ASSERT_TRUE(version.has_value()) << to_string(version.error());
  EXPECT_EQ(version->number, 3);
  EXPECT_EQ(version->payload, "hello");
  EXPECT_EQ(cloud.last_url(),
            "GET secretmanager.googleapis.com/v1/projects/medzen-example/secrets/s/versions/"
            "latest:access");
  EXPECT_TRUE(aws::reads_only(cloud.asked.back().operation));
}

TEST_F(SecretManager, BelievesNoDamagedPayload) {
  for (const char* payload :
       {R"({"data":"aGVsbG8=","dataCrc32c":"1"})", R"({"data":"!!","dataCrc32c":"1"})"}) {
    cloud.answer(200, std::string(R"({"name":"projects/1/secrets/s/versions/3","payload":)") +
                          payload + "}");
    EXPECT_EQ(secret_manager::get_latest(cloud, "p", "s").error().kind, ErrorKind::unreachable);
  }
}

TEST_F(SecretManager, TellsWhatIsMissing) {
  cloud.answer(404, R"({"error":{"code":404,"message":"Secret [x] not found or has no versions.",
                                 "status":"NOT_FOUND"}})");
  const auto version = secret_manager::get_latest(cloud, "p", "s");
  EXPECT_EQ(version.error().kind, ErrorKind::not_found);
  EXPECT_EQ(version.error().code, "NOT_FOUND");
  // A version that nobody may read is no missing one.
  cloud.answer(400, R"({"error":{"code":400,"message":"in DISABLED state",
                                 "status":"FAILED_PRECONDITION"}})");
  EXPECT_EQ(secret_manager::get_latest(cloud, "p", "s").error().kind, ErrorKind::refused);
}

TEST_F(SecretManager, ListsAllPagesNewestFirst) {
  cloud.answer(200, R"({"versions":[{"name":"projects/1/secrets/s/versions/9","state":"ENABLED"}],
                        "nextPageToken":"a/b"})");
  cloud.answer(200, R"({"versions":[{"name":"projects/1/secrets/s/versions/10",
                                     "state":"DESTROYED"}],"totalSize":2})");
  const auto versions = secret_manager::list_versions(cloud, "p", "s");
  ASSERT_EQ(versions->size(), 2U);
  EXPECT_EQ(versions->front().number, 10);
  EXPECT_EQ(versions->front().state, "DESTROYED");
  EXPECT_TRUE(cloud.asked.back().http.query.ends_with("&pageToken=a%2Fb"));
  cloud.answer(200, "{}");
  EXPECT_TRUE(secret_manager::list_versions(cloud, "p", "s")->empty());
}

TEST_F(SecretManager, DoesNotAskForTheSamePageForEver) {
  for (int i = 0; i < 3; ++i) cloud.answer(200, R"({"nextPageToken":"again"})");
  EXPECT_EQ(secret_manager::list_versions(cloud, "p", "s").error().kind, ErrorKind::unreachable);
  EXPECT_EQ(cloud.asked.size(), 2U);
}

TEST_F(SecretManager, AddsAVersionWithItsChecksum) {
  cloud.answer(200, R"({"name":"projects/1/secrets/s/versions/4","state":"ENABLED"})");
  const auto version = secret_manager::add_version(cloud, "p", "s", "hello");
  EXPECT_EQ(version->number, 4);
  EXPECT_EQ(cloud.last_body(), R"({"payload":{"data":"aGVsbG8=","dataCrc32c":"2591144780"}})");
  EXPECT_EQ(cloud.last_url(),
            "POST secretmanager.googleapis.com/v1/projects/p/secrets/s:addVersion");
  EXPECT_FALSE(aws::reads_only(cloud.asked.back().operation));
  EXPECT_EQ(secret_manager::add_version(cloud, "p", "s", "").error().kind, ErrorKind::invalid);
  EXPECT_EQ(secret_manager::add_version(cloud, "p", "s", std::string(65537, 'x')).error().kind,
            ErrorKind::invalid);
  EXPECT_EQ(cloud.asked.size(), 1U);
}

TEST_F(SecretManager, KnowsNotWhatBecameOfAnUnreadableAnswer) {
  cloud.answer(200, "<html>");
  EXPECT_EQ(secret_manager::add_version(cloud, "p", "s", "hello").error().kind, ErrorKind::unknown);
}

TEST_F(SecretManager, MakesAndDeletesSecrets) {
  cloud.answer(200, R"({"name":"projects/1/secrets/s"})");
  EXPECT_TRUE(secret_manager::create_secret(cloud, "p", "s").has_value());
  EXPECT_EQ(cloud.last_url(), "POST secretmanager.googleapis.com/v1/projects/p/secrets?secretId=s");
  cloud.answer(409, R"({"error":{"status":"ALREADY_EXISTS","message":"exists"}})");
  EXPECT_EQ(secret_manager::create_secret(cloud, "p", "s").error().kind, ErrorKind::conflict);
  cloud.answer(200, "{}");
  EXPECT_TRUE(secret_manager::delete_secret(cloud, "p", "s").has_value());
  EXPECT_EQ(cloud.last_url(), "DELETE secretmanager.googleapis.com/v1/projects/p/secrets/s");
}

}  // namespace
}  // namespace godwit::consumer
