#include "awscli/jmespath_tokens.h"

#include <array>
#include <cctype>

#include "base/ascii.h"

namespace godwit::awscli::jmespath {
namespace {

constexpr std::array<std::string_view, 27> symbols = {
    "[?", "[]", "||", "&&", "==", "!=", "<=", ">=", "[", "]", "{", "}", "(", ")",
    ".",  ",",  ":",  "*",  "@",  "&",  "|",  "!",  "<", ">", "=", "$", ""};

bool begins_name(char letter) { return is_letter(letter) || letter == '_'; }

}  // namespace

std::expected<std::vector<Token>, SyntaxError> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  while (true) {
    while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at])) != 0) ++at;
    Token token{.begin = at};
    if (at >= text.size()) {
      token.end = at;
      tokens.push_back(std::move(token));
      return tokens;
    }
    const char letter = text[at];
    if (begins_name(letter)) {
      while (at < text.size() && (begins_name(text[at]) || is_digit(text[at]))) ++at;
      token.kind = Token::Kind::name;
      token.text = std::string(text.substr(token.begin, at - token.begin));
    } else if (is_digit(letter) ||
               (letter == '-' && at + 1 < text.size() && is_digit(text[at + 1]))) {
      ++at;
      while (at < text.size() && is_digit(text[at])) ++at;
      token.kind = Token::Kind::number;
      token.text = std::string(text.substr(token.begin, at - token.begin));
    } else if (letter == '"' || letter == '\'' || letter == '`') {
      token.kind = letter == '"'    ? Token::Kind::quoted
                   : letter == '\'' ? Token::Kind::raw
                                    : Token::Kind::literal;
      ++at;
      while (at < text.size() && text[at] != letter) {
        // The escape of the quote itself is its own; others are kept as they are.
        if (text[at] == '\\' && at + 1 < text.size()) {
          if (text[at + 1] != letter) token.text += '\\';
          ++at;
        }
        token.text += text[at++];
      }
      if (at >= text.size()) {
        return std::unexpected(SyntaxError{token.begin, "the quote that begins here never ends"});
      }
      ++at;
    } else {
      token.kind = Token::Kind::symbol;
      for (const std::string_view symbol : symbols) {
        if (text.substr(at).starts_with(symbol)) {
          token.text = std::string(symbol);
          break;
        }
      }
      if (token.text == "=") {
        return std::unexpected(SyntaxError{at, "'==' compares, not '='"});
      }
      if (token.text.empty() || token.text == "$") {
        return std::unexpected(
            SyntaxError{at, std::string("'") + letter + "' has no meaning in JMESPath"});
      }
      at += token.text.size();
    }
    token.end = at;
    tokens.push_back(std::move(token));
  }
}

}  // namespace godwit::awscli::jmespath
