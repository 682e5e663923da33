#include "check/mentions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <tuple>

#include "base/text.h"
#include "check/passages.h"
#include "check/statements.h"

namespace godwit::check {
namespace {

bool is_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9') || byte == '_' || static_cast<unsigned char>(byte) >= 0x80;
}

// More services than this no document names and means; each takes a look along its line.
constexpr std::size_t most_mentions = 3000;

struct Named {
  const catalog::ServiceName* service;
  std::size_t begin;
  std::size_t end;
};

// "AWS ", "Amazon " right before.
bool has_company(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  return before.ends_with("AWS ") || before.ends_with("Amazon ");
}

// Names of services as words of their own, the longest at each place.
std::vector<Named> services_in(std::string_view text) {
  static const auto by_letter = [] {
    std::array<std::vector<const catalog::ServiceName*>, 128> lists;
    for (const catalog::ServiceName& name : catalog::service_names()) {
      lists[static_cast<std::size_t>(name.words.front())].push_back(&name);
    }
    return lists;
  }();
  std::vector<Named> found;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const bool begins = at == 0 || (!is_letter(text[at - 1]) && text[at - 1] != '-' &&
                                    text[at - 1] != '/' && text[at - 1] != '.');
    const catalog::ServiceName* best = nullptr;
    if (begins && byte < 128) {
      for (const catalog::ServiceName* name : by_letter[byte]) {
        if (!text.substr(at).starts_with(name->words)) continue;
        const std::size_t end = at + name->words.size();
        const bool ends =
            end == text.size() ||
            (!is_letter(text[end]) && text[end] != '-' &&
             !(text[end] == '.' && end + 1 < text.size() && is_letter(text[end + 1])) &&
             text[end] != '/' && text[end] != ':') ||
            (end < text.size() && (text[end] == '/' || text[end] == ':') &&
             (end + 1 == text.size() || !is_letter(text[end + 1])));
        if (ends && (best == nullptr || name->words.size() > best->words.size())) best = name;
      }
    }
    if (best != nullptr) {
      found.push_back({best, at, at + best->words.size()});
      at += best->words.size();
    } else {
      ++at;
    }
  }
  return found;
}

// Names that are words of every day are services only where a company's name stands before them, or
// where the text has it so elsewhere.
bool is_meant(const Named& named, std::string_view text,
              const std::vector<std::string_view>& known) {
  return named.service->unmistakable || has_company(text, named.begin) ||
         std::ranges::find(known, named.service->words) != known.end();
}

// One of several in a list: "Lambda, API Gateway", "SQS, Lambda".
bool is_listed(const std::vector<Named>& all, std::size_t index, std::string_view text) {
  const Named& named = all[index];
  const bool comma = text.substr(0, named.begin).ends_with(", ") ||
                     (named.end < text.size() && text[named.end] == ',');
  return comma && ((index > 0 && all[index - 1].service->unmistakable) ||
                   (index + 1 < all.size() && all[index + 1].service->unmistakable));
}

void add_languages(std::string_view text, std::vector<std::string>& languages) {
  for (const catalog::Language& language : catalog::languages()) {
    if (find_word(text, language.name) != std::string_view::npos &&
        std::ranges::find(languages, language.name) == languages.end()) {
      languages.emplace_back(language.name);
    }
  }
}

// The region that is named right after a service ("X in eu-west-1", "X (eu-west-1)"), or right
// before it ("eu-west-1: X").
std::optional<std::string> region_beside(const Statement& statement, std::size_t begin,
                                         std::size_t end, std::size_t next) {
  const std::string_view content = statement.text().content();
  constexpr std::array<std::string_view, 4> joins = {" in ", "(", " at ", " @ "};
  for (const RegionWord& word : statement.said) {
    if (word.begin < end || word.begin > next || word.begin - end > 40) continue;
    const std::string_view between = content.substr(end, word.begin - end);
    for (const std::string_view join : joins) {
      if (between.find(join) != std::string_view::npos) return word.region;
    }
  }
  for (const RegionWord& word : statement.said) {
    if (word.end > begin || begin - word.end > 12) continue;
    if (content.substr(word.end, begin - word.end).find(':') != std::string_view::npos) {
      return word.region;
    }
  }
  return std::nullopt;
}

