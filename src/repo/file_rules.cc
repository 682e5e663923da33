#include "repo/file_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/digest.h"
#include "base/encoding.h"

namespace godwit::repo {
namespace {

// Bytes of a place that is told by line and column.
std::vector<Hidden> hidden_in(std::string_view text, const std::vector<FoundSecret>& secrets) {
  std::vector<Hidden> hidden;
  std::size_t at = 0;
  int line = 1;
  const auto after_characters = [&](std::size_t from, int characters) {
    while (from < text.size()) {
      const bool continues = (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80;
      if (!continues && characters-- == 0) break;
      ++from;
    }
    return from;
  };
  for (const FoundSecret& secret : secrets) {  // by place
    if (secret.in_name) continue;
    for (; line < secret.at.line; ++line) at = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::size_t begin = after_characters(at, secret.at.column - 1);
    hidden.push_back({begin, after_characters(begin, secret.length)});
  }
  return hidden;
}

}  // namespace

FileRules::FileRules(const std::string& path, std::string_view text, const Reading& reading,
                     const FileScan& found, const Exceptions& exceptions)
    : path_(path), text_(text), reading_(reading), found_(found), exceptions_(exceptions) {
  proposal_.path = path;
  proposal_.hidden = hidden_in(text, found.secrets);
  for (const Hit& hit : found.hits) {
    exception_of_.push_back(exceptions.of(path, hit.text, hit.use));
  }
}

const Hit* FileRules::hit_at(std::size_t begin, std::size_t end) const {
  const auto hit = std::ranges::upper_bound(found_.hits, begin, {},
                                            [](const Hit& one) { return one.literal.end; });
  return hit != found_.hits.end() && hit->literal.begin < std::max(end, begin + 1) ? &*hit
                                                                                   : nullptr;
}

Use FileRules::use_of(std::size_t begin, std::size_t end) const {
  if (const Hit* hit = hit_at(begin, end)) return hit->use;
  if (reading_.backup) return Use::backup;
  const Part* part = reading_.at(begin, end);
  Use use = part != nullptr ? part->use
            : reading_.language == Language::markdown || reading_.language == Language::html
                ? Use::documentation
                : Use::code;
  if (part != nullptr && !reading_.around.empty()) {
    auto index = static_cast<std::size_t>(part - reading_.parts.data());
    while (reading_.around[index] > 0) {
      index = reading_.around[index] - 1;
      const Use outer = reading_.parts[index].use;
      if (outer < use && outer <= Use::fallback) use = outer;
    }
  }
  return use > Use::client && reading_.is_client ? Use::client : use;
}

bool FileRules::is_secret(std::size_t begin, std::size_t end) const {
  return std::ranges::any_of(proposal_.hidden, [&](const Hidden& hidden) {
    return hidden.begin < std::max(end, begin + 1) && begin < hidden.end;
  });
}

bool FileRules::is_free(std::size_t begin, std::size_t end) const {
  const auto next = claims_.lower_bound(std::max(end, begin + 1));
  return next == claims_.begin() || std::prev(next)->second.end <= begin;
}

void FileRules::claim(const ReadyRule& rule, std::size_t begin, std::size_t end) {
  claims_[begin] = {std::max(end, begin + 1), &rule};
}

bool FileRules::is_excepted(std::size_t begin, std::size_t end, const std::string& old) {
  auto hit = std::ranges::upper_bound(found_.hits, begin, {},
                                      [](const Hit& one) { return one.literal.end; });
  for (; hit != found_.hits.end() && hit->literal.begin < std::max(end, begin + 1); ++hit) {
    const int exception = exception_of_[static_cast<std::size_t>(hit - found_.hits.begin())];
    if (exception < 0) continue;
    const bool names_more = exceptions_.names_literal(exception) && old.size() > hit->text.size();
    if (!names_more) return true;
  }
  const std::string_view text = text_.substr(begin, end - begin);
  const int exception = exceptions_.of(path_, text, use_of(begin, end));
  if (exception < 0 || (exceptions_.names_literal(exception) && old.size() > text.size())) {
    return false;
  }
  proposal_.used_exceptions.insert(static_cast<std::size_t>(exception));
  return true;
}

bool FileRules::take(const ReadyRule& rule, Item item, std::size_t begin, std::size_t end,
                     const std::string& old) {
  const bool fits = rule.uses.has(use_of(begin, end));
  // What another rule has, or an exception is about, is something too.
  if (fits) proposal_.used_items.insert(item);
  if (!fits || !is_free(begin, end) || is_excepted(begin, end, old)) return false;
  claim(rule, begin, end);
  return true;
}

void FileRules::edit(const ReadyRule& rule, std::size_t begin, std::size_t end, std::string after) {
  const std::string_view before = text_.substr(begin, end - begin);
  if (before == after) return;
  if (is_secret(begin, end)) {
    ask(rule, begin, end,
        "it is a secret, and a change would be written down: tell a consumer of it instead");
    return;
  }
  edits_.push_back({begin, std::string(before), std::move(after), rule.name});
}

void FileRules::ask(const ReadyRule& rule, std::size_t begin, std::size_t end, std::string reason) {
  Hit hit;
  if (const Hit* known = hit_at(begin, end)) {
    hit = *known;
  } else {
    hit.use = use_of(begin, end);
    hit.language = reading_.language;
    if (const Part* part = reading_.at(begin, end)) hit.name = part->name;
  }
  notes_.push_back({begin, end, std::move(hit), rule.name, std::move(reason)});
}

Spot FileRules::spot_at(std::size_t begin, std::size_t end) const {
  const Part* part = reading_.at(begin, end);
  // Words of a document or a comment, and code by other code: as it is said.
  if (part == nullptr || part->quoting == Quoting::block) return {};
  if (part->use == Use::comment && part->quoting == Quoting::none) return {};
  return spot_of(text_, reading_, *part);
}

bool binds_to_source(const Hit& hit, const plan::Plan& plan) {
  if (hit.literal.region == plan.source) return true;
  return hit.literal.what == What::bucket &&
         std::ranges::any_of(plan.buckets, [&](const plan::Bucket& bucket) {
           return bucket.source.name == hit.text;
         });
}

void FileRules::leave(const plan::Plan& plan, const std::string& reason) {
  for (std::size_t i = 0; i < found_.hits.size(); ++i) {
    const Hit& hit = found_.hits[i];
    const std::size_t begin = hit.literal.begin;
    const std::size_t end = hit.literal.end;
    if (!is_free(begin, end)) continue;
    if (exception_of_[i] >= 0) {
      proposal_.used_exceptions.insert(static_cast<std::size_t>(exception_of_[i]));
      proposal_.excepted.push_back(hit);
    } else if (binds_to_source(hit, plan)) {
      notes_.push_back({begin, end, hit, {}, reason});
    }
  }
}

// A rule has these bytes, does not change them, and asks nobody: they are as it gives them.
void FileRules::settle_hit(const Hit& hit) {
  const std::size_t begin = hit.literal.begin;
  const std::size_t end = hit.literal.end;
  const auto next = claims_.upper_bound(begin);
  if (next == claims_.begin() || std::prev(next)->second.end < end) return;
  const bool is_asked = std::ranges::any_of(
      notes_, [&](const Note& note) { return note.begin < end && begin < note.end; });
  if (!is_asked) proposal_.settled.push_back({hit, std::prev(next)->second.rule->name});
}

FileProposal FileRules::finish(const plan::Plan& plan) && {
  std::ranges::sort(edits_, {}, &Edit::begin);
  std::ranges::stable_sort(notes_, {}, &Note::begin);
  PlaceCursor places(text_);
  for (Note& note : notes_) {
    if (!note.rule.empty()) {  // what a rule is about may be a part of a hit
      const Place place = places.at(note.begin);
      note.hit.at = {path_, place.line, place.column};
      note.hit.length = characters_in(text_.substr(note.begin, note.end - note.begin));
    }
    proposal_.work.push_back({std::move(note.hit), std::move(note.rule), std::move(note.reason)});
  }
  for (const Hit& hit : found_.hits) {
    const auto edit = std::ranges::upper_bound(edits_, hit.literal.begin, {}, [](const Edit& one) {
      return one.begin + one.before.size();
    });
    const bool touched = edit != edits_.end() && edit->begin < hit.literal.end;
    if (touched) {
      proposal_.changed.push_back(hit.at);
    } else if (binds_to_source(hit, plan)) {
      settle_hit(hit);
    }
  }
  if (!edits_.empty()) {
    FileChange change{path_, to_hex(sha256(text_)), {}, std::move(edits_)};
    // None overlap: each has bytes of its own.
    change.digest_after = to_hex(sha256(carried_out(text_, change).value()));
    proposal_.change = std::move(change);
  }
  return std::move(proposal_);
}

}  // namespace godwit::repo
