// Models and runtimes, by their identifiers wherever they stand and by their names in documents.
#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/ascii.h"
#include "base/text.h"
#include "check/mentions.h"
#include "check/passages.h"
#include "check/paths.h"
#include "check/shown_files.h"
#include "check/statements.h"

namespace godwit::check {
namespace {

bool is_id_byte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' ||
         byte == '.' || byte == ':';
}

// A text that is searched for identifiers, and what is known of it.
struct Place {
  const SourceText* text;
  int document;
  bool before;
};

// "CHANGELOG.md": what was, once.
bool tells_history(std::string_view path) {
  const std::string name = to_lower(file_name(path));
  return name.find("changelog") != std::string::npos || name.starts_with("history.") ||
         name.find("release-notes") != std::string::npos;
}

// Every text once: the documents' whole sources, which have the blocks in them, and the
// repository's files.
std::vector<Place> places_of(const Subject& subject) {
  std::vector<Place> places;
  for (std::size_t i = 0; i < subject.documents.size(); ++i) {
    places.push_back({&subject.documents[i].content.source, static_cast<int>(i), false});
  }
  for (const ShownFile& file : subject.files) {
    // What a repository says in words is not what it deploys.
    if (file.document < 0 && !file.path.ends_with(".md")) places.push_back({&file.text, -1, false});
  }
  std::erase_if(places, [](const Place& place) { return tells_history(place.text->file()); });
  return places;
}

struct Lines {
  int first;
  int last;
};

// The lines of a document's blocks that are changed into something else.
std::vector<Lines> lines_before(const markdown::Document& document) {
  std::vector<Lines> lines;
  const std::vector<BlockFile> files = files_of_blocks(document);
  for (std::size_t i = 0; i < document.code.size(); ++i) {
    if (files[i].form != ShownFile::Form::before) continue;
    const SourceText& text = document.code[i].text;
    lines.push_back({text.at(std::size_t{0}).line, text.at(text.content().size()).line});
  }
  return lines;
}

constexpr std::array<std::string_view, 10> providers = {
    "anthropic.claude-", "amazon.titan-", "amazon.nova-", "meta.llama", "mistral.m",
    "cohere.command-",   "cohere.embed-", "ai21.j",       "deepseek.r", "stability.s"};

// Of one text, as many as anybody reads: each takes a look along its line.
constexpr std::size_t most_of_text = 200;

void find_ids(const Place& place, std::vector<Mention>& all) {
  const std::string_view content = place.text->content();
  const std::size_t full = all.size() + most_of_text;
  for (const std::string_view provider : providers) {
    for (std::size_t at = content.find(provider); at != std::string_view::npos && all.size() < full;
         at = content.find(provider, at + provider.size())) {
      std::size_t begin = at;
      // A geography before it: letters and one dot.
      if (at > 2 && content[at - 1] == '.') {
        std::size_t word = at - 1;
        while (word > 0 && (is_id_byte(content[word - 1]) && content[word - 1] != '.' &&
                            content[word - 1] != ':')) {
          --word;
        }
        if (catalog::is_geography(content.substr(word, at - 1 - word))) begin = word;
      }
      if (begin > 0 && (is_id_byte(content[begin - 1]) && content[begin - 1] != ':')) continue;
      std::size_t end = at + provider.size();
      while (end < content.size() && is_id_byte(content[end])) ++end;
      while (end > at &&
             (content[end - 1] == '.' || content[end - 1] == ':' || content[end - 1] == '-')) {
        --end;
      }
      const std::string_view id = content.substr(begin, end - begin);
      // An id has a version; without it, it is a family's ("anthropic.claude-*").
      if (end < content.size() && content[end] == '*') continue;
      if (std::ranges::none_of(id, is_digit)) continue;
      Mention mention;
      mention.where = Mention::Where::file;
      mention.name = id;
      mention.words = id;
      mention.span = span_of(*place.text, begin, end);
      mention.document = place.document;
      all.push_back(std::move(mention));
    }
  }
}

// A text with so many models is a list of what there is, not of what is used.
constexpr std::size_t most_models = 8;
void drop_lists(std::vector<Mention>& all, std::size_t first) {
  std::set<std::string_view> models;
  for (std::size_t i = first; i < all.size() && models.size() <= most_models; ++i) {
    models.insert(split_model_id(all[i].name).model);
  }
  if (models.size() > most_models) all.resize(first);
}

// The region of the command in which an id stands.
void add_regions_of_commands(const Subject& subject, std::vector<Mention>& all) {
  for (const Command& command : subject.commands) {
    if (!command.aws) continue;
    const std::string region = command.option_text("region");
    if (!catalog::is_region(region)) continue;
    for (const Word& word : command.words) {
      if (word.span.at.line == 0) continue;
      for (Mention& mention : all) {
        if (mention.span.at.file == word.span.at.file &&
            mention.span.at.line == word.span.at.line &&
            word.value.text.find(mention.name) != std::string::npos) {
          mention.regions = {region};
          mention.where = Mention::Where::command;
        }
      }
    }
  }
}

// And that of the sentence, the cell or the section: of what is not in a program.
void add_regions_of_statements(const Subject& subject, std::vector<Mention>& all) {
  for (const Statement& statement : statements_of(subject)) {
    if (statement.unclear && statement.about.empty() && !statement.before) continue;
    for (Mention& mention : all) {
      if (mention.document != statement.document || !mention.regions.empty()) continue;
      if (statement.words().find(mention.name) == std::string_view::npos) continue;
      if (mention.span.at.line < statement.text().at(statement.begin).line ||
          mention.span.at.line > statement.text().at(statement.end).line) {
        continue;
      }
      mention.regions = statement.about;
      mention.denies = statement.denies;
      mention.where = Mention::Where::sentence;
    }
  }
}

Mention of_plan(const plan::Reference& said, const std::string& region) {
  Mention mention;
  mention.where = Mention::Where::plan;
  mention.name = said.name;
  mention.words = said.name;
  mention.span = {said.where, static_cast<int>(said.name.size())};
  mention.regions = {region};
  return mention;
}

// "Claude 3.5 Sonnet", "Claude Sonnet 3.5", "Claude 3 Opus": the name without "Claude", and where
// it ends.
struct Name {
  std::string name;
  std::size_t end;
};
std::optional<Name> name_at(std::string_view text, std::size_t at) {
  std::size_t next = at + std::string_view("Claude").size();
  std::string tier;
  std::string version;
  std::size_t end = next;
  for (int word = 0; word < 2; ++word) {
    if (next >= text.size() || (text[next] != ' ' && text[next] != '-')) break;
    std::size_t begin = next + 1;
    std::size_t stop = begin;
    while (stop < text.size() &&
           (is_digit(text[stop]) || (text[stop] >= 'a' && text[stop] <= 'z') ||
            (text[stop] >= 'A' && text[stop] <= 'Z') ||
            (text[stop] == '.' && stop + 1 < text.size() && is_digit(text[stop + 1])))) {
      ++stop;
    }
    const std::string piece = to_lower(text.substr(begin, stop - begin));
    if (piece == "sonnet" || piece == "haiku" || piece == "opus") {
      if (!tier.empty()) break;
      tier = piece;
    } else if (!piece.empty() && is_digit(piece.front()) && piece.size() <= 3) {
      if (!version.empty()) break;
      version = piece;
    } else {
      break;
    }
    next = stop;
    end = stop;
  }
  if (tier.empty() || version.empty()) return std::nullopt;
  return Name{tier + ' ' + version, end};
}

}  // namespace

