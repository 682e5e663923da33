// Fact D15: what stores a bucket's name, or an address in it, still has the old one after the move.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "check/deeds.h"
#include "check/passages.h"
#include "check/replications.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

struct Reference {
  std::string name;
  Span span;
};

bool is_name_byte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_';
}

// Does a file write into a database, or say what is in one?
bool stores(const std::string& content) {
  constexpr std::array<std::string_view, 9> ways = {"create table", "alter table", "insert into",
                                                    ".insert(",     ".update(",    ".upsert(",
                                                    "put_item",     "putitem",     "putcommand"};
  return std::ranges::any_of(ways, [&](std::string_view way) {
    return find_letters(content, way, 0) != std::string::npos;
  });
}

std::string_view line_at(std::string_view content, std::size_t at) {
  const std::size_t begin = content.rfind('\n', at) + 1;  // npos + 1 is 0
  return content.substr(begin, std::min(content.find('\n', at), content.size()) - begin);
}

// Fields that hold a bucket's name or an address in one: "recording_bucket", "recording_url" beside
// it.
std::vector<Reference> references_in(const ShownFile& file) {
  std::vector<Reference> found;
  const std::string& content = file.text.content();
  std::set<std::string> seen;
  constexpr std::array<std::string_view, 6> ends = {"_bucket", "_bucket_name", "_s3_url",
                                                    "_s3_uri", "_s3_key",      "_url"};
  constexpr std::array<std::string_view, 2> buckets = {"s3", "bucket"};
  for (const std::string_view end : ends) {
    for (std::size_t at = content.find(end); at != std::string::npos;
         at = content.find(end, at + 1)) {
      const std::size_t after = at + end.size();
      if (after < content.size() && is_name_byte(content[after])) continue;
      std::size_t begin = at;
      while (begin > 0 && is_name_byte(content[begin - 1])) --begin;
      if (begin == at) continue;
      // An address is one in a bucket where the same line says so.
      if (end == "_url" && !has_any_word(line_at(content, begin), buckets)) continue;
      std::string name = content.substr(begin, after - begin);
      if (!seen.insert(name).second) continue;
      found.push_back({std::move(name), span_of(file.text, begin, after)});
    }
  }
  return found;
}

bool is_code(std::string_view path) {
  constexpr std::array<std::string_view, 9> ends = {".sql", ".ts", ".js",   ".py", ".dart",
                                                    ".go",  ".rb", ".java", ".tsx"};
  return std::ranges::any_of(ends, [&](std::string_view end) { return path.ends_with(end); });
}

// Does the subject say that it rewrites what is stored?
bool rewrites(const Subject& subject) {
  constexpr std::array<std::string_view, 4> changes = {"rewrite", "update", "replace", "backfill"};
  constexpr std::array<std::string_view, 4> what = {"stored reference", "stored url", "references",
                                                    "stored name"};
  const bool told = std::ranges::any_of(passages_of(subject), [&](const Passage& passage) {
    return has_any_beginning(passage.plain, changes) && has_any_beginning(passage.plain, what);
  });
  if (told) return true;
  return std::ranges::any_of(subject.commands, [](const Command& command) {
    if (command.name != "psql" && command.name != "mysql" && command.name != "supabase")
      return false;
    return std::ranges::any_of(command.words, [](const Word& word) {
      return has_word(word.value.text, "update") && has_word(word.value.text, "set") &&
             word.value.text.find("_") != std::string::npos;
    });
  });
}

void look(const Subject& subject, Findings& findings) {
  if (!is_migration(subject) || !subject.has_repository || subject.documents.empty()) return;
  const std::vector<Replication> replications = replications_of(subject);
  const auto renames = std::ranges::find_if(replications, [](const Replication& each) {
    return !each.way_back && !each.source.empty() &&
           std::ranges::any_of(each.rules, [&](const ReplicationRule& rule) {
             return !rule.destination.empty() && rule.destination != each.source;
           });
  });
  if (renames == replications.end()) return;
  std::vector<Related> related;
  std::set<std::string> names;
  for (const ShownFile& file : subject.files) {
    if (file.document >= 0 || !is_code(file.path) || !stores(file.text.content())) continue;
    for (Reference& reference : references_in(file)) {
      if (!names.insert(reference.name).second) continue;
      related.push_back({reference.span, fmt::format("{} is stored", reference.name)});
    }
  }
  if (related.empty() || rewrites(subject)) return;
  const ReplicationRule& rule = renames->rules.front();
  findings
      .add(rule.destination_span,
           fmt::format("the bucket has another name after the move, and what is stored as {} still "
                       "says {}: it leads to the old region as long as that is there, and nowhere "
                       "after",
                       related.front().message.substr(0, related.front().message.find(' ')),
                       renames->source),
           "store keys and look the bucket up by region, or rewrite what is stored behind the "
           "cutover and count what still has the old name")
      .related = std::move(related);
}

}  // namespace

extern const Rule references_break;
const Rule references_break{.id = "references-break",
                            .severity = Severity::warning,
                            .title = "what stores a bucket's old name is not changed",
                            .look = look};

}  // namespace godwit::check::rule
