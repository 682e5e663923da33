// CBOR from clients and from servers.
#include "fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit;
  if (size < 1) return 0;
  static const char* const operations[] = {"PutMetricData", "GetMetricData", "DescribeAlarms",
                                           "PutMetricAlarm"};
  const aws::Service& service = aws::service("cloudwatch");
  const char* operation = operations[data[0] % std::size(operations)];
  const std::string_view body = fuzz::text(data + 1, size - 1);
  HttpRequest request{.method = "POST", .scheme = "http", .host = "localhost"};
  request.path = std::string("/service/GraniteServiceVersion20100801/operation/") + operation;
  request.headers.set("smithy-protocol", "rpc-v2-cbor");
  request.headers.set("Content-Type", "application/cbor");
  request.body = std::string(body);
  fuzz::serve(service, request);
  aws::Response response{
      .status = data[0] & 0x80 ? 400 : 200,
      .headers = {{"smithy-protocol", "rpc-v2-cbor"}, {"Content-Type", "application/cbor"}},
      .body = std::string(body)};
  const auto output =
      aws::parse_response(service, *service.find(operation), response, aws::Protocol::rpc_v2_cbor);
  if (!output) fuzz::must(!output.error().cause.empty());
  return 0;
}
