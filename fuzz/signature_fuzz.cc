// Signatures as anybody may write them: Authorization, dates, queries.
#include "aws/signature.h"
#include "fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit;
  std::string_view rest = fuzz::text(data, size);
  static const aws::Credentials credentials{"AKIAEXAMPLE", "made-up", "token"};
  HttpRequest request{.method = "GET", .scheme = "http"};
  request.host = fuzz::line(rest);
  request.path = "/" + std::string(fuzz::line(rest));
  request.query = fuzz::line(rest);
  for (const char* name :
       {"Authorization", "X-Amz-Date", "Date", "X-Amz-Content-Sha256", "X-Amz-Security-Token"}) {
    const std::string_view value = fuzz::line(rest);
    if (!value.empty()) request.headers.add(name, std::string(value));
  }
  while (!rest.empty()) request.headers.add("X-Amz-Meta", std::string(fuzz::line(rest)));
  const Time now = parse_time("2026-01-05T06:00:00Z").value();
  const auto scope = aws::signing_scope_of(request);
  const auto verified = aws::verify_signature(
      request,
      [](std::string_view key) -> std::optional<aws::Signer> {
        if (key != credentials.access_key_id) return std::nullopt;
        return aws::Signer{&credentials};
      },
      now);
  // Nobody guesses a signature.
  fuzz::must(!verified);
  fuzz::must(verified.error().status >= 300 && !verified.error().code.empty());
  if (!scope) fuzz::must(!scope.error().code.empty());
  return 0;
}
