#include <algorithm>
#include <array>

#include "base/text.h"
#include "catalog/catalog.h"
#include "repo/recognise_parts.h"
#include "repo/recognise_text.h"
#include "repo/region_spellings.h"

namespace godwit::repo {

namespace {

constexpr std::size_t reach = 128;  // bytes that belong to a host around a word

// Of others whose regions are called as AWS's are. Theirs are not meant.
bool within_host_of_others(std::string_view text, std::size_t end) {
  constexpr std::array<std::string_view, 10> others = {
      ".workshops.aws",  // lessons: https://catalog.us-east-1.prod.workshops.aws/workshops/...

      ".aliyuncs.com",      ".aliyun.com",   ".wasabisys.com",
      ".linodeobjects.com", ".linode.com",   ".myhuaweicloud.com",
      ".myhuaweicloud.eu",  ".idrivee2.com", ".backblazeb2.com"};
  std::size_t at = end;
  const std::size_t limit = std::min(text.size(), end + reach);
  while (at < limit && (is_word_character(text[at]) || text[at] == '-' || text[at] == '.')) ++at;
  const std::string rest = to_lower(text.substr(end, at - end));
  return std::ranges::any_of(
      others, [&](std::string_view other) { return rest.find(other) != std::string::npos; });
}

// "lax-1" of us-west-2-lax-1a, "wl1-bos-wlz-1" of a Wavelength zone: where the zone ends after its
// region; `end` where there is none.
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-local-zones.html
std::size_t end_of_local_zone(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view rest = text.substr(end, 20);
  const auto letters = [&](std::size_t from, std::size_t count) {
    return rest.size() >= from + count && std::ranges::all_of(rest.substr(from, count), is_lower);
  };
  std::size_t length = 0;
  if (letters(1, 3) && rest.size() >= 6 && rest[0] == '-' && rest[4] == '-' && is_digit(rest[5])) {
    if (catalog::location_of(text.substr(begin, end - begin + 6)) == nullptr) return end;
    length = 6;
  } else if (rest.starts_with("-wl") && rest.size() >= 14 && is_digit(rest[3]) && letters(5, 3) &&
             rest.substr(8, 5) == "-wlz-" && is_digit(rest[13])) {
    length = 14;
  } else {
    return end;
  }
  if (rest.size() > length && is_lower(rest[length])) ++length;
  return ends_word(text, end + length) ? end + length : end;
}

// "com.amazonaws.eu-west-1.s3", "com.amazonaws.vpce.eu-west-1.vpce-svc-...": services as VPC
// endpoints name them.
// https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
std::optional<Literal> as_endpoint_service(const Spot& spot, const Literal& region) {
  const std::string_view text = spot.text;
  const std::string_view before = text.substr(0, spot.begin);
  for (const std::string_view prefix :
       {"cn.com.amazonaws.", "com.amazonaws.vpce.", "com.amazonaws.", "aws.api."}) {
    if (!before.ends_with(prefix)) continue;
    const std::size_t begin = spot.begin - prefix.size();
    if (!begins_word(text, begin)) continue;
    std::size_t end = spot.end;
    const std::size_t limit = std::min(text.size(), end + reach);
    while (end < limit && (is_word_character(text[end]) || text[end] == '-' || text[end] == '.')) {
      ++end;
    }
    while (end > spot.end && !is_word_character(text[end - 1])) --end;
    if (end == spot.end) return std::nullopt;
    Literal literal = region;
    literal.what = What::endpoint;
    literal.begin = begin;
    literal.end = end;
    literal.service = std::string(text.substr(spot.end + 1, end - spot.end - 1));
    return literal;
  }
  return std::nullopt;
}

// "eu-west-1_AbCdEfGhI" and "eu-west-1:5e84763b-...": pools of Cognito's.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-identity-pools.html
std::size_t end_of_pool(std::string_view text, std::size_t end) {
  constexpr std::size_t id_size = 9;
  if (end >= text.size()) return end;
  if (text[end] == ':' && is_uuid_at(text, end + 1)) return end + 1 + 36;
  if (text[end] != '_' || text.size() - end < id_size + 1) return end;
  const std::string_view id = text.substr(end + 1, id_size);
  const bool random = std::ranges::all_of(id, is_word_character) &&
                      std::ranges::any_of(id, [](char c) { return is_upper(c) || is_digit(c); }) &&
                      ends_word(text, end + 1 + id_size);
  return random ? end + 1 + id_size : end;
}

bool is_zone_letter(char c) { return c >= 'a' && c <= 'f'; }

std::optional<Candidate> recognise_region(const Spot& spot) {
  const std::string_view text = spot.text;
  if (!begins_word(text, spot.begin)) return std::nullopt;
  const char next = spot.end < text.size() ? text[spot.end] : ' ';
  if ((next == '.' || next == '-') && within_host_of_others(text, spot.end)) return std::nullopt;
  Literal literal;
  literal.begin = spot.begin;
  literal.end = spot.end;
  literal.region = spot.word->region;
  const bool is_code = text.substr(spot.begin, spot.end - spot.begin) == spot.word->text;
  literal.what = is_code ? What::region : What::region_name;
  if (is_code) {
    literal.region_begin = spot.begin;
    literal.region_end = spot.end;
  }
  if (!ends_word(text, spot.end)) {
    if (!is_zone_letter(static_cast<char>(text[spot.end] | 0x20)) || is_digit(text[spot.end]) ||
        !ends_word(text, spot.end + 1)) {
      return std::nullopt;
    }
    literal.what = What::zone;
    ++literal.end;
    return Candidate{literal};
  }
  if (!is_code) return Candidate{literal};
  if (const std::size_t end = end_of_local_zone(text, spot.begin, spot.end); end != spot.end) {
    literal.what = What::zone;
    literal.end = end;
  } else if (const std::size_t pool = end_of_pool(text, spot.end); pool != spot.end) {
    literal.what = What::resource;
    literal.service = "cognito";
    literal.end = pool;
  } else if (const auto service = as_endpoint_service(spot, literal)) {
    return Candidate{*service};
  }
  return Candidate{literal};
}

// "-az2", "-lax1-az1", "-wl1-bos-wlz1" after a short code: where the zone's id ends; `end` where it
// is none. https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html
std::size_t end_of_zone_id(std::string_view text, std::size_t end) {
  const std::string rest = to_lower(text.substr(end, 16));
  const auto is_form = [&](std::string_view form) {  // *: a letter, 9: a digit
    if (rest.size() < form.size()) return false;
    for (std::size_t i = 0; i < form.size(); ++i) {
      const char c = rest[i];
      if (form[i] == '*' ? !is_lower(c) : form[i] == '9' ? !is_digit(c) : c != form[i])
        return false;
    }
    return ends_word(text, end + form.size());
  };
  for (const std::string_view form : {"-az9", "-***9-az9", "-wl9-***-wlz9", "-wl9-***9-wlz9"}) {
    if (is_form(form)) return end + form.size();
  }
  return end;
}

// "euw1", and "euw1-az2".
std::optional<Candidate> recognise_short_code(const Spot& spot) {
  const std::string_view text = spot.text;
  const std::string_view word = text.substr(spot.begin, spot.end - spot.begin);
  // As people write it: in one case.
  if (std::ranges::any_of(word, is_upper) && std::ranges::any_of(word, is_lower)) {
    return std::nullopt;
  }
  if (!begins_word(text, spot.begin) || !ends_word(text, spot.end)) return std::nullopt;
  if (within_hex_groups(text, spot.begin, spot.end)) return std::nullopt;
  if (within_noise(text, spot.begin, spot.end)) return std::nullopt;
  Literal literal;
  literal.begin = spot.begin;
  literal.end = spot.end;
  literal.what = What::region_name;
  literal.region = spot.word->region;
  if (const std::size_t end = end_of_zone_id(text, spot.end); end != spot.end) {
    literal.what = What::zone;
    literal.end = end;
    return Candidate{literal};
  }
  return Candidate{.literal = literal, .company = spot.word->company};
}

std::optional<Candidate> recognise_name(const Spot& spot) {
  const std::string_view text = spot.text;
  const std::string_view word = spot.word->text;
  Literal literal;
  literal.begin = spot.begin;
  literal.end = spot.end;
  literal.what = What::region_name;
  literal.region = spot.word->region;
  Candidate candidate{.literal = literal, .company = spot.word->company};
  const bool is_underscored = word.find('_') != std::string_view::npos;
  const bool is_squashed = !is_underscored && is_digit(word.back());
  if (!is_underscored && !is_squashed) {  // people's words
    if (!begins_word(text, spot.begin) || !ends_word(text, spot.end)) return std::nullopt;
    // Zones of time and paths: "Europe/London".
    const char before = spot.begin > 0 ? text[spot.begin - 1] : ' ';
    const char after = spot.end < text.size() ? text[spot.end] : ' ';
    if (before == '/' || after == '/') return std::nullopt;
    return candidate;
  }
  if (!begins_joined_word(text, spot.begin)) return std::nullopt;
  if (is_squashed && within_noise(text, spot.begin, spot.end)) return std::nullopt;
  if (!ends_joined_word(text, spot.begin, spot.end)) {
    if (!is_zone_letter(static_cast<char>(text[spot.end] | 0x20)) || is_digit(text[spot.end]) ||
        !ends_word(text, spot.end + 1)) {
      return std::nullopt;
    }
    candidate.literal.what = What::zone;
    ++candidate.literal.end;
  }
  // "aws.Region.EU_WEST1" says itself whose region it is.
  constexpr std::size_t owner = 24;
  const std::size_t from = spot.begin > owner ? spot.begin - owner : 0;
  if (to_lower(text.substr(from, spot.begin - from)).find("aws") != std::string::npos) {
    candidate.company = Word::Company::none;
  }
  return candidate;
}

std::optional<Candidate> recognise_account(const Spot& spot) {
  const std::string_view text = spot.text;
  if (!begins_word(text, spot.begin) || !ends_word(text, spot.end)) return std::nullopt;
  const auto at = [&](std::size_t offset) { return offset < text.size() ? text[offset] : ' '; };
  // A part of a number: "0.558069890522".
  if (spot.begin >= 2 && text[spot.begin - 1] == '.' && is_digit(text[spot.begin - 2])) {
    return std::nullopt;
  }
  if (at(spot.end) == '.' && is_digit(at(spot.end + 1))) return std::nullopt;
  // The end of a UUID.
  if (spot.begin >= 24 && is_uuid_at(text, spot.begin - 24)) return std::nullopt;
  Literal literal;
  literal.begin = spot.begin;
  literal.end = spot.end;
  literal.what = What::account;
  literal.account = spot.word->text;
  std::erase(literal.account, '-');
  return Candidate{literal};
}

std::optional<Candidate> recognise_bucket(const Spot& spot) {
  const std::string_view text = spot.text;
  const auto goes_on = [&](char c) { return is_word_character(c) || c == '-' || c == '_'; };
  if (!begins_word(text, spot.begin)) return std::nullopt;
  if (spot.begin > 0 && (text[spot.begin - 1] == '-' || text[spot.begin - 1] == '_')) {
    return std::nullopt;
  }
  if (spot.end < text.size()) {
    if (goes_on(text[spot.end]) || skip_placeholder(text, spot.end) != spot.end) {
      return std::nullopt;
    }
    if (text[spot.end] == '.' && spot.end + 1 < text.size() &&
        is_word_character(text[spot.end + 1])) {
      return std::nullopt;  // a longer name, or a host
    }
  }
  Literal literal;
  literal.begin = spot.begin;
  literal.end = spot.end;
  literal.what = What::bucket;
  literal.service = "s3";
  literal.region = spot.word->region;
  return Candidate{.literal = literal, .company = spot.word->company};
}

}  // namespace

std::optional<Candidate> recognise_word(const Spot& spot) {
  const std::string_view text = spot.text;
  Literal literal;
  literal.begin = spot.begin;
  literal.end = spot.end;
  literal.what = spot.word->what;
  literal.region = spot.word->region;
  switch (spot.word->what) {
    case What::region:
      return recognise_region(spot);
    case What::region_name:
      return spot.word->text == short_code_of(spot.word->region) ? recognise_short_code(spot)
                                                                 : recognise_name(spot);
    case What::account:
      return recognise_account(spot);
    case What::bucket:
      return recognise_bucket(spot);
    case What::key: {
      const auto joins = [](char c) { return is_word_character(c) || c == '-'; };
      if (spot.begin > 0 && joins(text[spot.begin - 1]) && !begins_word(text, spot.begin)) {
        return std::nullopt;
      }
      if (spot.begin > 0 && text[spot.begin - 1] == '-') return std::nullopt;
      if (spot.end < text.size() && joins(text[spot.end])) return std::nullopt;
      literal.service = "kms";
      return Candidate{literal};
    }
    case What::hosted_zone:
      if (!begins_word(text, spot.begin) || !ends_word(text, spot.end)) return std::nullopt;
      return Candidate{literal};
    default:  // given: as it stands
      return Candidate{literal};
  }
}

}  // namespace godwit::repo
