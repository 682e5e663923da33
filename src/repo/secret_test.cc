#include "repo/secret.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/text.h"
#include "repo/literal_examples.h"

namespace godwit::repo {
namespace {

constexpr std::string_view capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view hexadecimal = "0123456789abcdef";
constexpr std::string_view all_letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

// Nobody's: as random as a real one, and the same every time.
std::string made_up(std::string_view alphabet, std::size_t length) {
  std::string text;
  std::uint32_t state = 20'240'517;
  for (std::size_t i = 0; i < length; ++i) {
    state = state * 1'664'525 + 1'013'904'223;
    text += alphabet[(state >> 16) % alphabet.size()];
  }
  return text;
}

std::vector<Secret> secrets_in(std::string_view text) {
  const Vocabulary& vocabulary = example_vocabulary();
  return find_secrets(text, matches_in(text, vocabulary), vocabulary);
}

std::string told(std::string_view text) {
  std::string all;
  for (const Secret& secret : secrets_in(text)) {
    if (!all.empty()) all += "; ";
    all += secret.kind + ": " + std::string(text.substr(secret.begin, secret.end - secret.begin));
  }
  return all;
}

std::string url_base64(std::string_view text) {
  std::string encoded = to_base64(text);
  while (encoded.ends_with('=')) encoded.pop_back();
  return encoded;
}

std::string web_token(std::string_view claims) {
  return url_base64(R"({"alg":"HS256","typ":"JWT"})") + "." + url_base64(claims) + "." +
         made_up(all_letters, 43);
}

std::string pem(std::string_view label, std::string_view body, std::string_view line_end = "\n") {
  const std::string begin = "-----BEGIN " + std::string(label) + "-----";
  const std::string end = "-----END " + std::string(label) + "-----";
  return begin + std::string(line_end) + std::string(body) + std::string(line_end) + end;
}

TEST(Secret, KeysOfAws) {
  const std::string id = "AKIA" + made_up(capitals, 16);
  EXPECT_EQ(told("id = " + id + "\n"), "AWS access key: " + id);
  EXPECT_EQ(told("\"" + id + "\""), "AWS access key: " + id);
  const std::string key = made_up(all_letters, 40);
  EXPECT_EQ(told("aws_secret_access_key = " + key), "AWS secret key: " + key);
  EXPECT_EQ(told("{\"SecretAccessKey\": \"" + key + "\"}"), "AWS secret key: " + key);
  // AWS's own examples, and what is no key.
  EXPECT_EQ(told("AKIAIOSFODNN7EXAMPLE"), "");
  EXPECT_EQ(told("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), "");
  EXPECT_EQ(told("AKIA" + made_up(capitals, 15)), "");
  EXPECT_EQ(told("AKIA" + made_up(capitals, 17)), "");
  EXPECT_EQ(told("X" + id), "");
  EXPECT_EQ(told("AKIAXXXXXXXXXXXXXXXX"), "");
  EXPECT_EQ(told("secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,"), "");
  EXPECT_EQ(told("aws_secret_access_key = ${SECRET}"), "");
  EXPECT_EQ(told("sha1: secret_key " + made_up(hexadecimal, 40)), "");
}

TEST(Secret, Tokens) {
  for (const auto& [prefix, alphabet, length, kind] :
       std::initializer_list<std::tuple<std::string, std::string_view, std::size_t, std::string>>{
           {"ghp_", all_letters, 36, "GitHub token"},
           {"glpat-", all_letters, 20, "GitLab token"},
           {"sk_live_", all_letters, 24, "Stripe key"},
           {"npm_", all_letters, 36, "npm token"},
           {"sbp_", hexadecimal, 40, "Supabase access token"},
           {"sb_secret_", all_letters, 31, "Supabase secret key"},
           {"AIza", all_letters, 35, "Google API key"},
           {"GOCSPX-", all_letters, 28, "Google OAuth secret"},
           {"hf_", all_letters, 34, "Hugging Face token"}}) {
    const std::string token = prefix + made_up(alphabet, length);
    EXPECT_EQ(told("TOKEN='" + token + "'"), kind + ": " + token);
    EXPECT_EQ(told("x" + token), "") << "a part of a word";
    EXPECT_EQ(told(prefix), "");
    EXPECT_EQ(told(prefix + std::string(length, 'x')), "");
    EXPECT_EQ(told(prefix + "${TOKEN}"), "");
  }
  EXPECT_EQ(told("the_hf_" + made_up(all_letters, 34)), "");
  EXPECT_EQ(told("npm_config_registry_of_the_whole_company_x"), "");
}

// What Firebase's clients are built with is no secret: everybody may read it.
TEST(Secret, GoogleKeysOfFirebaseClients) {
  const std::string key = "AIza" + made_up(all_letters, 35);
  EXPECT_EQ(told("maps = \"" + key + "\""), "Google API key: " + key);
  EXPECT_EQ(told("apiKey: \"" + key + "\", authDomain: \"acme.firebaseapp.com\""), "");
}

TEST(Secret, PrivateKeys) {
  const std::string body = made_up(all_letters, 64) + "\n" + made_up(all_letters, 40);
  const std::string key = pem("RSA PRIVATE KEY", body);
  EXPECT_EQ(told("before\n" + key + "\nafter"), "private key: " + key);
  const std::string escaped = pem("PRIVATE KEY", made_up(all_letters, 80), "\\n");
  EXPECT_EQ(told("{\"private_key\": \"" + escaped + "\\n\"}"), "private key: " + escaped);
  EXPECT_EQ(told(pem("CERTIFICATE", body)), "");
  EXPECT_EQ(told(pem("PUBLIC KEY", body)), "");
  EXPECT_EQ(told(pem("PRIVATE KEY", "...")), "");
  EXPECT_EQ(
      told("-----BEGIN PGP PRIVATE KEY BLOCK-----\" offset=\"0\" type=\"string\" and much more"
           " of words that say how to tell such a file from others"),
      "");
  EXPECT_EQ(told(pem("PRIVATE KEY", "your key")), "");
  EXPECT_EQ(told("if (text.includes('-----BEGIN PRIVATE KEY-----')) {"), "");
}

TEST(Secret, WebTokens) {
  const std::string token = web_token(R"({"role":"service_role","iss":"supabase"})");
  EXPECT_EQ(told("Bearer " + token), "JSON web token: " + token);
  EXPECT_EQ(told(web_token(R"({"role":"anon","iss":"supabase"})")), "");
  EXPECT_EQ(told(web_token(R"({"sub":"1234567890","name":"John Doe"})")), "");
  EXPECT_EQ(told("eyJhbGciOiJIUzI1NiJ9.payload"), "");
  EXPECT_EQ(told("eyJ" + made_up(all_letters, 80)), "");
  // A source map's data is base64 of JSON, too, and no token.
  EXPECT_EQ(told("base64," + url_base64(R"({"version":3,"sources":["a.ts"]})") + ".x.y"), "");
}

TEST(Secret, WhatIsCalledOne) {
  const std::string drawn = made_up(all_letters, 24);
  EXPECT_EQ(told("DB_PASSWORD=" + drawn + "\n"), "password: " + drawn);
  EXPECT_EQ(told("{\"clientSecret\": \"" + drawn + "\"}"), "secret: " + drawn);
  EXPECT_EQ(told("const apiKey = '" + drawn + "';"), "key: " + drawn);
  EXPECT_EQ(told("token: \"" + made_up(hexadecimal, 40) + "\""),
            "token: " + made_up(hexadecimal, 40));
  // What has a form of its own is told as that, once.
  EXPECT_EQ(told("token='ghp_" + made_up(all_letters, 36) + "'"),
            "GitHub token: ghp_" + made_up(all_letters, 36));
  // Words, names of secrets, expressions, variables.
  for (const std::string text :
       {"password = 'correct-horse-battery-staple'",
        "SecretName: medzen/production/DatabasePassword2",
        "token = getAccessTokenV2(request3.headers)",
        "secret: \"arn:aws:secretsmanager:eu-west-1:558069890522:secret:db\"",
        "password: ${DB_PASSWORD_FOR_PRODUCTION_1}", "API_KEY=your-api-key-goes-HERE-12345",
        "const TOKEN_PATTERN = 'AbstractTokenStreamV2Factory1'", "passwordHash: \"short1A\""}) {
    for (const Secret& secret : secrets_in(text)) ADD_FAILURE() << text << ": " << secret.kind;
  }
  EXPECT_EQ(told("token: " + drawn + " is what it was"), "") << "prose";
  EXPECT_EQ(told("\"NextToken\": \"" + drawn + "\""), "");
  EXPECT_EQ(told("client_token: '" + drawn + "'"), "");
  EXPECT_EQ(told("client_secret: '" + drawn + "'"), "secret: " + drawn);
  EXPECT_EQ(told("access_token: '" + drawn + "'"), "token: " + drawn);
  EXPECT_EQ(told("SharedSecret: '" + drawn + "'"), "");
  EXPECT_EQ(told("shared_secret = \"" + made_up(hexadecimal, 64) + "\""), "");
}

TEST(Secret, PasswordsInAddresses) {
  EXPECT_EQ(told("postgres://app:V3ryL0ngAndOdd@db.acme.io:5432/app"),
            "password in an address: V3ryL0ngAndOdd");
  EXPECT_EQ(told("postgresql://postgres:postgres@localhost/app"), "");
  EXPECT_EQ(told("postgresql://app:V3ryL0ngAndOdd@localhost/app"), "");
  EXPECT_EQ(told("postgresql://app:V3ryL0ngAndOdd@db/app"), "");
  EXPECT_EQ(told("mysql://user:password@db.acme.io/app"), "");
  EXPECT_EQ(told("redis://:${REDIS_PASSWORD}@cache.acme.io"), "");
  EXPECT_EQ(told("mongodb://USER:PASS@cluster.mongodb.net"), "");
  EXPECT_EQ(told("mongodb+srv://a:b@c.example.com"), "");
}

TEST(Secret, InPaths) {
  const auto kind_in = [](std::string_view path) {
    const auto secrets = find_secrets_in_path(path);
    return secrets.empty() ? std::string("none") : secrets.front().kind;
  };
  EXPECT_EQ(kind_in("deploy/keys/id_rsa"), "private key");
  EXPECT_EQ(kind_in("deploy/keys/id_rsa.pub"), "none");
  EXPECT_EQ(kind_in("certs/server-key.pem"), "private key");
  EXPECT_EQ(kind_in("certs/privkey.pem"), "private key");
  EXPECT_EQ(kind_in("certs/fullchain.pem"), "none");
  EXPECT_EQ(kind_in("certs/rsacert.pem"), "none");
  EXPECT_EQ(kind_in("certs/public-key.pem"), "none");
  EXPECT_EQ(kind_in("certs/monkey.pem"), "none");
  EXPECT_EQ(kind_in("android/upload.jks"), "private key");
  EXPECT_EQ(kind_in("android/debug.keystore"), "none");
  EXPECT_EQ(kind_in("ios/AuthKey_AB12CD34EF.p8"), "private key");
  EXPECT_EQ(kind_in("app/acme-firebase-adminsdk-x1y2z.json"), "service account key");
  EXPECT_EQ(kind_in("src/id_rsa/README.md"), "none");
  const std::string token = "sbp_" + made_up(hexadecimal, 40);
  EXPECT_EQ(kind_in("notes/" + token + ".txt"), "Supabase access token");
  EXPECT_EQ(kind_in("notes/" + web_token(R"({"role":"service_role"})")), "JSON web token");
  EXPECT_EQ(kind_in("src/a/very/long/but/harmless/path/with-many-words-in-it.txt"), "none");
  EXPECT_EQ(kind_in(""), "none");
}

// Long runs of what secrets begin with take no longer than their length.
TEST(Secret, AnyBytes) {
  for (const std::string_view piece : {"eyJ", "-----BEGIN ", "AKIA", "postgres://a:", "ya29.",
                                       "secret_key=", "eyJhbGciOiJ9.", "AccountKey=", "-eyJ"}) {
    std::string text;
    while (text.size() < 200'000) text += piece;
    EXPECT_EQ(secrets_in(text).size(), 0U) << piece;
  }
}

}  // namespace
}  // namespace godwit::repo
