// FileRules: what rules make of one text, rule by rule. Bytes that a rule is about belong to it;
// none that comes later says anything of them. Internal to the proposer.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "repo/place_cursor.h"
#include "repo/proposer.h"
#include "repo/spelling.h"

namespace godwit::repo {

class FileRules {
 public:
  // `found` is what scan_text() said of the text.
  FileRules(const std::string& path, std::string_view text, const Reading& reading,
            const FileScan& found, const Exceptions& exceptions);

  // Where a word of the rules ends that is an item's: of a name, or of a literal that is replaced.
  using Ends = std::vector<std::size_t>;
  using Item = std::pair<std::size_t, std::size_t>;

  void set(const ReadyRule& rule, Item item);
  void order(const ReadyRule& rule, Item item);
  void replace(const ReadyRule& rule, Item item, const Ends& ends);
  // Where the new text of `replace` stands already.
  void settle(const ReadyRule& rule, Item item, const Ends& ends);

  // What binds to the source, and nothing is said of it.
  void leave(const plan::Plan& plan, const std::string& reason);

  FileProposal finish(const plan::Plan& plan) &&;

 private:
  struct Note {  // work, before its place is known
    std::size_t begin;
    std::size_t end;
    Hit hit;
    std::string rule;
    std::string reason;
  };

  // Is a place within one that an exception is about? A literal that is named with what is around
  // it (`old`) is more particular than an exception of that literal alone.
  bool is_excepted(std::size_t begin, std::size_t end, const std::string& old);
  // The use of a place as a scan tells it.
  Use use_of(std::size_t begin, std::size_t end) const;
  const Hit* hit_at(std::size_t begin, std::size_t end) const;  // the first that touches it
  bool is_secret(std::size_t begin, std::size_t end) const;
  bool is_free(std::size_t begin, std::size_t end) const;
  // Takes the bytes for an item, unless somebody else has them, the rule's uses do not fit, or an
  // exception is about it.
  bool take(const ReadyRule& rule, Item item, std::size_t begin, std::size_t end,
            const std::string& old = {});
  void claim(const ReadyRule& rule, std::size_t begin, std::size_t end);
  // Bytes that are the item's already. Nothing where they are the same.
  void edit(const ReadyRule& rule, std::size_t begin, std::size_t end, std::string after);
  void ask(const ReadyRule& rule, std::size_t begin, std::size_t end, std::string reason);
  // The whole value of a part.
  void give(const ReadyRule& rule, Item item, const Part& part, const std::string& value);
  void order_list(const ReadyRule& rule, Item item, const std::vector<const Part*>& entries);
  bool is_in_list_with(std::size_t begin, std::size_t end, std::string_view value) const;
  Spot spot_at(std::size_t begin, std::size_t end) const;
  void settle_hit(const Hit& hit);

  const std::string& path_;
  std::string_view text_;
  const Reading& reading_;
  const FileScan& found_;
  const Exceptions& exceptions_;
  std::vector<int> exception_of_;  // of each hit; -1: none
  struct Claim {
    std::size_t end;
    const ReadyRule* rule;
  };
  std::map<std::size_t, Claim> claims_;  // by their begin; they stand apart
  std::vector<Edit> edits_;
  std::vector<Note> notes_;
  FileProposal proposal_;
};

}  // namespace godwit::repo
