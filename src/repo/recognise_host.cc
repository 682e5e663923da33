// Hosts of AWS's, as its pages write them:
// https://docs.aws.amazon.com/general/latest/gr/rande.html (endpoints, FIPS, dual-stack),
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html and
// .../WebsiteEndpoints.html,
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html,
// https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
#include <algorithm>
#include <vector>

#include "base/text.h"
#include "repo/recognise_parts.h"
#include "repo/recognise_text.h"
#include "repo/region_spellings.h"

namespace godwit::repo {

namespace {

constexpr std::size_t longest_host = 320;  // bytes: a name's 253, and placeholders
constexpr std::size_t longest_path = 255;

struct Label {
  std::size_t begin = 0;  // bytes of the text
  std::size_t end = 0;
  std::string words;  // in lower case
};

bool may_be_in_host(char c) { return is_word_character(c) || c == '-' || c == '.' || c == '_'; }

// Where the host that ends before `end` begins; placeholders are parts of it.
std::size_t begin_of_host(std::string_view text, std::size_t end) {
  const std::size_t limit = end > longest_host ? end - longest_host : 0;
  std::size_t at = end;
  while (at > limit) {
    const char c = text[at - 1];
    if (may_be_in_host(c) || c == '*') {
      --at;
      continue;
    }
    const std::size_t before = skip_placeholder_back(text, at);
    if (before == at || before < limit) break;
    at = before;
  }
  // The letter of an escape before it is none of its own.
  while (at < end && !begins_word(text, at)) ++at;
  if (at > 0 && at < end && text[at - 1] == '\\' && is_letter(text[at])) ++at;
  if (at > 0 && at + 2 < end && text[at - 1] == '%' && is_hex(text[at]) && is_hex(text[at + 1])) {
    at += 2;
  }
  while (at < end && (text[at] == '.' || text[at] == '-')) ++at;
  return at;
}

std::vector<Label> labels_of(std::string_view text, std::size_t begin, std::size_t end) {
  std::vector<Label> labels;
  std::size_t from = begin;
  for (std::size_t at = begin; at <= end;) {
    if (at < end && text[at] != '.') {
      at = std::min(std::max(skip_placeholder(text, at), at + 1), end);
      continue;
    }
    if (at > from) {
      labels.push_back({.begin = from, .end = at, .words = to_lower(text.substr(from, at - from))});
    }
    from = ++at;
  }
  return labels;
}

// The region in a label, and where; also of those that have more in them ("s3-eu-west-1").
struct FoundRegion {
  std::string_view region;
  std::size_t label = 0;
  std::size_t begin = 0;  // equal: it is not spelled as its code
  std::size_t end = 0;
};

std::optional<FoundRegion> region_of_label(const Label& label, std::size_t index) {
  const std::string_view words = label.words;
  for (const std::string_view before : {"", "s3-", "s3-website-", "s3-website.", "s3-fips-"}) {
    if (!words.starts_with(before)) continue;
    const std::string_view rest = words.substr(before.size());
    if (!is_any_region(rest)) continue;
    const auto found = std::ranges::find(all_regions(), rest);
    return FoundRegion{
        .region = *found, .label = index, .begin = label.end - rest.size(), .end = label.end};
  }
  return std::nullopt;
}

std::optional<FoundRegion> region_of(const std::vector<Label>& labels) {
  for (std::size_t i = labels.size(); i-- > 0;) {
    if (const auto found = region_of_label(labels[i], i)) return found;
  }
  for (std::size_t i = labels.size(); i-- > 0;) {
    const std::string_view words = labels[i].words;
    const bool last = i + 1 == labels.size();
    // The oldest region has names of its own.
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html
    if (words == "compute-1" || words == "s3-external-1" || words == "z-1") {
      return FoundRegion{.region = "us-east-1", .label = i, .begin = 0, .end = 0};
    }
    // "clustercfg.name.a1b2c3.euw1.cache"
    if (!last && labels.back().words == "cache") {
      const std::string_view region = region_of_short_code(words);
      if (!region.empty()) return FoundRegion{.region = region, .label = i, .begin = 0, .end = 0};
    }
  }
  return std::nullopt;
}

bool has_label(const std::vector<Label>& labels, std::string_view words) {
  return std::ranges::find(labels, words, &Label::words) != labels.end();
}

bool is_variable(std::string_view label) {
  return label.find_first_of("{}<>()*$") != std::string_view::npos;
}

std::string plain_service(std::string_view words) {
  for (const std::string_view end : {"-fips", ".fips"}) {
    if (words.ends_with(end)) words.remove_suffix(end.size());
  }
  if (words.starts_with("fips-")) words.remove_prefix(5);
  return std::string(words);
}

// The service beside the region: "sns.REGION", "REGION.es", "vpce-1.ec2.REGION.vpce".
std::string service_of(const std::vector<Label>& labels, std::size_t region) {
  if (region + 1 < labels.size() && labels[region + 1].words != "vpce") {
    return plain_service(labels[region + 1].words);
  }
  std::size_t at = region;
  while (at > 0) {
    --at;
    const std::string& words = labels[at].words;
    if (words != "dualstack" && words != "fips" && words != "api") {
      return is_variable(words) ? std::string() : plain_service(words);
    }
  }
  return {};
}

bool is_s3_label(std::string_view words) {
  if (words == "s3" || words == "s3-fips" || words == "s3-accelerate") return true;
  for (const std::string_view before :
       {"s3-website", "s3-accesspoint", "s3-object-lambda", "s3-external-1", "s3express-",
        "s3-outposts", "s3-deprecated"}) {
    if (words.starts_with(before)) return true;
  }
  return words.starts_with("s3-") && is_any_region(words.substr(3));
}

// Where a path's first part ends; `begin` where there is no path with one.
std::size_t end_of_first_part(std::string_view text, std::size_t begin) {
  if (begin >= text.size() || text[begin] != '/') return begin;
  std::size_t at = begin + 1;
  const std::size_t limit = std::min(text.size(), at + longest_path);
  while (at < limit && (may_be_in_host(text[at]))) ++at;
  if (at < limit && skip_placeholder(text, at) != at) return begin;  // its end is not known
  while (at > begin + 1 && text[at - 1] == '.') --at;
  return at > begin + 1 ? at : begin;
}

// "/app:7", "/team/app@sha256:...": after a registry's host.
std::size_t end_of_image(std::string_view text, std::size_t begin) {
  if (begin >= text.size() || text[begin] != '/') return begin;
  std::size_t at = begin;
  const std::size_t limit = std::min(text.size(), begin + longest_path);
  while (at < limit) {
    const char c = text[at];
    const std::size_t after = skip_placeholder(text, at);
    if (after != at && after <= limit) {
      at = after;
    } else if (is_word_character(c) || c == '/' || c == '-' || c == '_' || c == '.' || c == ':' ||
               c == '@' || c == '$') {
      ++at;
    } else {
      break;
    }
  }
  while (at > begin && std::string_view("/.:@-_$").find(text[at - 1]) != std::string_view::npos) {
    --at;
  }
  return at;
}

struct Host {
  std::string_view text;
  std::vector<Label> labels;
  std::optional<FoundRegion> region;
  const Vocabulary* vocabulary;
};

std::optional<Literal> as_s3(const Host& host, Literal literal) {
  const auto found = std::ranges::find_if(
      host.labels, [](const Label& label) { return is_s3_label(label.words); });
  if (found == host.labels.end()) return std::nullopt;
  literal.service = "s3";
  const std::string_view text = host.text;
  const bool in_host = found != host.labels.begin();
  std::string_view bucket;
  if (in_host) {
    bucket = text.substr(literal.begin, found->begin - 1 - literal.begin);
  } else if (const std::size_t end = end_of_first_part(text, literal.end); end != literal.end) {
    bucket = text.substr(literal.end + 1, end - literal.end - 1);
    // The namespaces of S3's XML look like addresses: http://s3.amazonaws.com/doc/2006-03-01/
    if (bucket == "doc") return std::nullopt;
    literal.end = end;
  }
  literal.what = bucket.empty() ? What::endpoint : What::s3_url;
  if (!literal.region.empty()) return literal;
  if (bucket == "doc") return std::nullopt;  // http://doc.s3.amazonaws.com/2006-03-01, the same
  if (!is_bucket_name(bucket) || is_example_bucket(bucket)) return std::nullopt;
  literal.region = host.vocabulary->region_of_bucket(bucket);
  return literal;
}

std::optional<Literal> as_image(const Host& host, Literal literal) {
  const bool registry =
      has_label(host.labels, "dkr") || std::ranges::any_of(host.labels, [](const Label& label) {
        return label.words == "dkr-ecr" || label.words == "dkr-ecr-fips";
      });
  if (!registry) return std::nullopt;
  literal.what = What::image;
  literal.service = "ecr";
  if (const auto account = account_at(host.text, literal.begin)) {
    literal.account = std::string(*account);
  }
  if (literal.region.empty() && (literal.account.empty() || is_example_account(literal.account))) {
    return std::nullopt;
  }
  literal.end = end_of_image(host.text, literal.end);
  return literal;
}

std::optional<Literal> as_api(const Host& host, Literal literal) {
  const auto found = std::ranges::find(host.labels, "execute-api", &Label::words);
  if (found == host.labels.end()) return std::nullopt;
  literal.what = found == host.labels.begin() ? What::endpoint : What::api;
  literal.service = "execute-api";
  if (!literal.region.empty()) return literal;
  // An API is where it was made, whatever stands for its region.
  if (found == host.labels.begin()) return std::nullopt;
  const std::string& id = host.labels.front().words;
  const bool is_id = id.size() == 10 && std::ranges::all_of(id, is_word_character) &&
                     std::ranges::any_of(id, is_digit) && std::ranges::any_of(id, is_letter);
  return is_id ? std::optional(literal) : std::nullopt;
}

}  // namespace

std::optional<Literal> recognise_host(const Spot& spot) {
  const std::string_view text = spot.text;
  std::size_t end = spot.end;
  const bool in_china = text.substr(end).starts_with(".cn");
  if (in_china) end += 3;
  // "amazonaws.community", "amazonaws.com.example.com"
  if (!ends_word(text, end) || (end < text.size() && (text[end] == '_' || text[end] == '-'))) {
    return std::nullopt;
  }
  if (end + 1 < text.size() && text[end] == '.' && is_word_character(text[end + 1])) {
    return std::nullopt;
  }
  Host host{.text = text, .labels = {}, .region = std::nullopt, .vocabulary = spot.vocabulary};
  Literal literal;
  literal.begin = begin_of_host(text, spot.begin);
  literal.end = end;
  if (literal.begin >= spot.begin) return std::nullopt;
  host.labels = labels_of(text, literal.begin, spot.begin);
  // "*.eu-west-1.amazonaws.com" is a host, too; "https://*.amazonaws.com" has no region.
  if (host.labels.empty()) return std::nullopt;
  host.region = region_of(host.labels);
  if (spot.word->text == ".ec2.internal" && !host.region) {
    // ip-10-0-0-1.ec2.internal: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html
    if (!host.labels.back().words.starts_with("ip-")) return std::nullopt;
    host.region = FoundRegion{.region = "us-east-1", .label = 0, .begin = 0, .end = 0};
  }
  if (host.region) {
    literal.region = std::string(host.region->region);
    literal.region_begin = host.region->begin;
    literal.region_end = host.region->end;
  }
  if (const auto s3 = as_s3(host, literal)) return s3;
  if (const auto image = as_image(host, literal)) return image;
  if (const auto api = as_api(host, literal)) return api;
  if (literal.region.empty()) return std::nullopt;
  literal.service = service_of(host.labels, host.region->label);
  const bool balancer = has_label(host.labels, "elb");
  literal.what = balancer ? What::load_balancer : What::endpoint;
  if (balancer) literal.service = "elasticloadbalancing";
  if (literal.service == "queue") literal.service = "sqs";  // as it was called first
  const bool machine = has_label(host.labels, "compute") || has_label(host.labels, "compute-1") ||
                       spot.word->text.ends_with(".internal");
  if (machine) literal.service = "ec2";
  if (literal.service.empty() && spot.word->text == ".aws.amazon.com") literal.service = "console";
  return literal;
}

std::optional<Literal> recognise_s3_scheme(const Spot& spot) {
  const std::string_view text = spot.text;
  if (!begins_word(text, spot.begin)) return std::nullopt;
  std::size_t end = spot.end;
  const std::size_t limit = std::min(text.size(), end + longest_path);
  while (end < limit && may_be_in_host(text[end])) ++end;
  // A name that goes on with a variable is none.
  if (end < text.size() && (skip_placeholder(text, end) != end || text[end] == '$' ||
                            text[end] == '*' || text[end] == '%' || text[end] == '@')) {
    return std::nullopt;
  }
  while (end > spot.end && std::string_view(".-_").find(text[end - 1]) != std::string_view::npos) {
    --end;
  }
  const std::string_view bucket = text.substr(spot.end, end - spot.end);
  if (!is_bucket_name(bucket) || is_example_bucket(bucket)) return std::nullopt;
  Literal literal;
  literal.begin = spot.begin;
  literal.end = end;
  literal.what = What::s3_url;
  literal.service = "s3";
  literal.region = spot.vocabulary->region_of_bucket(bucket);
  if (const NamedRegion named = region_in_name(bucket);
      literal.region.empty() && !named.region.empty()) {
    literal.region = std::string(named.region);
    literal.region_begin = spot.end + named.begin;
    literal.region_end = literal.region_begin + named.region.size();
  }
  return literal;
}

NamedRegion region_in_name(std::string_view name) {
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (at > 0 && is_word_character(name[at - 1])) continue;
    for (const std::string_view region : all_regions()) {
      if (!name.substr(at).starts_with(region)) continue;
      const std::size_t end = at + region.size();
      if (end == name.size() || !is_word_character(name[end])) return {region, at};
    }
  }
  return {};
}

}  // namespace godwit::repo
