// TOML: tables, and keys with values. https://toml.io/en/v1.0.0
#include <algorithm>

#include "base/text.h"
#include "repo/readings/readers.h"
#include "repo/readings/structure.h"

namespace godwit::repo {
namespace {

// "[a.'b']" and "a.b" as "a.b".
std::string plain_key(std::string_view key) {
  std::string plain;
  for (const char c : key) {
    if (c != '"' && c != '\'' && c != ' ' && c != '\t' && plain.size() < 200) plain += c;
  }
  return plain;
}

}  // namespace

void read_toml(const Maker& maker, std::string_view path) {
  const std::string_view text = maker.text();
  Structure structure(maker, document_kind(path, text));
  std::string table;
  for (std::size_t line = 0; line < text.size();) {
    const std::size_t end = std::min(text.find('\n', line), text.size());
    const std::string_view row = text.substr(line, end - line);
    std::size_t at = row.find_first_not_of(" \t\r");
    if (at == row.npos) {
      line = end + 1;
      continue;
    }
    if (row[at] == '#') {
      maker.add({.begin = line + at,
                 .end = line + row.find_last_not_of(" \t\r") + 1,
                 .use = Use::comment});
      line = end + 1;
      continue;
    }
    if (row[at] == '[') {
      const std::size_t from = row.find_first_not_of('[', at);
      const std::size_t close = row.find(']', at);
      table = from == row.npos || close == row.npos || close < from
                  ? std::string()
                  : plain_key(row.substr(from, close - from));
      line = end + 1;
      continue;
    }
    const std::size_t equals = row.find('=', at);
    if (equals == row.npos) {
      line = end + 1;
      continue;
    }
    const std::string key = join_names(table, plain_key(row.substr(at, equals - at)));
    std::vector<std::string> keys;
    for (const std::string_view part : split(key, '.')) keys.emplace_back(part);
    std::size_t value = line + equals + 1;
    while (value < end && (text[value] == ' ' || text[value] == '\t')) ++value;
    const std::string_view rest = text.substr(value);
    if (rest.starts_with("\"\"\"") || rest.starts_with("'''")) {
      const std::size_t close = text.find(rest.substr(0, 3), value + 3);
      const std::size_t content_end = std::min(close, text.size());
      maker.add({.begin = value + 3,
                 .end = content_end,
                 .use = Use::setting,
                 .quoting = Quoting::block,
                 .name = key});
      line = std::min(text.find('\n', content_end), text.size()) + 1;
      continue;
    }
    const std::size_t after = structure.read_flow_at(value, std::move(keys));
    const std::size_t last = std::min(text.find('\n', after), text.size());
    const std::size_t hash = text.substr(0, last).find('#', after);
    if (hash != text.npos) maker.add({.begin = hash, .end = last, .use = Use::comment});
    line = std::max(last, end) + 1;
  }
}

}  // namespace godwit::repo
