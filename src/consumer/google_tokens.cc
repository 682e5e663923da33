#include "consumer/google_tokens.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <boost/json.hpp>

#include "aws/plain_answer.h"
#include "base/encoding.h"
#include "consumer/web_call.h"

namespace godwit::consumer {
namespace {

constexpr std::string_view usual_uri = "https://oauth2.googleapis.com/token";
constexpr std::string_view scope = "https://www.googleapis.com/auth/cloud-platform";
constexpr Duration spare = minutes(5);
constexpr Duration longest = hours(1);

struct BioFree {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct KeyFree {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct DigestFree {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

std::unexpected<Error> unusable(const std::string& path, std::string cause) {
  return fail({.kind = ErrorKind::invalid,
               .operation = "read Google's credentials",
               .subject = path,
               .cause = std::move(cause),
               .remedy = "name a service account's key in GOOGLE_APPLICATION_CREDENTIALS, or set "
                         "GOOGLE_OAUTH_ACCESS_TOKEN",
               .code = {},
               .where = {}});
}

// RFC 7515, section 2: the alphabet of URLs, without padding.
std::string to_base64url(std::string_view bytes) {
  std::string text = to_base64(bytes);
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  while (text.ends_with('=')) text.pop_back();
  return text;
}

// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, 3.3); empty: the key is none.
std::string sign_rs256(const std::string& pem, std::string_view text) {
  const std::unique_ptr<BIO, BioFree> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const std::unique_ptr<EVP_PKEY, KeyFree> key(
      bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr) : nullptr);
  const std::unique_ptr<EVP_MD_CTX, DigestFree> context(EVP_MD_CTX_new());
  std::size_t size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::string signature;
  const bool ready =
      key && EVP_PKEY_base_id(key.get()) == EVP_PKEY_RSA && context &&
      EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
      EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) == 1;
  if (ready) {
    signature.resize(size);
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       bytes, text.size()) == 1) {
      signature.resize(size);
    } else {
      signature.clear();
    }
  }
  ERR_clear_error();
  return signature;
}

}  // namespace

Result<std::unique_ptr<GoogleTokens>> GoogleTokens::from(std::string_view text,
                                                         const std::string& path, Http& http,
                                                         const Clock& clock) {
  boost::system::error_code error;
  const boost::json::value file = boost::json::parse(text, error);
  if (error || !file.is_object()) return unusable(path, "it is no JSON object");
  Credentials credentials{.path = path};
  const std::string type = text_in(file, "type");
  if (type == "service_account") {
    credentials.kind = Kind::service_account;
    credentials.who = text_in(file, "client_email");
    credentials.secret = text_in(file, "private_key");
    credentials.key_id = text_in(file, "private_key_id");
    if (credentials.who.empty()) return unusable(path, "it has no client_email");
    if (sign_rs256(credentials.secret, "a try").empty()) {
      return unusable(path, "its private_key is no RSA key in PEM");
    }
  } else if (type == "authorized_user") {
    credentials.kind = Kind::user;
    credentials.who = text_in(file, "client_id");
    credentials.secret = text_in(file, "client_secret");
    credentials.refresh = text_in(file, "refresh_token");
    if (credentials.who.empty() || credentials.refresh.empty()) {
      return unusable(path, "it has no client_id, or no refresh_token");
    }
  } else {
    return unusable(path, type.empty() ? "it does not say of which type it is"
                                       : "its type is neither service_account nor authorized_user");
  }
  std::string uri = text_in(file, "token_uri");
  if (uri.empty()) uri = usual_uri;
  // What goes there is as good as the key.
  constexpr std::string_view https = "https://";
  if (!uri.starts_with(https)) return unusable(path, "its token_uri is not https");
  const std::string rest = uri.substr(https.size());
  const std::size_t slash = rest.find('/');
  credentials.host = rest.substr(0, slash);
  credentials.path_there = slash == std::string::npos ? "/" : rest.substr(slash);
  return std::unique_ptr<GoogleTokens>(new GoogleTokens(std::move(credentials), http, clock));
}

Result<std::string> GoogleTokens::form() const {
  if (credentials_.kind == Kind::user) {
    return fmt::format("grant_type=refresh_token&client_id={}&client_secret={}&refresh_token={}",
                       percent_encode(credentials_.who), percent_encode(credentials_.secret),
                       percent_encode(credentials_.refresh));
  }
  // https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests
  const auto now = std::chrono::floor<seconds>(clock_.now().time_since_epoch());
  boost::json::object head{{"alg", "RS256"}, {"typ", "JWT"}};
  if (!credentials_.key_id.empty()) head["kid"] = credentials_.key_id;
  const boost::json::object claims{
      {"iss", credentials_.who},
      {"scope", scope},
      {"aud", "https://" + credentials_.host + credentials_.path_there},
      {"iat", now.count()},
      {"exp", (now + std::chrono::duration_cast<seconds>(longest)).count()}};
  const std::string said = to_base64url(boost::json::serialize(head)) + "." +
                           to_base64url(boost::json::serialize(claims));
  const std::string signature = sign_rs256(credentials_.secret, said);
  if (signature.empty()) return unusable(credentials_.path, "its private_key does not sign");
  return "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + said +
         "." + to_base64url(signature);
}

Result<std::string> GoogleTokens::get() {
  const std::lock_guard lock(mutex_);
  if (!token_.empty() && clock_.now() + spare < ends_) return token_;
  const auto problem = [&](ErrorKind kind, std::string cause, std::string remedy) {
    return fail({.kind = kind,
                 .operation = "get an access token",
                 .subject = credentials_.host,
                 .cause = std::move(cause),
                 .remedy = std::move(remedy),
                 .code = {},
                 .where = {}});
  };
  HttpRequest request;
  request.method = "POST";
  request.host = credentials_.host;
  request.path = credentials_.path_there;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"Accept", "application/json"}};
  request.body = TRY(form());
  const auto response = http_.send(request);
  // Whatever became of it, nothing but a token has been made.
  if (!response) return problem(ErrorKind::unreachable, response.error().cause, "try again later");
  boost::system::error_code error;
  const boost::json::value answer = boost::json::parse(response->body.bytes(), error);
  const auto kind = aws::kind_of_status(response->status, "GetToken");
  if (kind && *kind != ErrorKind::unreachable && *kind != ErrorKind::throttled) {
    const std::string why = text_in(answer, "error_description");
    return problem(ErrorKind::refused,
                   fmt::format("HTTP {}{}{}", response->status, why.empty() ? "" : ": ", why),
                   "check " + credentials_.path + ": whether the key, or the login, is still good");
  }
  std::string token = error ? std::string() : text_in(answer, "access_token");
  if (kind || token.empty()) {
    return problem(ErrorKind::unreachable, fmt::format("HTTP {}, and no token", response->status),
                   "try again later");
  }
  token_ = std::move(token);
  const Duration lasts = seconds(std::max<std::int64_t>(number_in(answer, "expires_in"), 0));
  ends_ = clock_.now() + std::min<Duration>(lasts, longest);
  return token_;
}

}  // namespace godwit::consumer
