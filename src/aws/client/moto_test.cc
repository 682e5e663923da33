// AwsCloud over sockets, against a server that others wrote: moto's, where it is here. It refuses
// less than AWS does, so only what succeeds is compared.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "aws/call.h"
#include "aws/client/make_aws_cloud.h"
#include "env/real_env.h"

namespace godwit::aws {
namespace {

int free_port() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  bind(listener, reinterpret_cast<sockaddr*>(&address), length);
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
  close(listener);
  return ntohs(address.sin_port);
}

class MotoServer {
 public:
  MotoServer() {
    const std::string port = std::to_string(free_port());
    url_ = "http://127.0.0.1:" + port;
    process_ = fork();
    if (process_ != 0) return;
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    execlp("moto_server", "moto_server", "-H", "127.0.0.1", "-p", port.c_str(), nullptr);
    _exit(127);
  }
  MotoServer(const MotoServer&) = delete;
  MotoServer& operator=(const MotoServer&) = delete;
  ~MotoServer() {
    kill(process_, SIGTERM);
    if (!gone_) waitpid(process_, nullptr, 0);
  }

  // Waits until it answers; false if there is none.
  bool answers(Http& http) {
    for (int i = 0; i < 300 && !gone_; ++i) {
      if (waitpid(process_, nullptr, WNOHANG) == process_) {
        gone_ = true;
        return false;
      }
      HttpRequest request{.scheme = "http", .host = url_.substr(7), .path = "/moto-api/"};
      if (http.send(request)) return true;
      std::this_thread::sleep_for(milliseconds(100));
    }
    return false;
  }
  const std::string& url() const { return url_; }

 private:
  pid_t process_ = -1;
  std::string url_;
  bool gone_ = false;
};

class Moto : public ::testing::Test {
 protected:
  // One server for all tests: it takes seconds to start.
  static void SetUpTestSuite() { server_ = new MotoServer(); }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }

  Moto() {
    if (!server_->answers(env_.http)) return;
    auto made = make_aws_cloud(
        env_.env(), {{"AWS_ACCESS_KEY_ID", "AKIATEST"}, {"AWS_SECRET_ACCESS_KEY", "secret"}},
        {.region = "eu-central-1", .endpoint_url = server_->url()});
    EXPECT_TRUE(made);
    if (made) cloud_ = std::move(made->cloud);
  }

  // The output; a failure is one of the test's.
  Value ask(const std::string& service, const std::string& operation, const Value& input) {
    auto output = call(*cloud_, service, operation, "eu-central-1", input, "at moto");
    EXPECT_TRUE(output) << to_string(output.error());
    return output ? std::move(*output) : Value();
  }

  static Value in_bucket(const std::string& key = {}) {
    Value input = Value::structure();
    input.set("Bucket", "photos");
    if (!key.empty()) input.set("Key", key);
    return input;
  }

  static inline MotoServer* server_ = nullptr;
  RealEnv env_;
  std::unique_ptr<AwsCloud> cloud_;
};