ModelId split_model_id(std::string_view id) {
  const std::size_t dot = id.find('.');
  if (dot != std::string_view::npos && catalog::is_geography(id.substr(0, dot))) {
    return {id.substr(0, dot), id.substr(dot + 1)};
  }
  return {{}, id};
}

std::string claude_name(std::string_view model) {
  constexpr std::string_view family = "anthropic.claude-";
  if (!model.starts_with(family)) return {};
  std::string tier;
  std::string version;
  for (const std::string_view piece : split(model.substr(family.size()), '-')) {
    if (piece.empty()) continue;
    if (piece == "sonnet" || piece == "haiku" || piece == "opus") {
      tier = piece;
    } else if (piece.size() <= 2 && std::ranges::all_of(piece, is_digit)) {
      if (!version.empty()) version += '.';
      version += piece;
    } else if (is_digit(piece.front())) {
      break;  // the date
    }
  }
  return tier.empty() || version.empty() ? std::string() : tier + ' ' + version;
}

std::vector<Mention> model_ids(const Subject& subject) {
  std::vector<Mention> all;
  for (const Place& place : places_of(subject)) {
    const std::size_t first = all.size();
    find_ids(place, all);
    drop_lists(all, first);
    if (place.document < 0 || first == all.size()) continue;
    const auto old =
        lines_before(subject.documents[static_cast<std::size_t>(place.document)].content);
    for (std::size_t i = first; i < all.size(); ++i) {
      const int line = all[i].span.at.line;
      all[i].before = std::ranges::any_of(
          old, [&](const Lines& lines) { return line >= lines.first && line <= lines.last; });
    }
  }
  if (subject.plan != nullptr) {
    for (const plan::ServiceUse& use : subject.plan->services) {
      if (!use.model.name.empty()) all.push_back(of_plan(use.model, use.region.name));
    }
  }
  if (all.empty()) return all;
  std::ranges::stable_sort(all, [](const Mention& a, const Mention& b) {
    if (a.document != b.document)
      return (a.document < 0 ? 1 << 20 : a.document) < (b.document < 0 ? 1 << 20 : b.document);
    if (a.span.at.file != b.span.at.file) return a.span.at.file < b.span.at.file;
    return std::pair(a.span.at.line, a.span.at.column) <
           std::pair(b.span.at.line, b.span.at.column);
  });
  if (all.size() > 1000) all.resize(1000);  // nobody reads more, and each is looked for in all
  add_regions_of_commands(subject, all);
  add_regions_of_statements(subject, all);
  return all;
}

