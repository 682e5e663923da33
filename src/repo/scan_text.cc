#include <algorithm>
#include <map>
#include <utility>

#include "repo/givens.h"
#include "repo/part_cursor.h"
#include "repo/place_cursor.h"
#include "repo/recognise.h"
#include "repo/scan.h"
#include "repo/utf16.h"

namespace godwit::repo {
namespace {

constexpr std::size_t most_uses = 8;  // of a script's variable that are told

// The address of something that was deployed, whatever the syntax around it says.
bool is_deployed_address(const Literal& literal) {
  return literal.what == What::api || literal.what == What::load_balancer ||
         literal.what == What::s3_url;
}

bool is_code_within_template(const Part& part) {
  return !resource_of_name(part.name).empty() &&
         (part.name.ends_with(".ZipFile") || part.name.ends_with(".InlineCode"));
}

// What a text is there for where no part says more.
Use use_of_language(Language language) {
  return language == Language::markdown || language == Language::html ? Use::documentation
                                                                      : Use::code;
}

class TextScan {
 public:
  TextScan(const std::string& path, std::string_view text, const Vocabulary& vocabulary)
      : path_(path), text_(text), vocabulary_(vocabulary) {}

  void add_secrets(std::span<const Match> matches, FileScan& found) const {
    for (const Secret& secret : find_secrets_in_path(path_)) {
      const std::string_view path = path_;
      found.secrets.push_back(
          {.at = {path_, 0, 1 + characters_in(path.substr(0, secret.begin))},
           .length = characters_in(path.substr(secret.begin, secret.end - secret.begin)),
           .kind = secret.kind,
           .in_name = true});
    }
    PlaceCursor places(text_);
    for (const Secret& secret : find_secrets(text_, matches, vocabulary_)) {
      const Place place = places.at(secret.begin);
      found.secrets.push_back(
          {.at = {path_, place.line, place.column},
           .length = characters_in(text_.substr(secret.begin, secret.end - secret.begin)),
           .kind = secret.kind});
    }
  }

  // Without syntax: what only literals were asked for.
  void add_plain_hits(const std::vector<Literal>& literals, FileScan& found) const {
    PlaceCursor places(text_);
    for (const Literal& literal : literals) found.hits.push_back(hit_of(literal, places));
  }

  void add_hits(const std::vector<Literal>& literals, const Reading& reading,
                FileScan& found) const {
    PlaceCursor places(text_);
    PartCursor parts(reading);
    for (const Literal& literal : literals) {
      Hit hit = hit_of(literal, places);
      hit.language = reading.language;
      hit.use = use_of_language(reading.language);
      describe(hit, parts.around(literal.begin, literal.end));
      if (hit.use > Use::deployed_url && is_deployed_address(literal)) hit.use = Use::deployed_url;
      if (hit.use > Use::client && reading.is_client) hit.use = Use::client;
      if (reading.backup) hit.use = Use::backup;
      found.hits.push_back(std::move(hit));
    }
    if (reading.language == Language::shell) add_uses(reading, found);
  }

 private:
  Hit hit_of(const Literal& literal, PlaceCursor& places) const {
    Hit hit;
    const Place place = places.at(literal.begin);
    hit.at = {path_, place.line, place.column};
    hit.text = text_.substr(literal.begin, literal.end - literal.begin);
    hit.length = characters_in(hit.text);
    hit.role = vocabulary_.role_of(literal.region);
    hit.literal = literal;
    return hit;
  }

  static void describe(Hit& hit, std::span<const Part* const> around) {
    if (around.empty()) return;
    const Part& innermost = *around.back();
    hit.use = innermost.use;
    hit.overridden_by = innermost.overridden_by;
    hit.name = innermost.name;
    for (std::size_t i = 0; i + 1 < around.size(); ++i) {
      const Part& outer = *around[i];
      if (is_code_within_template(outer)) hit.within = resource_of_name(outer.name);
      // What fits and comes first: a text within a comment is a comment.
      if (outer.use < hit.use && outer.use <= Use::fallback) hit.use = outer.use;
    }
    // A text within a value is part of it, but not within all of a program.
    for (std::size_t i = around.size() - 1; i > 0 && hit.name.empty(); --i) {
      if (around[i - 1]->quoting == Quoting::block) break;
      hit.name = around[i - 1]->name;
    }
  }

