// The hosted zones that aliases to AWS's own endpoints name, by service and region.
// as_of: 2026-11-22. source: AWS General Reference
// (https://docs.aws.amazon.com/general/latest/gr/apigateway.html and elb.html), as kept in public
// tools (kubernetes-sigs/external-dns, roadworker, and scripts that cite those pages). Incomplete:
// what is missing here has to be written in the plan.
// One conflict: of API Gateway in ap-northeast-3, lists of 2018 have Z2YQB5RD63NC85, all that are
// newer Z22ILHG95FLSZ2, which is here.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "catalog/catalog.h"

namespace godwit::catalog {

namespace {

struct Zone {
  std::string_view region;
  std::string_view id;
};

constexpr std::array<Zone, 33> api_gateway_zones = {{
    {"af-south-1", "Z2DHW2332DAMTN"},
    {"ap-east-1", "Z3FD1VL90ND7K5"},
    {"ap-east-2", "Z02909591O7FG9Q56HWB1"},
    {"ap-northeast-1", "Z1YSHQZHG15GKL"},
    {"ap-northeast-2", "Z20JF4UZKIW1U8"},
    {"ap-northeast-3", "Z22ILHG95FLSZ2"},
    {"ap-south-1", "Z3VO1THU9YC4UR"},
    {"ap-south-2", "Z0853509Q1135NJ66RUH"},
    {"ap-southeast-1", "ZL327KTPIQFUL"},
    {"ap-southeast-2", "Z2RPCDW04V8134"},
    {"ap-southeast-3", "Z10132843TYUYSLUG4HA3"},
    {"ap-southeast-4", "Z092189423Y7RJK61311D"},
    {"ap-southeast-5", "Z0314042F0KBUTZ3X5HF"},
    {"ap-southeast-7", "Z048508712PZLK5NKG8R0"},
    {"ca-central-1", "Z19DQILCV0OWEC"},
    {"ca-west-1", "Z04745493436AWVTG1OQY"},
    {"eu-central-1", "Z1U9ULNL0V5AJ3"},
    {"eu-central-2", "Z09222482MK253X48U76H"},
    {"eu-north-1", "Z3UWIKFBOOGXPP"},
    {"eu-south-1", "Z3BT4WSQ9TDYZV"},
    {"eu-south-2", "Z02499852UI5HEQ5JVWX3"},
    {"eu-west-1", "ZLY8HYME6SFDD"},
    {"eu-west-2", "ZJ5UAJN8Y3Z2Q"},
    {"eu-west-3", "Z3KY65QIEKYHQQ"},
    {"il-central-1", "Z07264553HBI44N5X2CKP"},
    {"me-central-1", "Z08780021BKYYY8U0YHTV"},
    {"me-south-1", "Z20ZBPC0SS8806"},
    {"mx-central-1", "Z00020171WIGL5M88SHRM"},
    {"sa-east-1", "ZCMLWB8V5SYIT"},
    {"us-east-1", "Z1UJRXOUMOOFQ8"},
    {"us-east-2", "ZOJJZC49E0EPZ"},
    {"us-west-1", "Z2MUQ32089INYE"},
    {"us-west-2", "Z2OJLYMUO9EFXC"},
}};

// Application and Classic Load Balancers: NAME.REGION.elb.amazonaws.com
constexpr std::array<Zone, 27> load_balancer_zones = {{
    {"af-south-1", "Z268VQBMOI5EKX"},
    {"ap-east-1", "Z3DQVH9N71FHZ0"},
    {"ap-northeast-1", "Z14GRHDCWA56QT"},
    {"ap-northeast-2", "ZWKZPGTI48KDX"},
    {"ap-northeast-3", "Z5LXEXXYW11ES"},
    {"ap-south-1", "ZP97RAFLXTNZK"},
    {"ap-south-2", "Z0173938T07WNTVAEPZN"},
    {"ap-southeast-1", "Z1LMS91P8CMLE5"},
    {"ap-southeast-2", "Z1GM3OXH4ZPM65"},
    {"ap-southeast-3", "Z08888821HLRG5A9ZRTER"},
    {"ap-southeast-4", "Z09517862IB2WZLPXG76F"},
    {"ca-central-1", "ZQSVJUPU6J1EY"},
    {"eu-central-1", "Z215JYRZR1TBD5"},
    {"eu-central-2", "Z06391101F2ZOEP8P5EB3"},
    {"eu-north-1", "Z23TAZ6LKFMNIO"},
    {"eu-south-1", "Z3ULH7SSC9OV64"},
    {"eu-south-2", "Z0956581394HF5D5LXGAP"},
    {"eu-west-1", "Z32O12XQLNTSW2"},
    {"eu-west-2", "ZHURV8PSTC4K8"},
    {"eu-west-3", "Z3Q77PNBQS71R4"},
    {"me-central-1", "Z08230872XQRWHG2XF6I"},
    {"me-south-1", "ZS929ML54UICD"},
    {"sa-east-1", "Z2P70J7HTTTPLU"},
    {"us-east-1", "Z35SXDOTRQ7X7K"},
    {"us-east-2", "Z3AADJGX6KTTL2"},
    {"us-west-1", "Z368ELLRRE2KJ0"},
    {"us-west-2", "Z1H1FL5HABSF5"},
}};

// Network Load Balancers: NAME.elb.REGION.amazonaws.com
constexpr std::array<Zone, 27> network_load_balancer_zones = {{
    {"af-south-1", "Z203XCE67M25HM"},
    {"ap-east-1", "Z12Y7K3UBGUAD1"},
    {"ap-northeast-1", "Z31USIVHYNEOWT"},
    {"ap-northeast-2", "ZIBE1TIR4HY56"},
    {"ap-northeast-3", "Z1GWIQ4HH19I5X"},
    {"ap-south-1", "ZVDDRBQ08TROA"},
    {"ap-south-2", "Z0711778386UTO08407HT"},
    {"ap-southeast-1", "ZKVM4W9LS7TM"},
    {"ap-southeast-2", "ZCT6FZBF4DROD"},
    {"ap-southeast-3", "Z01971771FYVNCOVWJU1G"},
    {"ap-southeast-4", "Z01156963G8MIIL7X90IV"},
    {"ca-central-1", "Z2EPGBW3API2WT"},
    {"eu-central-1", "Z3F0SRJ5LGBH90"},
    {"eu-central-2", "Z02239872DOALSIDCX66S"},
    {"eu-north-1", "Z1UDT6IFJ4EJM"},
    {"eu-south-1", "Z23146JA1KNAFP"},
    {"eu-south-2", "Z1011216NVTVYADP1SSV"},
    {"eu-west-1", "Z2IFOLAFXWLO4F"},
    {"eu-west-2", "ZD4D7Y8KGAS4G"},
    {"eu-west-3", "Z1CMS0P5QUZ6D5"},
    {"me-central-1", "Z00282643NTTLPANJJG2P"},
    {"me-south-1", "Z3QSRYVP46NYYV"},
    {"sa-east-1", "ZTK26PT1VY4CU"},
    {"us-east-1", "Z26RNL4JYFTOTI"},
    {"us-east-2", "ZLMOA37VPKANP"},
    {"us-west-1", "Z24FKFUX50B4VW"},
    {"us-west-2", "Z18D5FSROUN65G"},
}};

// Websites of S3: s3-website-REGION.amazonaws.com, or with a dot before the region. The lists do
// not agree about af-south-1 and eu-south-1, which are left out. source:
// https://docs.aws.amazon.com/general/latest/gr/s3.html, as kept in aws-cdk and
// terraform-provider-aws.
constexpr std::array<Zone, 32> website_zones = {{
    {"ap-east-1", "ZNB98KWMFR0R6"},
    {"ap-east-2", "Z064739330DAH7WJVOO93"},
    {"ap-northeast-1", "Z2M4EHUR26P7ZW"},
    {"ap-northeast-2", "Z3W03O7B5YMIYP"},
    {"ap-northeast-3", "Z2YQB5RD63NC85"},
    {"ap-south-1", "Z11RGJOFQNVJUP"},
    {"ap-south-2", "Z02976202B4EZMXIPMXF7"},
    {"ap-southeast-1", "Z3O0J2DXBE1FTB"},
    {"ap-southeast-2", "Z1WCIGYICN2BYD"},
    {"ap-southeast-3", "Z01846753K324LI26A3VV"},
    {"ap-southeast-4", "Z0312387243XT5FE14WFO"},
    {"ap-southeast-5", "Z08660063OXLMA7F1FJHU"},
    {"ap-southeast-6", "Z05686083R66JX5C163TC"},
    {"ap-southeast-7", "Z0031014GXUMRZG6I14G"},
    {"ca-central-1", "Z1QDHH18159H29"},
    {"ca-west-1", "Z03565811Z33SLEZTHOUL"},
    {"eu-central-1", "Z21DNDUVLTQW6Q"},
    {"eu-central-2", "Z030506016YDQGETNASS"},
    {"eu-north-1", "Z3BAZG2TWCNX0D"},
    {"eu-south-2", "Z0081959F7139GRJC19J"},
    {"eu-west-1", "Z1BKCTXD74EZPE"},
    {"eu-west-2", "Z3GKZC51ZF0DB4"},
    {"eu-west-3", "Z3R1K369G5AVDG"},
    {"il-central-1", "Z09640613K4A3MN55U7GU"},
    {"me-central-1", "Z06143092I8HRXZRUZROF"},
    {"me-south-1", "Z1MPMWCPA7YB62"},
    {"mx-central-1", "Z057606446ZNVQJJ8WOP"},
    {"sa-east-1", "Z7KQH4QJS55SO"},
    {"us-east-1", "Z3AQBSTGFYJSTF"},
    {"us-east-2", "Z2O1EMRO9K5GLX"},
    {"us-west-1", "Z2F56UZL2M1ACD"},
    {"us-west-2", "Z3BJ6K6RIION7M"},
}};

constexpr std::string_view cloudfront_zone = "Z2FDTNDATAQYW2";  // everywhere

std::string_view zone_in(std::span<const Zone> zones, std::string_view region) {
  const auto found = std::ranges::find(zones, region, &Zone::region);
  return found != zones.end() ? found->id : std::string_view();
}

// The region in "NAME<before>REGION<after>"; the name may have dots, a region has none.
std::optional<std::string_view> region_between(std::string_view host, std::string_view before,
                                               std::string_view after) {
  if (!host.ends_with(after)) return std::nullopt;
  host.remove_suffix(after.size());
  const std::size_t found = host.rfind(before);
  if (found == std::string_view::npos || found == 0) return std::nullopt;
  const std::string_view region = host.substr(found + before.size());
  return is_region(region) ? std::optional(region) : std::nullopt;
}

}  // namespace

std::string_view hosted_zone_of_endpoint(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::string name = to_lower(host);
  if (const auto region = region_between(name, ".execute-api.", ".amazonaws.com")) {
    return zone_in(api_gateway_zones, *region);
  }
  if (const auto region = region_between(name, ".elb.", ".amazonaws.com")) {
    return zone_in(network_load_balancer_zones, *region);
  }
  if (const auto region = region_between(name, ".", ".elb.amazonaws.com")) {
    return zone_in(load_balancer_zones, *region);
  }
  // An alias names it without the bucket, whose name is the record's.
  const std::string website = "." + name;
  for (const std::string_view before : {".s3-website-", ".s3-website."}) {
    const std::size_t found = website.rfind(before);
    if (found == std::string::npos) continue;
    const std::string_view rest = std::string_view(website).substr(found + before.size());
    if (!rest.ends_with(".amazonaws.com")) continue;
    return zone_in(website_zones, rest.substr(0, rest.find('.')));
  }
  constexpr std::string_view cloudfront = ".cloudfront.net";
  if (name.size() > cloudfront.size() && name.ends_with(cloudfront)) return cloudfront_zone;
  return {};
}

std::string owner_of_hosted_zone(std::string_view id) {
  if (id == cloudfront_zone) return "CloudFront";
  const auto in = [&](std::span<const Zone> zones, std::string_view service) -> std::string {
    const auto found = std::ranges::find(zones, id, &Zone::id);
    if (found == zones.end()) return {};
    return fmt::format("{} in {}", service, found->region);
  };
  std::string owner = in(api_gateway_zones, "API Gateway");
  if (owner.empty()) owner = in(load_balancer_zones, "Elastic Load Balancing");
  if (owner.empty()) owner = in(network_load_balancer_zones, "Network Load Balancers");
  if (owner.empty()) owner = in(website_zones, "websites of S3");
  return owner;
}

}  // namespace godwit::catalog