std::vector<Mention> model_names(const Subject& subject) {
  std::vector<Mention> all;
  for (const Statement& statement : statements_of(subject)) {
    if (tells_history(statement.text().file())) continue;
    const std::string_view words = statement.words();
    for (std::size_t at = words.find("Claude"); at != std::string_view::npos;
         at = words.find("Claude", at + 1)) {
      const auto name = name_at(words, at);
      if (!name || all.size() > 1000) continue;
      Mention mention;
      mention.name = name->name;
      mention.words = words.substr(at, name->end - at);
      mention.span = span_of(statement.text(), statement.begin + at, statement.begin + name->end);
      mention.regions = statement.about;
      mention.unclear = statement.unclear;
      mention.denies = statement.denies;
      mention.before = statement.before;
      mention.document = statement.document;
      all.push_back(std::move(mention));
    }
  }
  return all;
}

namespace {

// Is it in what a command answered, or in a list of what a layer is good for?
bool is_answer(std::string_view content, std::size_t at) {
  if (at > 1 && content[at - 1] == '"' && content[at - 2] == '\\') return true;  // JSON in JSON
  const std::size_t begin = at > 800 ? at - 800 : 0;
  const std::string_view around = content.substr(begin, 1600);
  for (const std::string_view word :
       {"CodeSha256", "FunctionArn", "LayerVersionArn", "ompatible"}) {
    if (around.find(word) == std::string_view::npos) continue;
    // A command is none: only what is written as JSON.
    const std::size_t line = content.rfind('\n', at) + 1;
    const std::string_view before = content.substr(line, at - line);
    return before.find('"') != std::string_view::npos ||
           before.find("ompatible") != std::string_view::npos;
  }
  return false;
}

// "nodejs18.x", "python3.9": the catalog's identifiers as words of their own.
void find_runtimes(const Place& place, std::vector<Mention>& all) {
  const std::string_view content = place.text->content();
  const std::size_t full = all.size() + most_of_text;
  for (const std::string_view family : {"nodejs", "python", "java", "dotnet", "ruby", "go1.x"}) {
    for (std::size_t at = content.find(family); at != std::string_view::npos && all.size() < full;
         at = content.find(family, at + family.size())) {
      if (at > 0 &&
          (is_id_byte(content[at - 1]) || content[at - 1] == '_' || content[at - 1] == '/')) {
        continue;
      }
      std::size_t end = at;
      while (end < content.size() && is_id_byte(content[end]) && content[end] != ':' &&
             content[end] != '-') {
        ++end;
      }
      while (end > at && content[end - 1] == '.') --end;
      if (end < content.size() && (content[end] == '-' || content[end] == '/')) continue;
      const catalog::Runtime* runtime = catalog::find_runtime(content.substr(at, end - at));
      if (runtime == nullptr || std::ranges::none_of(runtime->id, is_digit)) continue;
      if (is_answer(content, at)) continue;
      // Only where something says that it is one: "python3.9" is a program as well.
      const std::size_t line = content.rfind('\n', at) + 1;
      const std::string before = to_lower(content.substr(line, at - line));
      if (before.find("runtime") == std::string::npos &&
          before.find("lambda") == std::string::npos && family != "nodejs" && family != "dotnet") {
        continue;
      }
      Mention mention;
      mention.where = Mention::Where::file;
      mention.name = runtime->id;
      mention.words = runtime->id;
      mention.span = span_of(*place.text, at, end);
      mention.document = place.document;
      all.push_back(std::move(mention));
    }
  }
}

// "Node.js 18.x/20.x", "Python 3.9": a language and its versions, where Lambda is spoken of.
void find_languages(const Statement& statement, std::vector<Mention>& all) {
  struct Family {
    std::string_view words;
    std::string_view prefix;
    std::string_view suffix;
  };
  constexpr std::array<Family, 4> families = {{{"Node.js ", "nodejs", ".x"},
                                               {"Node ", "nodejs", ".x"},
                                               {"Python ", "python", ""},
                                               {"Ruby ", "ruby", ""}}};
  const std::string_view words = statement.words();
  if (statement.kind == Statement::Kind::diagram) return;
  if (!has_word(words, "Lambda") && !has_word(statement.row, "Lambda")) return;
  for (const Family& family : families) {
    for (std::size_t at = words.find(family.words); at != std::string_view::npos;
         at = words.find(family.words, at + 1)) {
      std::size_t next = at + family.words.size();
      std::size_t begin = at;
      while (next < words.size() && is_digit(words[next])) {
        std::size_t end = next;
        while (end < words.size() && (is_digit(words[end]) || words[end] == '.')) ++end;
        std::string version(words.substr(next, end - next));
        while (version.ends_with('.')) version.pop_back();
        const std::size_t stop = next + version.size();
        const bool x = words.substr(stop).starts_with(".x");
        const catalog::Runtime* runtime = catalog::find_runtime(
            std::string(family.prefix) + version + std::string(family.suffix));
        const std::size_t last = stop + (x ? 2 : 0);
        if (runtime != nullptr) {
          Mention mention;
          mention.where = statement.kind == Statement::Kind::cell ? Mention::Where::cell
                                                                  : Mention::Where::sentence;
          mention.name = runtime->id;
          mention.words = words.substr(begin, last - begin);
          mention.span = span_of(statement.text(), statement.begin + begin, statement.begin + last);
          mention.document = statement.document;
          mention.denies = statement.denies;
          mention.before = statement.before;
          all.push_back(std::move(mention));
        }
        // "/20.x", ", 20.x", " and 20.x", " or 20.x"
        next = last;
        for (const std::string_view join : {"/", ", ", " and ", " or ", " + "}) {
          if (words.substr(last).starts_with(join)) next = last + join.size();
        }
        if (next == last) break;
        begin = next;
      }
    }
  }
}

}  // namespace

std::vector<Mention> runtime_mentions(const Subject& subject) {
  std::vector<Mention> all;
  for (const Place& place : places_of(subject)) find_runtimes(place, all);
  if (subject.plan != nullptr) {
    for (const plan::ServiceUse& use : subject.plan->services) {
      if (!use.runtime.name.empty()) all.push_back(of_plan(use.runtime, use.region.name));
    }
  }
  for (const Statement& statement : statements_of(subject)) {
    if (all.size() < 1000) find_languages(statement, all);
  }
  std::ranges::stable_sort(all, [](const Mention& a, const Mention& b) {
    if (a.span.at.file != b.span.at.file) return a.span.at.file < b.span.at.file;
    return std::pair(a.span.at.line, a.span.at.column) <
           std::pair(b.span.at.line, b.span.at.column);
  });
  return all;
}

}  // namespace godwit::check
