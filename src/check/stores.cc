#include "check/stores.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "catalog/catalog.h"
#include "check/paths.h"

namespace godwit::check {
namespace {

constexpr std::array<std::string_view, 19> moving = {
    "copy",         "copie",  "replicat", "migrat",       "sync",  "backfill", "export",
    "import",       "restor", "transfer", "datasync",     "move",  "moving",   "rclone",
    "global table", "mirror", "dump",     "read replica", "promot"};

constexpr std::array<std::string_view, 20> staying = {
    "stays",          "stay in",    "stay where", "stays where", "kept in",
    "keep in",        "remains in", "remain in",  "not moved",   "not migrated",
    "out of scope",   "excluded",   "unused",     "is empty",    "are empty",
    "decommissioned", "not needed", "scratch",    "temporary",   "regenerated"};

struct Service {
  std::string_view word;
  StoreKind kind;
};
constexpr Service services[] = {
    {"DynamoDB", StoreKind::table},   {"RDS", StoreKind::database},
    {"Aurora", StoreKind::database},  {"DocumentDB", StoreKind::database},
    {"Neptune", StoreKind::database}, {"EFS", StoreKind::file_system},
};

bool is_bucket_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' || byte == '.';
}

bool is_bucket_name(std::string_view text) {
  if (text.size() < 3 || text.size() > 63 || text.find('-') == std::string_view::npos) return false;
  const bool letters = std::ranges::all_of(text, is_bucket_letter);
  if (!letters || text.front() == '-' || text.back() == '-') return false;
  if (catalog::is_region(text) || text.find("amazonaws") != std::string_view::npos) return false;
  constexpr std::array<std::string_view, 8> files = {".json", ".yaml", ".yml", ".sh",
                                                     ".tf",   ".md",   ".py",  ".ts"};
  return std::ranges::none_of(files, [&](std::string_view end) { return text.ends_with(end); });
}

// What stands between the word "bucket" and a name, or between two names of a row of them.
bool only_joins(std::string_view between) {
  constexpr std::array<std::string_view, 9> words = {"named", "called", "and", "or", "is",
                                                     "are",   "the",    "s",   "S3"};
  std::string word;
  for (std::size_t at = 0; at <= between.size(); ++at) {
    const char byte = at < between.size() ? between[at] : ' ';
    const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                        (byte >= '0' && byte <= '9');
    if (letter) {
      word += byte;
    } else if (!word.empty()) {
      if (std::ranges::find(words, std::string_view(word)) == words.end()) return false;
      word.clear();
    } else if (byte == '.' || byte == ';') {
      return false;
    }
  }
  return true;
}

struct Named {
  std::string name;
  std::size_t begin = 0;  // in the passage's text
};

// Where the word "bucket" ends in a text, in order.
std::vector<std::size_t> ends_of_bucket(std::string_view text) {
  std::vector<std::size_t> ends;
  constexpr std::string_view word = "bucket";
  for (std::size_t at = find_letters(text, word, 0); at != std::string_view::npos;
       at = find_letters(text, word, at + 1)) {
    std::size_t end = at + word.size();
    if (end < text.size() && (text[end] == 's' || text[end] == 'S')) ++end;
    if (find_word(text.substr(0, end), text.substr(at, end - at), at) == at &&
        (end == text.size() || !is_bucket_letter(text[end]))) {
      ends.push_back(end);
    }
  }
  return ends;
}

void add_addresses(const std::string& text, std::vector<Named>& found) {
  constexpr std::string_view scheme = "s3://";
  for (std::size_t at = text.find(scheme); at != std::string::npos;) {
    const std::size_t begin = at + scheme.size();
    std::size_t end = begin;
    while (end < text.size() && is_bucket_letter(text[end])) ++end;
    const std::string name = text.substr(begin, end - begin);
    if (is_bucket_name(name)) found.push_back({name, begin});
    at = text.find(scheme, end);
  }
}

// Names of buckets in a passage: after the word "bucket" or before it, in a list or a column of
// buckets, or in an address.
std::vector<Named> buckets_in(const Passage& passage, const std::vector<Passage>& all) {
  std::vector<Named> found;
  const std::string& text = passage.text.content();
  add_addresses(text, found);
  const std::vector<std::size_t> said = ends_of_bucket(text);
  const bool listed = passage.parent >= 0 && trim(text).starts_with('`') &&
                      !ends_of_bucket(all[static_cast<std::size_t>(passage.parent)].plain).empty();
  const bool column =
      passage.kind == Passage::Kind::cell && !ends_of_bucket(passage.column).empty();
  if (column && !text.contains('`')) {
    const std::string name(trim(text));
    if (is_bucket_name(name)) found.push_back({name, text.find(name)});
  }
  if (!listed && !column && said.empty()) return found;
  constexpr std::size_t near = 200;
  const auto joins = [&](std::size_t from, std::size_t to) {
    return from <= to && to - from <= near &&
           only_joins(std::string_view(text).substr(from, to - from));
  };
  std::size_t row_ends = std::string::npos;  // where the last name of a row of names ended
  for (std::size_t at = text.find('`'); at != std::string::npos;) {
    const std::size_t end = text.find('`', at + 1);
    if (end == std::string::npos) break;
    const std::string name = text.substr(at + 1, end - at - 1);
    if (is_bucket_name(name)) {
      const auto next = std::ranges::upper_bound(said, at);
      const bool before = next != said.begin() && joins(*std::prev(next), at);
      const bool after = next != said.end() && *next - end <= 9;  // "` buckets"
      const bool in_row = row_ends != std::string::npos && joins(row_ends, at);
      if (listed || column || before || after || in_row) {
        found.push_back({name, at + 1});
        row_ends = end + 1;
      }
    }
    at = text.find('`', end + 1);
  }
  return found;
}

constexpr std::size_t most_stores = 500;  // more than anybody names

class Collector {
 public:
  Collector(const Subject& subject, const std::vector<Passage>& passages,
            const std::vector<Deed>& deeds)
      : subject_(subject), passages_(passages), deeds_(deeds) {}

