// The internet as it is seen from inside a region.
#include <array>

#include "lab/internet.h"
#include "lab/lab.h"

namespace godwit::lab {
namespace {

std::unexpected<Error> not_reached(const HttpRequest& request, std::string cause) {
  return fail({ErrorKind::unreachable,
               "connect to",
               request.host,
               std::move(cause),
               "nothing was sent; try again, or from another region",
               {},
               {}});
}

class RegionHttp : public Http {
 public:
  RegionHttp(Lab& lab, std::string region) : lab_(lab), region_(std::move(region)) {}

  Result<HttpResponse> send(const HttpRequest& request) override {
    if (lab_.is_down(region_)) return not_reached(request, region_ + " is down, and it asks");
    Internet& internet = lab_.internet();
    HttpRequest routed = request;
    if (routed.address.empty()) {
      const std::string host = routed.host.substr(0, routed.host.find(':'));
      if (internet.region_at(host).empty()) {
        auto resolution = lab_.names().resolve(host);
        if (!resolution) return not_reached(request, "could not resolve host");
        routed.address = std::move(resolution->addresses.front());
      } else {
        routed.address = host;
      }
    }
    return internet.deliver(routed,
                            round_trip_between(region_, internet.region_at(routed.address)));
  }

 private:
  Lab& lab_;
  std::string region_;
};

class LabResolver : public Resolver {
 public:
  explicit LabResolver(Lab& lab) : lab_(lab) {}
  Result<Resolution> resolve(const std::string& name) override {
    return lab_.names().resolve(name);
  }

 private:
  Lab& lab_;
};

}  // namespace

std::unique_ptr<Http> Internet::http_from(const std::string& region) {
  return std::make_unique<RegionHttp>(lab_, region);
}

std::unique_ptr<Resolver> Internet::resolver() { return std::make_unique<LabResolver>(lab_); }

Duration round_trip_between(const std::string& a, const std::string& b) {
  struct Pair {
    std::string_view a, b;
    int round_trip_ms;
  };
  // Medians between regions as public measurements have them (cloudping.co, 2024), rounded, and
  // good for no more than the order of what users feel.
  static constexpr std::array pairs = {
      Pair{"eu-west-1", "eu-west-2", 12},    Pair{"eu-west-1", "eu-central-1", 26},
      Pair{"eu-west-1", "af-south-1", 160},  Pair{"eu-west-1", "us-east-1", 70},
      Pair{"eu-west-2", "eu-central-1", 17}, Pair{"eu-west-2", "af-south-1", 152},
      Pair{"eu-west-2", "us-east-1", 77},    Pair{"eu-central-1", "af-south-1", 157},
      Pair{"eu-central-1", "us-east-1", 92}, Pair{"af-south-1", "us-east-1", 227},
  };
  if (a == b) return microseconds(600);
  for (const Pair& pair : pairs) {
    if ((pair.a == a && pair.b == b) || (pair.a == b && pair.b == a)) {
      return milliseconds(pair.round_trip_ms);
    }
  }
  return milliseconds(150);
}

}  // namespace godwit::lab
