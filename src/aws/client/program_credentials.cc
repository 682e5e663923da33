#include "aws/client/program_credentials.h"

#include <boost/json.hpp>

#include "base/text.h"

namespace godwit::aws {

namespace {

// Somebody may have to touch a key, or to look at a browser.
constexpr Duration patience = minutes(2);

bool is_version_1(std::string_view text) {
  boost::system::error_code fault;
  const boost::json::value document = boost::json::parse(text, fault);
  if (fault || !document.is_object()) return false;
  const boost::json::value* version = document.as_object().if_contains("Version");
  return version != nullptr && version->is_int64() && version->as_int64() == 1;
}

}  // namespace

std::optional<std::vector<std::string>> split_command(std::string_view command) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char letter = command[i];
    const bool space = letter == ' ' || letter == '\t' || letter == '\n';
    if (quote == 0 && space) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (quote == 0 && (letter == '\'' || letter == '"')) {
      quote = letter;
    } else if (letter == quote) {
      quote = 0;
    } else if (letter == '\\' && quote != '\'' && i + 1 < command.size() &&
               (quote == 0 || command[i + 1] == '"' || command[i + 1] == '\\')) {
      words.back() += command[++i];
    } else {
      words.back() += letter;
    }
  }
  if (quote != 0) return std::nullopt;
  return words;
}

Result<LentCredentials> program_credentials(Programs& programs,
                                            const std::vector<std::string>& arguments,
                                            const std::string& source, const std::string& remedy) {
  const auto result = programs.run(arguments, patience);
  if (!result) {
    return no_credentials(source, "'" + arguments.front() + "': " + result.error().cause, remedy);
  }
  if (result->status != 0) {
    std::string cause =
        "'" + arguments.front() + "' ended with status " + std::to_string(result->status);
    const std::string_view said = trim(result->errors);
    if (!said.empty()) cause += ": " + std::string(said.substr(0, 500));
    return no_credentials(source, std::move(cause), remedy);
  }
  if (!is_version_1(result->output)) {
    return no_credentials(source, "'" + arguments.front() + "' printed no JSON of Version 1",
                          remedy);
  }
  return parse_lent_credentials(result->output, source, "SessionToken");
}

}  // namespace godwit::aws