TEST_F(Moto, KeepsVersionsTagsCopiesAndParts) {
  if (cloud_ == nullptr) GTEST_SKIP() << "moto_server is not here";
  Value place = Value::structure();
  place.set("LocationConstraint", "eu-central-1");
  ask("s3", "CreateBucket", in_bucket().set("CreateBucketConfiguration", place));
  Value enabled = Value::structure();
  enabled.set("Status", "Enabled");
  ask("s3", "PutBucketVersioning", in_bucket().set("VersioningConfiguration", enabled));

  const std::string key = "a key/with + and é";
  const auto first = ask("s3", "PutObject", in_bucket(key).set("Body", Body("first")));
  const auto second = ask("s3", "PutObject", in_bucket(key).set("Body", Body("second")));
  const std::string version = first["VersionId"].text();
  EXPECT_NE(version, second["VersionId"].text());
  EXPECT_EQ(ask("s3", "GetObject", in_bucket(key))["Body"].body(), Body("second"));
  EXPECT_EQ(ask("s3", "GetObject", in_bucket(key).set("VersionId", version))["Body"].body(),
            Body("first"));
  EXPECT_EQ(ask("s3", "HeadObject", in_bucket(key))["ContentLength"].integer(), 6);

  Value tag = Value::structure();
  tag.set("Key", "owner").set("Value", "me + you");
  Value tags = Value::structure();
  tags.set("TagSet", List{tag});
  ask("s3", "PutObjectTagging", in_bucket(key).set("Tagging", tags));
  EXPECT_EQ(ask("s3", "GetObjectTagging", in_bucket(key))["TagSet"].list().at(0), tag);

  ask("s3", "CopyObject",
      in_bucket("copy").set("CopySource", "photos/a%20key/with%20%2B%20and%20%C3%A9"));
  EXPECT_EQ(ask("s3", "GetObject", in_bucket("copy"))["Body"].body(), Body("second"));

  const std::string upload =
      ask("s3", "CreateMultipartUpload", in_bucket("parts"))["UploadId"].text();
  const std::string large(5 << 20, 'p');
  List parts;
  for (const auto& [number, content] : {std::pair(1, large), std::pair(2, std::string("end"))}) {
    const auto sent = ask("s3", "UploadPart",
                          in_bucket("parts")
                              .set("UploadId", upload)
                              .set("PartNumber", number)
                              .set("Body", Body(content)));
    Value part = Value::structure();
    part.set("PartNumber", number).set("ETag", sent["ETag"].text());
    parts.push_back(std::move(part));
  }
  Value all = Value::structure();
  all.set("Parts", std::move(parts));
  ask("s3", "CompleteMultipartUpload",
      in_bucket("parts").set("UploadId", upload).set("MultipartUpload", std::move(all)));
  EXPECT_EQ(ask("s3", "GetObject", in_bucket("parts"))["Body"].body(), Body(large + "end"));
  EXPECT_EQ(
      ask("s3", "GetObject", in_bucket("parts").set("Range", "bytes=5242880-"))["Body"].body(),
      Body("end"));

  EXPECT_EQ(ask("s3", "ListObjectsV2", in_bucket())["Contents"].list().size(), 3U);
  EXPECT_TRUE(ask("s3", "DeleteObject", in_bucket(key))["DeleteMarker"].flag());
  const auto versions = ask("s3", "ListObjectVersions", in_bucket().set("Prefix", "a key"));
  EXPECT_EQ(versions["Versions"].list().size(), 2U);
  EXPECT_EQ(versions["DeleteMarkers"].list().size(), 1U);
  const auto missing =
      call(*cloud_, "s3", "GetObject", "eu-central-1", in_bucket("nothing"), "nothing");
  EXPECT_EQ(missing.error().code, "NoSuchKey");
}

TEST_F(Moto, SpeaksTheOtherProtocols) {
  if (cloud_ == nullptr) GTEST_SKIP() << "moto_server is not here";
  EXPECT_EQ(ask("sts", "GetCallerIdentity", Value())["Account"].text(), "123456789012");
  const auto made = ask("kms", "CreateKey", Value());
  Value plain = Value::structure();
  plain.set("KeyId", made["KeyMetadata"]["KeyId"].text()).set("Plaintext", "a secret");
  Value cipher = Value::structure();
  cipher.set("CiphertextBlob", ask("kms", "Encrypt", plain)["CiphertextBlob"].text());
  EXPECT_EQ(ask("kms", "Decrypt", cipher)["Plaintext"].text(), "a secret");
  Value zone = Value::structure();
  zone.set("Name", "example.org").set("CallerReference", "once");
  ask("route53", "CreateHostedZone", zone);
  EXPECT_EQ(ask("route53", "ListHostedZones", Value())["HostedZones"].list().at(0)["Name"].text(),
            "example.org.");
}

}  // namespace
}  // namespace godwit::aws
