// JSON from clients and from servers, of both protocols that have it.
#include "fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit;
  if (size < 1) return 0;
  static const std::pair<const char*, const char*> calls[] = {{"kms", "CreateKey"},
                                                              {"kms", "Encrypt"},
                                                              {"secretsmanager", "CreateSecret"},
                                                              {"ssm", "PutParameter"},
                                                              {"translate", "TranslateText"}};
  const std::string_view body = fuzz::text(data + 1, size - 1);
  const auto& [name, operation] = calls[data[0] % std::size(calls)];
  const aws::Service& service = aws::service(name);
  HttpRequest request{.method = "POST", .scheme = "http", .host = "localhost"};
  request.headers.set("Content-Type", "application/x-amz-json-1.1");
  request.headers.set("X-Amz-Target", std::string(service.target_prefix) + "." + operation);
  request.body = std::string(body);
  fuzz::serve(service, request);
  fuzz::read_answer(service, operation, data[0] & 0x80 ? 400 : 200, body,
                    "application/x-amz-json-1.1");
  const aws::Service& meetings = aws::service("chime-sdk-meetings");
  HttpRequest rest{.method = "POST", .scheme = "http", .host = "localhost", .path = "/meetings"};
  rest.headers.set("Content-Type", "application/json");
  rest.body = std::string(body);
  fuzz::serve(meetings, rest);
  fuzz::read_answer(meetings, "CreateMeeting", data[0] & 0x80 ? 400 : 201, body,
                    "application/json");
  return 0;
}
