#include <algorithm>
#include <array>

#include "base/ip.h"
#include "base/text.h"
#include "repo/recognise_parts.h"
#include "repo/recognise_text.h"

namespace godwit::repo {

namespace {

Literal literal_at(std::size_t begin, std::size_t end, What what) {
  Literal literal;
  literal.begin = begin;
  literal.end = end;
  literal.what = what;
  return literal;
}

std::string_view service_of(std::string_view prefix) {
  if (prefix.starts_with("fs")) return "elasticfilesystem";
  return "ec2";
}

// Ids that people make up for an example: all the same, or counting up.
bool is_example_id(std::string_view digits) {
  if (std::ranges::count(digits, digits.front()) + 1 >=
      static_cast<std::ptrdiff_t>(digits.size())) {
    return true;
  }
  constexpr std::array<std::string_view, 6> examples = {"12345", "23456",  "abcdef",
                                                        "abcd1", "1a2b3c", "a1b2c3"};
  return std::ranges::any_of(examples, [&](std::string_view example) {
    return digits.find(example) != std::string_view::npos;
  });
}

// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html: 8 hexadecimal digits, or
// 17.
std::optional<Candidate> recognise_resource(const Spot& spot) {
  const std::string_view text = spot.text;
  if (!begins_word(text, spot.begin)) return std::nullopt;
  if (spot.begin > 0 &&
      std::string_view("-_.").find(text[spot.begin - 1]) != std::string_view::npos) {
    return std::nullopt;
  }
  // Of prefixes with a digit ("i-0") that one counts.
  const std::size_t first = text.rfind('-', spot.end - 1) + 1;
  std::size_t end = first;
  while (end < text.size() && end - first < 18 &&
         (is_digit(text[end]) || (is_hex(text[end]) && is_lower(text[end])))) {
    ++end;
  }
  const std::string_view digits = text.substr(first, end - first);
  if (digits.size() != 8 && digits.size() != 17) return std::nullopt;
  if (!ends_word(text, end)) return std::nullopt;
  if (end < text.size() && (text[end] == '-' || text[end] == '_')) return std::nullopt;
  const bool letters = std::ranges::any_of(digits, is_lower);
  const bool numbers = std::ranges::any_of(digits, is_digit);
  // "snap-20240101" is a day, "vol-deadbeef" a joke.
  if (!letters || !numbers || is_example_id(digits)) return std::nullopt;
  Literal literal = literal_at(spot.begin, end, What::resource);
  literal.service = std::string(service_of(spot.word->text));
  return Candidate{literal};
}

// The value that a name like this is given: `account_id = "..."`. Where it begins; npos: none.
std::size_t begin_of_value(std::string_view text, std::size_t end) {
  constexpr std::size_t longest_name = 24;
  constexpr std::size_t longest_gap = 8;
  std::size_t at = end;
  const std::size_t name_limit = std::min(text.size(), end + longest_name);
  while (at < name_limit && (is_letter(text[at]) || text[at] == '_' || text[at] == '-')) ++at;
  const std::size_t gap_limit = std::min(text.size(), at + longest_gap);
  const std::size_t gap = at;
  while (at < gap_limit &&
         std::string_view(" \t\"'`:=>([").find(text[at]) != std::string_view::npos) {
    ++at;
  }
  return at > gap ? at : std::string_view::npos;
}

std::optional<Candidate> recognise_account_value(const Spot& spot) {
  const std::string_view text = spot.text;
  const std::size_t begin = begin_of_value(text, spot.end);
  if (begin == std::string_view::npos) return std::nullopt;
  const auto account = account_at(text, begin);
  if (!account || is_example_account(*account)) return std::nullopt;
  Literal literal = literal_at(begin, begin + account->size(), What::account);
  literal.account = std::string(*account);
  // Banks have accounts, too.
  constexpr std::size_t reach = 32;
  const std::size_t from = spot.begin > reach ? spot.begin - reach : 0;
  const std::string around = to_lower(text.substr(from, begin - from));
  const bool of_aws = around.find("aws") != std::string::npos;
  return Candidate{.literal = literal,
                   .company = of_aws ? Word::Company::none : Word::Company::aws};
}

std::optional<Candidate> recognise_key(const Spot& spot) {
  const std::string_view text = spot.text;
  if (spot.word->text == "mrk-") {
    constexpr std::size_t digits = 32;
    const std::string_view id = text.substr(spot.end, digits);
    if (!begins_word(text, spot.begin) || id.size() != digits || !std::ranges::all_of(id, is_hex) ||
        !ends_word(text, spot.end + digits) || is_example_id(id)) {
      return std::nullopt;
    }
    Literal literal = literal_at(spot.begin, spot.end + digits, What::key);
    literal.service = "kms";
    return Candidate{literal};
  }
  const std::size_t begin = begin_of_value(text, spot.end);
  if (begin == std::string_view::npos || !is_uuid_at(text, begin)) return std::nullopt;
  // Of AWS's guides.
  if (text.substr(begin).starts_with("1234abcd-12ab-34cd-56ef") ||
      text.substr(begin).starts_with("00000000-")) {
    return std::nullopt;
  }
  Literal literal = literal_at(begin, begin + 36, What::key);
  literal.service = "kms";
  return Candidate{literal};
}

bool is_private(const IpNetwork& network) {
  // RFC 1918, and RFC 6598, which a VPC may have, too.
  // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
  for (const std::string_view range :
       {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"}) {
    const auto all = parse_network(range);
    if (all && all->contains(network)) return true;
  }
  return false;
}

std::optional<Candidate> recognise_network(const Spot& spot) {
  const std::string_view text = spot.text;
  if (!ends_word(text, spot.end) || spot.begin == 0 || !is_digit(text[spot.begin - 1])) {
    return std::nullopt;
  }
  if (spot.end + 1 < text.size() && (text[spot.end] == '.' || text[spot.end] == '/') &&
      is_word_character(text[spot.end + 1])) {
    return std::nullopt;
  }
  std::size_t begin = spot.begin;
  while (begin > 0 && spot.begin - begin < 16 &&
         (is_digit(text[begin - 1]) || text[begin - 1] == '.')) {
    --begin;
  }
  if (begin > 0 && (is_letter(text[begin - 1]) ||
                    std::string_view("-_/").find(text[begin - 1]) != std::string_view::npos)) {
    if (!begins_word(text, begin)) return std::nullopt;
    if (!is_letter(text[begin - 1])) return std::nullopt;
  }
  const auto network = parse_network(text.substr(begin, spot.end - begin));
  if (!network || network->address.family != IpFamily::v4 || !is_private(*network)) {
    return std::nullopt;
  }
  return Candidate{.literal = literal_at(begin, spot.end, What::network),
                   .company = Word::Company::aws};
}

// S3's oldest name of eu-west-1: LocationConstraint: EU.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html
std::optional<Candidate> recognise_location_constraint(const Spot& spot) {
  const std::string_view text = spot.text;
  const std::size_t begin = begin_of_value(text, spot.end);
  if (begin == std::string_view::npos || text.substr(begin, 2) != "EU") return std::nullopt;
  if (!ends_word(text, begin + 2) ||
      (begin + 2 < text.size() && (text[begin + 2] == '-' || text[begin + 2] == '_'))) {
    return std::nullopt;
  }
  Literal literal = literal_at(begin, begin + 2, What::region_name);
  literal.region = "eu-west-1";
  return Candidate{literal};
}

}  // namespace

std::optional<Candidate> recognise_id(const Spot& spot) {
  switch (spot.word->what) {
    case What::resource:
      return recognise_resource(spot);
    case What::account:
      return recognise_account_value(spot);
    case What::key:
      return recognise_key(spot);
    case What::network:
      return recognise_network(spot);
    case What::region_name:
      return recognise_location_constraint(spot);
    default:
      return std::nullopt;
  }
}

}  // namespace godwit::repo