Mention::Where where_of(Statement::Kind kind) {
  switch (kind) {
    case Statement::Kind::title:
      return Mention::Where::title;
    case Statement::Kind::cell:
      return Mention::Where::cell;
    case Statement::Kind::diagram:
      return Mention::Where::diagram;
    case Statement::Kind::sentence:
      break;
  }
  return Mention::Where::sentence;
}

Mention begin_mention(const Statement& statement, std::size_t begin, std::size_t end) {
  Mention mention;
  mention.where = where_of(statement.kind);
  mention.words = statement.text().content().substr(begin, end - begin);
  mention.span = span_of(statement.text(), begin, end);
  mention.regions = statement.about;
  mention.unclear = statement.unclear;
  mention.denies = statement.denies;
  mention.before = statement.before;
  mention.document = statement.document;
  // Of a long sentence the words around it.
  constexpr std::size_t near = 300;
  const std::size_t from = std::max(statement.begin, begin > near ? begin - near : 0);
  mention.context =
      statement.text().content().substr(from, std::min(statement.end, end + near) - from);
  return mention;
}

void add_services(const Statement& statement, const std::vector<std::string_view>& known,
                  std::vector<Mention>& all) {
  const std::string_view content = statement.text().content();
  const std::string_view words = statement.words();
  const std::vector<Named> possible = services_in(words);
  std::vector<Named> named;
  for (std::size_t i = 0; i < possible.size(); ++i) {
    if (is_meant(possible[i], words, known) || is_listed(possible, i, words)) {
      named.push_back(possible[i]);
    }
  }
  for (std::size_t i = 0; i < named.size() && all.size() <= most_mentions; ++i) {
    const std::size_t begin = statement.begin + named[i].begin;
    const std::size_t end = statement.begin + named[i].end;
    const std::size_t next =
        i + 1 < named.size() ? statement.begin + named[i + 1].begin : statement.end;
    Mention mention = begin_mention(statement, begin, end);
    mention.name = named[i].service->prefix;
    if (const auto region = region_beside(statement, begin, end, next)) {
      mention.regions = {*region};
      mention.unclear = false;
    }
    if (!catalog::languages_of(mention.name).empty()) {
      add_languages(content.substr(end, next - end), mention.languages);
      if (i + 1 == named.size()) add_languages(statement.after, mention.languages);
    }
    all.push_back(std::move(mention));
  }
}

// The CLI names most services as their endpoints are named.
std::string prefix_of_command(std::string_view service) {
  constexpr std::string_view chime = "chime-sdk-";
  if (service.starts_with(chime)) {
    return std::string(service.substr(chime.size())) + "-chime";
  }
  if (service == "bedrock") return "bedrock";
  return std::string(catalog::find_service(service));
}

void add_commands(const Subject& subject, std::vector<Mention>& all) {
  for (const Command& command : subject.commands) {
    if (!command.aws || command.aws->service_at == 0) continue;
    const std::string& service = command.aws->service;
    std::string prefix = prefix_of_command(service);
    if (service == "transcribe" && command.aws->operation.find("medical") != std::string::npos) {
      prefix = "transcribemedical";
    }
    if (prefix.empty() || !command.span.at.line) continue;
    Mention mention;
    mention.where = Mention::Where::command;
    mention.name = prefix;
    mention.words = "aws " + service + ' ' + command.aws->operation;
    const std::size_t at = command.aws->service_at;
    mention.span = at < command.words.size() ? command.words[at].span : command.span;
    const std::string region = command.option_text("region");
    if (catalog::is_region(region)) mention.regions = {region};
    mention.document = subject.scripts[command.script].document;
    all.push_back(std::move(mention));
  }
}

void add_plan(const Subject& subject, std::vector<Mention>& all) {
  if (subject.plan == nullptr) return;
  for (const plan::ServiceUse& use : subject.plan->services) {
    Mention mention;
    mention.where = Mention::Where::plan;
    mention.name = use.service;
    mention.words = catalog::service_name(use.service);
    mention.span = {use.region.where, 0};
    mention.regions = {use.region.name};
    for (const plan::Reference& language : use.languages)
      mention.languages.push_back(language.name);
    mention.context = mention.words;
    all.push_back(std::move(mention));
  }
}

}  // namespace

