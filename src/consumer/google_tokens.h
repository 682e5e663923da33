// GoogleTokens: access tokens for Google's services, made from a credentials file when they are
// needed and again before they end: they last an hour, and a migration lasts weeks.
// https://cloud.google.com/docs/authentication/application-default-credentials
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"
#include "env/clock.h"
#include "env/http.h"

namespace godwit::consumer {

class GoogleTokens {
 public:
  // Of the content of such a file, which `path` names for people: a service account's key, or what
  // `gcloud auth application-default login` leaves. Asks nobody yet. Errors: invalid, without what
  // is in it.
  static Result<std::unique_ptr<GoogleTokens>> from(std::string_view text, const std::string& path,
                                                    Http& http, const Clock& clock);
  GoogleTokens(const GoogleTokens&) = delete;
  GoogleTokens& operator=(const GoogleTokens&) = delete;

  // A token that is good for five minutes at least. From any thread. Errors: unreachable, where
  // nobody says one now; refused, where Google will not give one.
  Result<std::string> get();

 private:
  enum class Kind { service_account, user };
  struct Credentials {
    Kind kind = Kind::user;
    std::string path;
    std::string who;      // the account's address, or the client's id
    std::string secret;   // its private key (PEM), or the client's secret
    std::string key_id;   // of the private key
    std::string refresh;  // a user's refresh token
    std::string host;     // of who gives tokens
    std::string path_there;
  };
  GoogleTokens(Credentials credentials, Http& http, const Clock& clock)
      : credentials_(std::move(credentials)), http_(http), clock_(clock) {}
  Result<std::string> form() const;

  const Credentials credentials_;
  Http& http_;
  const Clock& clock_;
  std::mutex mutex_;  // of what follows
  std::string token_;
  Time ends_{};
};

}  // namespace godwit::consumer
