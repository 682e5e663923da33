// Forms: the query protocol and EC2's own.
#include "fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit;
  HttpRequest request{.method = "POST", .scheme = "http", .host = "localhost"};
  request.headers.set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
  request.body = std::string(fuzz::text(data, size));
  for (const char* name : {"sts", "iam", "sns", "cloudwatch", "ec2"}) {
    fuzz::serve(aws::service(name), request);
  }
  // And where it stands in the URL.
  request.method = "GET";
  request.query = std::string(fuzz::text(data, size));
  request.body = Body();
  fuzz::serve(aws::service("sts"), request);
  fuzz::serve(aws::service("s3"), request);
  return 0;
}