  std::vector<Store> take() {
    for (const Passage& passage : passages_) {
      if (passage.kind != Passage::Kind::comment) read(passage);
    }
    for (const Deed& deed : deeds_) read(deed);
    read_account();
    for (const Passage& passage : passages_) hear(passage);
    return std::move(stores_);
  }

 private:
  Store* find(StoreKind kind, const std::string& name, const std::string& service) {
    const auto found = index_.find({kind, name, service});
    return found == index_.end() ? nullptr : &stores_[found->second];
  }

  void add(Store store) {
    if (Store* known = find(store.kind, store.name, store.service)) {
      if (known->region.empty()) known->region = store.region;
      return;
    }
    if (stores_.size() >= most_stores) return;
    index_.emplace(std::tuple(store.kind, store.name, store.service), stores_.size());
    stores_.push_back(std::move(store));
  }

  std::string region_of(const Passage& passage) const {
    const std::vector<std::string> own = regions_in(passage.plain);
    if (own.size() == 1 && passage.kind != Passage::Kind::cell) return own.front();
    const markdown::Document& document =
        subject_.documents[static_cast<std::size_t>(passage.document)].content;
    return region_of_section(document, passage.section);
  }

  void read(const Passage& passage) {
    const markdown::Document& document =
        subject_.documents[static_cast<std::size_t>(passage.document)].content;
    if (is_way_back(document, passage.section)) return;
    const std::vector<Named> buckets = buckets_in(passage, passages_);
    const std::string home = buckets.empty() ? "" : region_of_buckets(passage, buckets);
    for (const Named& named : buckets) {
      // A bucket's own name may end in its region.
      const std::vector<std::string> own = regions_in(named.name);
      const std::string& region = own.empty() ? home : own.front();
      if (Store* known = find(StoreKind::bucket, named.name, "")) {
        if (known->region.empty()) known->region = region;
      } else if (stores_.size() < most_stores) {
        add({.kind = StoreKind::bucket,
             .name = named.name,
             .region = region,
             .span = span_of(passage.text, named.begin, named.begin + named.name.size())});
      }
    }
    if (passage.kind == Passage::Kind::cell) return;
    for (const Service& service : services) {
      if (!has_word(passage.plain, service.word)) continue;
      const std::string region = region_of(passage);
      if (region.empty()) continue;
      add({.kind = service.kind,
           .service = std::string(service.word),
           .region = region,
           .span = span_in(passage, service.word)});
    }
  }