  // Where a script's variables are taken, in the same script. What is given to others is laid
  // beside it by connect().
  void add_uses(const Reading& reading, FileScan& found) const {
    struct Taker {
      std::size_t begin = 0;
      Location where;
      const std::string* name = nullptr;
    };
    std::map<std::string_view, std::vector<Taker>> takers;
    PlaceCursor places(text_);
    for (const Part& part : reading.parts) {
      if (part.gives || part.use != Use::parameter) continue;
      const std::string_view variable = variable_in(text_, part);
      if (variable.empty()) continue;
      const Place place = places.at(part.begin);
      takers[variable].push_back({part.begin, {path_, place.line, place.column}, &part.name});
    }
    if (takers.empty()) return;
    for (Hit& hit : found.hits) {
      if (hit.use != Use::setting && hit.use != Use::default_value) continue;
      const auto taken = takers.find(hit.name);
      if (taken == takers.end()) continue;
      auto taker = std::ranges::lower_bound(taken->second, hit.literal.end, {}, &Taker::begin);
      for (; taker != taken->second.end() && hit.depends.size() < most_uses; ++taker) {
        hit.depends.push_back({Dependency::Kind::used, taker->where, *taker->name});
      }
    }
  }

  const std::string& path_;
  std::string_view text_;
  const Vocabulary& vocabulary_;
};

// An environment that nobody has to look for: it is one by its name.
bool is_environment_file(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name == ".env" || name.starts_with(".env.") || name.ends_with(".env") ||
         name.ends_with(".tfvars");
}

bool gives(std::span<const Match> matches, const Vocabulary& vocabulary) {
  return std::ranges::any_of(matches, [&](const Match& match) {
    return vocabulary.words()[match.word].kind == Word::Kind::giving;
  });
}

FileScan scan_utf8(const std::string& path, std::string_view text, const Vocabulary& vocabulary,
                   const Matcher& matcher, Matcher::Scratch& scratch,
                   std::optional<Reading>* kept) {
  FileScan found;
  std::vector<Match> matches;
  matcher.find(text, scratch, matches);
  const TextScan scan(path, text, vocabulary);
  const bool plain = vocabulary.only_given();
  if (!plain) scan.add_secrets(matches, found);
  const bool may_give = !plain && (is_environment_file(path) || gives(matches, vocabulary));
  if (matches.empty() && !may_give) return found;
  const std::vector<Literal> literals = recognise(text, matches, vocabulary);
  if (literals.empty() && !may_give) return found;
  if (plain) {
    scan.add_plain_hits(literals, found);
    return found;
  }
  Reading reading = read(path, text);
  scan.add_hits(literals, reading, found);
  if (!reading.backup) found.given = givens_of(path, text, reading);
  if (kept != nullptr) *kept = std::move(reading);
  return found;
}

}  // namespace

FileScan scan_text(const std::string& path, std::string_view text, const Vocabulary& vocabulary,
                   const Matcher& matcher, Matcher::Scratch& scratch,
                   std::optional<Reading>* reading) {
  const auto wide = Utf16Text::decode(text);
  if (!wide) return scan_utf8(path, text, vocabulary, matcher, scratch, reading);
  FileScan found = scan_utf8(path, wide->text(), vocabulary, matcher, scratch, nullptr);
  for (Hit& hit : found.hits) {
    for (std::size_t* place : {&hit.literal.begin, &hit.literal.end, &hit.literal.region_begin,
                               &hit.literal.region_end}) {
      *place = wide->original(*place);
    }
  }
  return found;
}

}  // namespace godwit::repo
