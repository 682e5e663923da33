#include "consumer/google_tokens.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/encoding.h"
#include "env/simulated_env.h"

namespace godwit::consumer {
namespace {

// A key that is made for the test, and forgotten with it.
struct Key {
  EVP_PKEY* key = EVP_RSA_gen(2048);
  Key() = default;
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  ~Key() { EVP_PKEY_free(key); }

  std::string pem() const {
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio, &text);
    std::string copy(text, static_cast<std::size_t>(size));
    BIO_free(bio);
    return copy;
  }
  bool verifies(const std::string& said, const std::string& signature) const {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key);
    const int good = EVP_DigestVerify(
        context, reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
        reinterpret_cast<const unsigned char*>(said.data()), said.size());
    EVP_MD_CTX_free(context);
    return good == 1;
  }
};

std::string from_base64url(std::string text) {
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  while (text.size() % 4 != 0) text += '=';
  return from_base64(text).value();
}

class GoogleTokensTest : public testing::Test {
 protected:
  GoogleTokensTest() {
    env.http.listen("192.0.2.1", [this](const HttpRequest& request) -> Result<HttpResponse> {
      asked.push_back(request);
      HttpResponse response;
      response.status = status;
      response.body = answer;
      return response;
    });
  }
  std::unique_ptr<GoogleTokens> tokens(const boost::json::object& file) {
    auto made = GoogleTokens::from(boost::json::serialize(file), "key.json", env.http, env.clock);
    EXPECT_TRUE(made.has_value()) << (made ? "" : to_string(made.error()));
    return made ? std::move(*made) : nullptr;
  }
  boost::json::object service_account() const {
    return {{"type", "service_account"},
            {"client_email", "godwit@medzen-example.iam.gserviceaccount.com"},
            {"private_key_id", "abc"},
            {"private_key", key.pem()},
            {"token_uri", "https://oauth2.googleapis.com/token"}};
  }
  static boost::json::object user() {
    return {{"type", "authorized_user"},
            {"client_id", "id"},
            {"client_secret", "made-up secret"},
            {"refresh_token", "1//made-up"}};
  }

  SimulatedEnv env{parse_time("2026-01-05T06:00:00Z").value(), 1,
                   [](const std::string&) -> Result<Resolution> {
                     return Resolution{{"192.0.2.1"}, minutes(1)};
                   }};
  Key key;
  std::vector<HttpRequest> asked;
  int status = 200;
  std::string answer = R"({"access_token":"ya29.made-up","expires_in":3599})";
};

TEST_F(GoogleTokensTest, AreSignedForByAServiceAccount) {
  EXPECT_EQ(tokens(service_account())->get().value(), "ya29.made-up");
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].scheme, "https");
  EXPECT_EQ(asked[0].host + asked[0].path, "oauth2.googleapis.com/token");
  const std::string body(asked[0].body.bytes());
  const std::string mark =
      "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
  ASSERT_TRUE(body.starts_with(mark));
  const std::string assertion = body.substr(mark.size());
  const std::size_t first = assertion.find('.');
  const std::size_t last = assertion.rfind('.');
  EXPECT_TRUE(key.verifies(assertion.substr(0, last), from_base64url(assertion.substr(last + 1))));
  const auto claims =
      boost::json::parse(from_base64url(assertion.substr(first + 1, last - first - 1)));
  EXPECT_EQ(claims.at("iss").as_string(), "godwit@medzen-example.iam.gserviceaccount.com");
  EXPECT_EQ(claims.at("aud").as_string(), "https://oauth2.googleapis.com/token");
  EXPECT_EQ(claims.at("iat").as_int64(), 1767592800);
  EXPECT_EQ(claims.at("exp").as_int64(), 1767592800 + 3600);
}

TEST_F(GoogleTokensTest, AreRefreshedForAUser) {
  EXPECT_EQ(tokens(user())->get().value(), "ya29.made-up");
  EXPECT_EQ(std::string(asked.at(0).body.bytes()),
            "grant_type=refresh_token&client_id=id&client_secret=made-up%20secret&"
            "refresh_token=1%2F%2Fmade-up");
}

TEST_F(GoogleTokensTest, AreKeptForTheirTimeAndNoLonger) {
  const auto made = tokens(user());
  ASSERT_TRUE(made->get().has_value());
  env.scheduler.run_until(env.clock.now() + minutes(54));
  ASSERT_TRUE(made->get().has_value());
  EXPECT_EQ(asked.size(), 1U);
  env.scheduler.run_until(env.clock.now() + minutes(2));
  answer = R"({"access_token":"another","expires_in":3599})";
  EXPECT_EQ(made->get().value(), "another");
}

TEST_F(GoogleTokensTest, SayWhyThereAreNone) {
  const auto made = tokens(user());
  status = 400;
  answer = R"({"error":"invalid_grant","error_description":"Token has been expired or revoked."})";
  auto got = made->get();
  EXPECT_EQ(got.error().kind, ErrorKind::refused);
  EXPECT_NE(got.error().cause.find("expired or revoked"), std::string::npos);
  EXPECT_EQ(to_string(got.error()).find("made-up"), std::string::npos);
  status = 503;
  EXPECT_EQ(made->get().error().kind, ErrorKind::unreachable);
  status = 200;
  answer = "<html>";
  EXPECT_EQ(made->get().error().kind, ErrorKind::unreachable);
  env.http.close("192.0.2.1");
  EXPECT_EQ(made->get().error().kind, ErrorKind::unreachable);
}

TEST_F(GoogleTokensTest, AreNotMadeFromAnyFile) {
  const auto refused = [&](const std::string& text) {
    const auto made = GoogleTokens::from(text, "key.json", env.http, env.clock);
    if (made) return false;
    EXPECT_EQ(to_string(made.error()).find("made-up"), std::string::npos);
    return made.error().kind == ErrorKind::invalid;
  };
  EXPECT_TRUE(refused(""));
  EXPECT_TRUE(refused("made-up"));
  EXPECT_TRUE(refused("[]"));
  EXPECT_TRUE(refused("{}"));
  EXPECT_TRUE(refused(R"({"type":"external_account"})"));
  const auto changed = [&](boost::json::object file, const char* name, const char* value) {
    file[name] = value;
    return refused(boost::json::serialize(file));
  };
  EXPECT_TRUE(changed(service_account(), "private_key", "made-up"));
  EXPECT_TRUE(changed(service_account(), "client_email", ""));
  EXPECT_TRUE(changed(service_account(), "token_uri", "http://oauth2.googleapis.com/token"));
  EXPECT_TRUE(changed(user(), "refresh_token", ""));
  EXPECT_TRUE(asked.empty());
}

}  // namespace
}  // namespace godwit::consumer