  // What a passage says apart from the names themselves, which may end in regions.
  std::string region_of_buckets(const Passage& passage, const std::vector<Named>& buckets) const {
    std::string text = passage.text.content();
    for (const Named& named : buckets) {
      std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(named.begin), named.name.size(), ' ');
    }
    const std::vector<std::string> own = regions_in(text);
    if (own.size() == 1 && passage.kind != Passage::Kind::cell) return own.front();
    const markdown::Document& document =
        subject_.documents[static_cast<std::size_t>(passage.document)].content;
    return region_of_section(document, passage.section);
  }

  void read(const Deed& deed) {
    if (deed.name.empty() || !deed.known || deed.region.empty() || deed.way_back) return;
    if (deed.store == StoreKind::key || deed.kind == Deed::Kind::create ||
        deed.kind == Deed::Kind::restore || deed.kind == Deed::Kind::promote ||
        deed.kind == Deed::Kind::remove || deed.kind == Deed::Kind::copy_backup) {
      return;
    }
    const std::string home =
        deed.kind == Deed::Kind::replicate && deed.store == StoreKind::database ? "" : deed.region;
    // A command of S3 goes to any region's endpoint and still finds the bucket.
    const bool sure = deed.store != StoreKind::bucket;
    add({.kind = deed.store, .name = deed.name, .region = sure ? home : "", .span = deed.span});
  }

  void read_account() {
    if (subject_.account == nullptr || subject_.plan != nullptr) return;
    for (const account::Bucket& bucket : subject_.account->buckets) {
      if (Store* known = find(StoreKind::bucket, bucket.name, "")) {
        known->region = bucket.region;
      } else {
        add({.kind = StoreKind::bucket,
             .name = bucket.name,
             .region = bucket.region,
             .span = subject_.migration.source.span,
             .of_account = true});
      }
    }
  }

  // What a passage says of stores: that they stay, or that they are moved.
  void hear(const Passage& passage) {
    // A row of a table is one saying.
    const bool cell = passage.kind == Passage::Kind::cell;
    const std::string& text = cell ? passage.whole_row : passage.plain;
    const bool moves = has_any_beginning(text, moving);
    const bool stays = has_any_word(text, staying);
    if (!moves && !stays) return;
    const auto mean = [&](Store& store) {
      store.told = store.told || moves;
      store.stays = store.stays || stays;
    };
    for (const std::string& name : names_in(text)) {
      for (const StoreKind kind :
           {StoreKind::bucket, StoreKind::table, StoreKind::database, StoreKind::file_system}) {
        if (Store* store = find(kind, name, "")) mean(*store);
      }
    }
    for (const Service& service : services) {
      Store* store = find(service.kind, "", std::string(service.word));
      if (store != nullptr && has_word(text, service.word)) mean(*store);
    }
    constexpr std::array<std::string_view, 4> all = {"all", "every", "each", "both"};
    if (!has_any_word(text, all)) return;
    for (const StoreKind kind :
         {StoreKind::bucket, StoreKind::table, StoreKind::database, StoreKind::file_system}) {
      const std::string one(to_string(kind));
      if (!has_word(text, one) && !has_word(text, one + "s")) continue;
      for (Store& store : stores_) {
        if (store.kind == kind) mean(store);
      }
    }
  }

