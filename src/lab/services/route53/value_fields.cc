// Values that are several fields: what each field must be, by the record's type.
#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <vector>

#include "base/ascii.h"
#include "base/text.h"
#include "lab/services/route53/values.h"

namespace godwit::lab::services {
namespace {

constexpr std::int64_t any_byte = std::numeric_limits<std::uint8_t>::max();
constexpr std::int64_t any_short = std::numeric_limits<std::uint16_t>::max();
constexpr std::int64_t any_long = std::numeric_limits<std::uint32_t>::max();

struct Field {
  enum class Kind {
    number,  // 0 to `most`
    domain,
    quoted,      // one string in quotation marks
    word,        // letters and digits
    hexadecimal  // even in number; the rest of the value, blanks between its digits or not
  };
  Kind kind;
  std::int64_t most = 0;
};

// A type by its fields. The documentation's page gives each in this order.
struct Form {
  std::string_view type;
  std::string_view count;  // as Route 53 spells it: "Four"
  std::span<const Field> fields;
};

constexpr Field of_mx[] = {{Field::Kind::number, any_short}, {Field::Kind::domain}};
constexpr Field of_srv[] = {{Field::Kind::number, any_short},
                            {Field::Kind::number, any_short},
                            {Field::Kind::number, any_short},
                            {Field::Kind::domain}};
constexpr Field of_naptr[] = {{Field::Kind::number, any_short},
                              {Field::Kind::number, any_short},
                              {Field::Kind::quoted},
                              {Field::Kind::quoted},
                              {Field::Kind::quoted},
                              {Field::Kind::domain}};
constexpr Field of_caa[] = {
    {Field::Kind::number, any_byte}, {Field::Kind::word}, {Field::Kind::quoted}};
constexpr Field of_ds[] = {{Field::Kind::number, any_short},
                           {Field::Kind::number, any_byte},
                           {Field::Kind::number, any_byte},
                           {Field::Kind::hexadecimal}};
constexpr Field of_sshfp[] = {
    {Field::Kind::number, any_byte}, {Field::Kind::number, any_byte}, {Field::Kind::hexadecimal}};
constexpr Field of_tlsa[] = {{Field::Kind::number, any_byte},
                             {Field::Kind::number, any_byte},
                             {Field::Kind::number, any_byte},
                             {Field::Kind::hexadecimal}};
constexpr Field of_soa[] = {{Field::Kind::domain},           {Field::Kind::domain},
                            {Field::Kind::number, any_long}, {Field::Kind::number, any_long},
                            {Field::Kind::number, any_long}, {Field::Kind::number, any_long},
                            {Field::Kind::number, any_long}};
constexpr Form forms[] = {{"MX", "Two", of_mx},       {"SRV", "Four", of_srv},
                          {"NAPTR", "Six", of_naptr}, {"CAA", "Three", of_caa},
                          {"DS", "Four", of_ds},      {"SSHFP", "Three", of_sshfp},
                          {"TLSA", "Four", of_tlsa},  {"SOA", "Seven", of_soa}};

// Apart by blanks, except within quotation marks.
std::vector<std::string_view> fields_of(std::string_view value) {
  std::vector<std::string_view> fields;
  std::size_t at = 0;
  while (at < value.size()) {
    if (value[at] == ' ' || value[at] == '\t') {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    bool quoted = false;
    for (; at < value.size() && (quoted || (value[at] != ' ' && value[at] != '\t')); ++at) {
      if (value[at] == '\\' && quoted) {
        ++at;
      } else if (value[at] == '"') {
        quoted = !quoted;
      }
    }
    at = std::min(at, value.size());
    fields.push_back(value.substr(begin, at - begin));
  }
  return fields;
}

bool is_hexadecimal(char digit) {
  return (digit >= 'a' && digit <= 'f') || (digit >= 'A' && digit <= 'F') ||
         (digit >= '0' && digit <= '9');
}

// Is there a number in these bounds? No sign, no blanks.
bool is_number(std::string_view text, std::int64_t most) {
  const auto number = parse_integer(text);
  return number && *number >= 0 && *number <= most && text.front() != '+' && text.front() != '-';
}

std::optional<std::string> problem_of_form(const Form& form, std::string_view value) {
  const auto fields = fields_of(value);
  const bool open_ended = form.fields.back().kind == Field::Kind::hexadecimal;
  if (fields.size() < form.fields.size() || (fields.size() > form.fields.size() && !open_ended)) {
    return value_problem(
        fmt::format("{}RRDATANot{}Fields", form.type, form.count),
        fmt::format("{} record doesn't have {} fields", form.type, form.fields.size()), value);
  }
  const auto illegal = [&](std::string_view what) {
    return value_problem(fmt::format("{}RRDATAIllegal{}", form.type, what),
                         fmt::format("Value is not a valid {} record", form.type), value);
  };
  for (std::size_t n = 0; n < form.fields.size(); ++n) {
    const std::string_view field = fields[n];
    switch (form.fields[n].kind) {
      case Field::Kind::number:
        if (!is_number(field, form.fields[n].most)) return illegal("Number");
        break;
      case Field::Kind::domain:
        if (auto problem = problem_of_domain(field)) return problem;
        break;
      case Field::Kind::quoted:
        if (auto problem = problem_of_strings(field)) return problem;
        break;
      case Field::Kind::word:
        if (!std::ranges::all_of(field, is_letter_or_digit)) return illegal("Tag");
        break;
      case Field::Kind::hexadecimal: {
        std::size_t digits = 0;
        for (const std::string_view part : std::span(fields).subspan(n)) {
          if (!std::ranges::all_of(part, is_hexadecimal)) return illegal("Hexadecimal");
          digits += part.size();
        }
        if (digits % 2 != 0) return illegal("Hexadecimal");
        break;
      }
    }
  }
  return std::nullopt;
}

// "priority target parameters": with a priority of 0 an alias of its own kind, which has no
// parameters; else "key=value" or a key alone (RFC 9460, 2.1).
std::optional<std::string> problem_of_service(std::string_view type, std::string_view value) {
  const auto illegal = [&](std::string_view code, std::string_view words) {
    return value_problem(fmt::format("{}RRDATA{}", type, code), words, value);
  };
  const auto fields = fields_of(value);
  if (fields.size() < 2) return illegal("NotTwoFields", "Value has no priority and target");
  if (!is_number(fields[0], any_short)) return illegal("IllegalNumber", "Priority is no number");
  if (auto problem = problem_of_domain(fields[1])) return problem;
  if (fields[0] == "0" && fields.size() > 2) {
    return illegal("IllegalParameter", "Priority 0 takes no parameters");
  }
  std::vector<std::string_view> keys;
  for (const std::string_view parameter : std::span(fields).subspan(2)) {
    const std::string_view key = parameter.substr(0, parameter.find('='));
    const bool plain = std::ranges::all_of(key, [](char letter) {
      return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-';
    });
    if (key.empty() || !plain) return illegal("IllegalParameter", "Parameter has no valid key");
    if (std::ranges::find(keys, key) != keys.end()) {
      return illegal("IllegalParameter", "Parameter is there twice");
    }
    keys.push_back(key);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> problem_of_fields(std::string_view type, std::string_view value) {
  if (type == "HTTPS" || type == "SVCB") return problem_of_service(type, value);
  const auto form = std::ranges::find(forms, type, &Form::type);
  if (form == std::end(forms)) return std::nullopt;
  return problem_of_form(*form, value);
}

}  // namespace godwit::lab::services
