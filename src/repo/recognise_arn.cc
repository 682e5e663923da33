// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
#include <array>

#include "repo/recognise_parts.h"
#include "repo/recognise_text.h"
#include "repo/region_spellings.h"

namespace godwit::repo {

namespace {

constexpr std::size_t longest = 2048;  // bytes
constexpr std::string_view marks = "-_+=.@/*?#$~!&";

bool may_be_in_resource(char c) {
  return is_word_character(c) || marks.find(c) != std::string_view::npos;
}

struct Field {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool whole = false;  // a colon follows
};

// One field, from `begin`, to its colon.
Field field_at(std::string_view text, std::size_t begin, std::size_t limit) {
  std::size_t at = begin;
  while (at < limit && text[at] != ':') {
    const std::size_t after = skip_placeholder(text, at);
    if (after == at && !may_be_in_resource(text[at])) break;
    at = after == at ? at + 1 : after;
  }
  return {.begin = begin, .end = std::min(at, limit), .whole = at < limit && text[at] == ':'};
}

bool is_partition(std::string_view partition) {
  return partition == "aws" || partition.starts_with("aws-") ||
         partition.find_first_of("{<(*") != std::string_view::npos || partition.starts_with('$');
}

std::size_t end_of_resource(std::string_view text, std::size_t begin, std::size_t limit) {
  std::size_t at = begin;
  while (at < limit) {
    if (text.substr(at).starts_with("arn:") && at > begin && !is_word_character(text[at - 1])) {
      return at;
    }
    const std::size_t after = skip_placeholder(text, at);
    if (after != at) {
      at = std::min(after, limit);
    } else if (may_be_in_resource(text[at]) || text[at] == ':') {
      ++at;
    } else {
      break;
    }
  }
  // What ends a sentence, or emphasis.
  while (at > begin && std::string_view(".:_?!&$#").find(text[at - 1]) != std::string_view::npos) {
    --at;
  }
  return at;
}

}  // namespace

std::optional<Literal> recognise_arn(const Spot& spot) {
  const std::string_view text = spot.text;
  if (!begins_word(text, spot.begin)) return std::nullopt;
  const std::size_t limit = std::min(text.size(), spot.begin + longest);
  std::array<Field, 4> fields;  // partition, service, region, account
  std::size_t at = spot.end;
  std::size_t count = 0;
  for (Field& field : fields) {
    field = field_at(text, at, limit);
    ++count;
    if (!field.whole) break;
    at = field.end + 1;
  }
  const auto content = [&](const Field& field) {
    return text.substr(field.begin, field.end - field.begin);
  };
  if (count < 3 || !is_partition(content(fields[0])) || content(fields[1]).empty()) {
    return std::nullopt;
  }
  Literal literal;
  literal.what = What::arn;
  literal.begin = spot.begin;
  literal.service = std::string(content(fields[1]));
  if (const std::string_view region = content(fields[2]); is_any_region(region)) {
    literal.region = std::string(region);
    literal.region_begin = fields[2].begin;
    literal.region_end = fields[2].end;
  }
  const bool complete = count == fields.size() && fields[3].whole;
  literal.end = complete ? end_of_resource(text, at, limit) : fields[count - 1].end;
  bool bound = !literal.region.empty();
  if (count == fields.size()) {
    if (const auto account = account_at(text, fields[3].begin);
        account && account->size() == content(fields[3]).size()) {
      literal.account = std::string(*account);
      bound = bound || (complete && !is_example_account(*account));
    }
  }
  return bound ? std::optional(literal) : std::nullopt;
}

}  // namespace godwit::repo