std::vector<Mention> service_mentions(const Subject& subject) {
  const std::vector<Statement> statements = statements_of(subject);
  std::vector<Mention> commands;
  add_commands(subject, commands);
  // "AWS Translate" once, or `aws translate` in a command, and "Translate" is the service in all of
  // the document.
  std::vector<std::vector<std::string_view>> known(subject.documents.size());
  const auto learn = [&](int document, std::string_view words) {
    auto& list = known[static_cast<std::size_t>(document)];
    if (std::ranges::find(list, words) == list.end()) list.push_back(words);
  };
  for (const Statement& statement : statements) {
    const std::string_view words = statement.words();
    for (const Named& named : services_in(words)) {
      if (named.service->words == "Chime SDK") learn(statement.document, "Chime");
      if (named.service->unmistakable || !has_company(words, named.begin)) continue;
      learn(statement.document, named.service->words);
    }
    if (words.find("Claude") != std::string_view::npos) learn(statement.document, "Bedrock");
  }
  for (const Mention& command : commands) {
    if (command.document < 0) continue;
    for (const catalog::ServiceName& name : catalog::service_names()) {
      if (name.prefix == command.name) learn(command.document, name.words);
    }
  }
  std::vector<Mention> all;
  for (const Statement& statement : statements) {
    if (all.size() > most_mentions) break;
    add_services(statement, known[static_cast<std::size_t>(statement.document)], all);
  }
  add_plan(subject, all);
  all.insert(all.end(), std::make_move_iterator(commands.begin()),
             std::make_move_iterator(commands.end()));
  // As one reads: documents first, line by line.
  std::ranges::stable_sort(all, [](const Mention& a, const Mention& b) {
    const auto rank = [](const Mention& mention) {
      return std::tuple(mention.document < 0, mention.document,
                        std::string_view(mention.span.at.file), mention.span.at.line,
                        mention.span.at.column);
    };
    return rank(a) < rank(b);
  });
  return all;
}

std::vector<std::string> services_of_title(std::string_view title) {
  std::vector<std::string> prefixes;
  const auto add = [&](std::string_view prefix) {
    if (std::ranges::find(prefixes, prefix) == prefixes.end()) prefixes.emplace_back(prefix);
  };
  for (const Named& named : services_in(title)) add(named.service->prefix);
  // In the name of a file, or of a variable: the services that have few regions.
  const std::string lower = to_lower(title);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> parts = {{
      {"bedrock", "bedrock-runtime"},
      {"chime", "meetings-chime"},
      {"comprehendmedical", "comprehendmedical"},
      {"comprehend-medical", "comprehendmedical"},
      {"transcribe", "transcribe"},
      {"translate", "translate"},
      {"textract", "textract"},
      {"rekognition", "rekognition"},
  }};
  for (const auto& [part, prefix] : parts) {
    if (prefixes.empty() && find_word(lower, part) != std::string_view::npos) add(prefix);
  }
  return prefixes;
}

std::optional<bool> is_offered(const Subject& subject, std::string_view service,
                               std::string_view region) {
  return catalog::is_offered(subject.refreshed, service, region);
}

Basis basis_of(const Subject& subject, std::string_view service) {
  const catalog::Refreshed* newer = subject.refreshed;
  if (newer != nullptr && newer->services.contains(std::string(service))) {
    return {"regions of services", newer->as_of, newer->source};
  }
  return basis_of(catalog::topic_of(service));
}

Basis basis_of(catalog::Topic topic) {
  const catalog::Provenance& known = catalog::provenance(topic);
  return {std::string(known.fact), std::string(known.as_of), std::string(known.source)};
}

std::string day_of(const Subject& subject) {
  if (subject.today) return format_time(*subject.today).substr(0, 10);
  return std::string(catalog::known_until());
}

std::string some_regions(const std::vector<std::string_view>& regions, std::string_view near) {
  // Those of the same continent first: they are what a reader may take instead.
  std::vector<std::string_view> sorted = regions;
  const std::string_view group = near.substr(0, near.find('-'));
  std::ranges::stable_partition(
      sorted, [&](std::string_view region) { return region.substr(0, region.find('-')) == group; });
  std::string text;
  const std::size_t shown = sorted.size() <= 5 ? sorted.size() : 4;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == sorted.size() ? " and " : ", ";
    text += sorted[i];
  }
  if (shown < sorted.size()) text += fmt::format(" and {} more", sorted.size() - shown);
  return text;
}

}  // namespace godwit::check
