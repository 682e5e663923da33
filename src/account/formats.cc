#include "account/formats.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/ip.h"
#include "base/text.h"
#include "catalog/catalog.h"

namespace godwit::account {

namespace {

// A word that also fits a pattern.
std::optional<std::string> word_that(bool (*fits)(std::string_view), const std::string& expected,
                                     std::string remedy, const Node& node, Problems& problems) {
  const auto word = yaml::a_word(node, problems);
  if (!word || fits(*word)) return word;
  yaml::report_mismatch(node, problems, expected, std::move(remedy));
  return std::nullopt;
}

bool is_account_id(std::string_view text) {
  return text.size() == 12 && std::ranges::all_of(text, is_digit);
}

bool is_bucket_name(std::string_view text) {
  const auto allowed = [](char letter) {
    return is_lower(letter) || is_digit(letter) || letter == '-' || letter == '.';
  };
  const auto ends_well = [](char letter) { return is_lower(letter) || is_digit(letter); };
  return text.size() >= 3 && text.size() <= 63 && std::ranges::all_of(text, allowed) &&
         ends_well(text.front()) && ends_well(text.back()) && !text.contains("..");
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && !label.starts_with('-') && !label.ends_with('-') &&
         std::ranges::all_of(label, [](char letter) {
           return is_lower(letter) || is_digit(letter) || letter == '-' || letter == '_';
         });
}

bool is_host_name(std::string_view text) {
  if (text.size() > 253) return false;
  if (text.starts_with("*.")) text.remove_prefix(2);
  return text.contains('.') && std::ranges::all_of(split(text, '.'), is_label);
}

bool is_address(std::string_view text) {
  const auto parts = split(text, '.');
  return parts.size() == 4 && std::ranges::all_of(parts, [](std::string_view part) {
           const auto number = parse_integer(part);
           return number && *number >= 0 && *number <= 255 && part == std::to_string(*number);
         });
}

bool is_key_alias(std::string_view text) {
  return text.starts_with("alias/") && text.size() > 6 && text.size() <= 256 &&
         !text.starts_with("alias/aws/");
}

}  // namespace

std::optional<std::string> an_account_id(const Node& node, Problems& problems) {
  return word_that(is_account_id, "an account id of twelve digits",
                   "write all twelve, leading zeros too, in quotes", node, problems);
}

std::optional<std::string> a_region(const Node& node, Problems& problems) {
  static const auto format = yaml::one_of("a region", catalog::region_names());
  return format(node, problems);
}

std::optional<std::string> a_bucket_name(const Node& node, Problems& problems) {
  return word_that(is_bucket_name, "a bucket's name",
                   "S3 allows 3 to 63 lower-case letters, digits, '-' and '.'", node, problems);
}

std::optional<std::string> an_object_key(const Node& node, Problems& problems) {
  const auto key = yaml::a_text(node, problems);
  if (!key || (!key->empty() && key->size() <= 1024)) return key;
  yaml::report_mismatch(node, problems, "an object's key", "S3 allows 1 to 1,024 bytes");
  return std::nullopt;
}

std::optional<std::string> a_key_alias(const Node& node, Problems& problems) {
  return word_that(is_key_alias, "an alias of a KMS key",
                   "write alias/NAME; names under alias/aws/ belong to AWS", node, problems);
}

std::optional<std::string> a_host_name(const Node& node, Problems& problems) {
  return word_that(is_host_name, "a host name",
                   "write it in lower case, with its domain, without scheme, port or final dot",
                   node, problems);
}

std::optional<std::string> an_address(const Node& node, Problems& problems) {
  return word_that(is_address, "an IPv4 address", "write four numbers: 203.0.113.10", node,
                   problems);
}

// As it is written shortest, so that one address has one text.
std::optional<std::string> an_address_v6(const Node& node, Problems& problems) {
  const auto text = yaml::a_word(node, problems);
  if (!text) return std::nullopt;
  const auto address = parse_ip(*text);
  if (address && address->family == IpFamily::v6) return to_string(*address);
  yaml::report_mismatch(node, problems, "an IPv6 address", "write it as \"2001:db8::10\"");
  return std::nullopt;
}

std::optional<std::string> a_record_type(const Node& node, Problems& problems) {
  static const auto format = yaml::one_of(
      "a record type", {"A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT"});
  return format(node, problems);
}

std::optional<std::map<std::string, std::string>> some_tags(const Node& node, Problems& problems) {
  constexpr std::size_t most_tags = 50;
  constexpr std::size_t longest_key = 128;
  constexpr std::size_t longest_value = 256;
  for (const yaml::Entry& entry : node.entries) {
    const std::string& key = entry.key;
    const bool good = !key.empty() && key.size() <= longest_key && !key.contains('=') &&
                      !key.starts_with("aws:") && yaml::is_line(key);
    if (!good || entry.value.text.size() > longest_value) {
      problems.add(entry.place,
                   fmt::format("the tag {} is none that AWS takes", yaml::in_quotes(key)),
                   "keys have 1 to 128 bytes, without '=' and not beginning with aws:, values have "
                   "at most 256");
    }
  }
  if (node.entries.size() > most_tags) {
    problems.add(node.place, fmt::format("there are {} tags", node.entries.size()),
                 "AWS takes 50 at most");
  }
  return yaml::map_of(yaml::a_line)(node, problems);
}

Format<std::string> a_region_among(std::vector<std::string> regions) {
  return [regions = std::move(regions)](const Node& node,
                                        Problems& problems) -> std::optional<std::string> {
    auto region = a_region(node, problems);
    if (region && !regions.empty() && std::ranges::find(regions, *region) == regions.end()) {
      problems.add(node.place, fmt::format("{} is not listed under 'regions'", *region),
                   fmt::format("add it there, or write {}", yaml::alternatives(regions)));
      return std::nullopt;
    }
    return region;
  };
}

}  // namespace godwit::account
