// Literal: words of a text that bind it to a region or an account.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace godwit::repo {

enum class What : std::uint8_t {
  region,         // eu-west-1
  region_name,    // EU_WEST_1, euw1, euwest1, Ireland, "Europe (Ireland)"
  zone,           // an availability zone: eu-west-1a, euw1-az2
  arn,            // arn:aws:kms:eu-west-1:558069890522:key/...
  endpoint,       // a service's host: sns.eu-west-1.amazonaws.com
  api,            // an API Gateway's host: a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com
  load_balancer,  // name-1234567890.eu-west-1.elb.amazonaws.com
  s3_url,         // any form: virtual-hosted, path-style, website, dual-stack, s3://
  bucket,         // the name of one that the account or the plan knows
  key,            // the id of a KMS key that the account knows, or a multi-Region one's (mrk-)
  hosted_zone,    // of an endpoint's alias, by region: Z1U9ULNL0V5AJ3
  image,          // in ECR: 558069890522.dkr.ecr.eu-west-1.amazonaws.com/app:7
  resource,       // a regional id: ami-, subnet-, vpc-, sg-, i-, ...
  account,        // 558069890522
  network,        // a CIDR that both regions use
  given           // a text that somebody asked for
};
std::string_view to_string(What what);  // "region-name"

struct Literal {
  std::size_t begin = 0;  // bytes of the text, to before `end`
  std::size_t end = 0;
  What what = What::region;
  std::string region;   // the code that it binds to; empty: none, or not known
  std::string service;  // of an ARN or endpoint: "kms"; else empty
  std::string account;  // that it names; else empty
  // Where in the text it spells the region (a code, within an ARN or a host); equal: nowhere.
  std::size_t region_begin = 0;
  std::size_t region_end = 0;

  bool operator==(const Literal&) const = default;
};

}  // namespace godwit::repo