  // Everything in a text that could be a name: "a-b" is not meant by "a-b-c".
  static std::set<std::string> names_in(std::string_view text) {
    std::set<std::string> names;
    const auto of_name = [](char byte) {
      return is_bucket_letter(byte) || (byte >= 'A' && byte <= 'Z') || byte == '_';
    };
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      while (end < text.size() && of_name(text[end])) ++end;
      std::string_view word = text.substr(at, end - at);
      while (word.ends_with('.')) word.remove_suffix(1);
      if (!word.empty()) names.emplace(word);
      at = end + 1;
    }
    return names;
  }

  const Subject& subject_;
  const std::vector<Passage>& passages_;
  const std::vector<Deed>& deeds_;
  std::vector<Store> stores_;
  std::map<std::tuple<StoreKind, std::string, std::string>, std::size_t> index_;
};

bool may_be(const Deed& deed, const Store& store) {
  if (deed.store != store.kind) return false;
  return store.name.empty() || deed.name.empty() || !deed.known || deed.name == store.name;
}

// A script of its own that is named after moving data, and that nobody has shown.
bool is_unseen_script(const Subject& subject, const Command& command) {
  if (command.words.empty()) return false;
  std::string_view path = command.words.front().value.text;
  const bool interpreted = command.name == "bash" || command.name == "sh" ||
                           command.name.starts_with("python") || command.name == "node";
  if (interpreted && command.words.size() > 1) path = command.words[1].value.text;
  constexpr std::array<std::string_view, 5> ends = {".sh", ".py", ".js", ".ts", ".rb"};
  if (std::ranges::none_of(ends, [&](std::string_view end) { return path.ends_with(end); })) {
    return false;
  }
  path = file_name(path);
  if (!has_any_beginning(path, moving)) {
    // "03-sync-data.sh", "data_copy.py"
    const std::string lower = to_lower(path);
    if (std::ranges::none_of(
            moving, [&](std::string_view word) { return lower.find(word) != std::string::npos; })) {
      return false;
    }
  }
  return std::ranges::none_of(subject.scripts, [&](const Script& script) {
    const std::string& file = script.file;
    return script.document < 0 && file.ends_with(path);
  });
}

}  // namespace

std::string Store::label() const {
  if (name.empty()) return service;
  return std::string(to_string(kind)) + " " + name;
}

std::vector<Store> stores_of(const Subject& subject, const std::vector<Passage>& passages,
                             const std::vector<Deed>& deeds) {
  return Collector(subject, passages, deeds).take();
}

Moved moved(const Store& store, const Subject& subject, const std::vector<Deed>& deeds) {
  using Kind = Deed::Kind;
  const std::string& target = subject.migration.target.region;
  std::set<std::string, std::less<>> names = {store.name};  // and its copies that are no targets
  for (std::size_t i = 0; i < deeds.size(); ++i) {
    const Deed& deed = deeds[i];
    if (deed.way_back || deed.store != store.kind) continue;
    const bool meant = may_be(deed, store) || names.contains(deed.name);
    if (deed.kind == Kind::back_up && meant && !deed.to.empty()) names.insert(deed.to);
    if (!meant && deed.kind != Kind::restore) continue;
    const bool is_move =
        deed.kind == Kind::replicate || deed.kind == Kind::copy ||
        (deed.kind == Kind::restore &&
         (deed.store == StoreKind::bucket ? meant
                                          : deed.region.empty() || deed.region == target)) ||
        (deed.kind == Kind::backfill && deed.name.empty());
    if (is_move) return {true, static_cast<int>(i)};
  }
  return {};
}

bool moves_unseen(const Subject& subject) {
  return std::ranges::any_of(subject.commands, [&](const Command& command) {
    if (is_unseen_script(subject, command)) return true;
    if (command.words.size() < 2) return false;
    const std::string& verb = command.words[1].value.text;
    return (command.name == "terraform" && verb == "apply") ||
           (command.name == "tofu" && verb == "apply") ||
           (command.name == "pulumi" && verb == "up") || command.name == "ansible-playbook";
  });
}

}  // namespace godwit::check
