#include "repo/secret.h"

#include <algorithm>
#include <optional>

#include "repo/secret_forms.h"
#include "repo/secret_kind.h"

namespace godwit::repo {

namespace {

std::optional<SecretPlace> find_one(std::string_view text, SecretPlace match,
                                    const SecretKind& kind) {
  switch (kind.form) {
    case SecretForm::token:
      return find_token(text, match, kind);
    case SecretForm::access_key:
      return find_access_key(text, match);
    case SecretForm::secret_key:
      return find_secret_key(text, match);
    case SecretForm::private_key:
      return find_private_key(text, match);
    case SecretForm::web_token:
      return find_web_token(text, match);
    case SecretForm::google_key:
      return find_google_key(text, match, kind);
    case SecretForm::assigned:
      return find_assigned(text, match, kind);
    case SecretForm::address:
      return find_password(text, match);
    case SecretForm::account_key:
      return find_account_key(text, match, kind);
  }
  return std::nullopt;
}

struct Found {
  Secret secret;
  bool by_name = false;  // alone: what has a form of its own says better what it is
};

// A place may be found by more than one word. What says more stays, then the first and the longest.
std::vector<Secret> without_overlaps(std::vector<Found> all) {
  std::ranges::sort(all, [](const Found& a, const Found& b) {
    if (a.secret.begin != b.secret.begin) return a.secret.begin < b.secret.begin;
    if (a.by_name != b.by_name) return b.by_name;
    return a.secret.end > b.secret.end;
  });
  std::vector<Found> kept;
  for (Found& found : all) {
    if (!kept.empty() && found.secret.begin < kept.back().secret.end) {
      if (!kept.back().by_name || found.by_name) continue;
      kept.pop_back();
    }
    kept.push_back(std::move(found));
  }
  std::vector<Secret> secrets;
  for (Found& found : kept) secrets.push_back(std::move(found.secret));
  return secrets;
}

}  // namespace

std::vector<Word> secret_words() {
  std::vector<Word> words;
  for (const SecretKind& kind : secret_kinds()) {
    Word word;
    word.text = std::string(kind.prefix);
    word.any_case = kind.any_case;
    word.kind = Word::Kind::secret;
    words.push_back(std::move(word));
  }
  return words;
}

std::vector<Secret> find_secrets(std::string_view text, std::span<const Match> matches,
                                 const Vocabulary& vocabulary) {
  std::vector<Found> secrets;
  for (const Match& match : matches) {
    const Word& word = vocabulary.words()[match.word];
    if (word.kind != Word::Kind::secret) continue;
    const SecretKind* kind = find_secret_kind(word.text);
    if (kind == nullptr) continue;
    const SecretPlace place{.begin = match.end - word.text.size(), .end = match.end};
    if (const auto found = find_one(text, place, *kind)) {
      secrets.push_back(
          {.secret = {.begin = found->begin, .end = found->end, .kind = std::string(kind->name)},
           .by_name = kind->form == SecretForm::assigned});
    }
  }
  return without_overlaps(std::move(secrets));
}

}  // namespace godwit::repo
