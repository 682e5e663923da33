// Vocabulary: what a scan looks for: words of fixed text, all found in one pass, and for each what
// it may be the beginning, the middle or the end of. Made from the catalog (regions and their
// spellings, zones of endpoints), from what the account and the plan name, and from the user's own.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "account/account.h"
#include "plan/plan.h"
#include "repo/literal.h"

namespace godwit::repo {

// One text that the matcher finds wherever it stands; recognise() and find_secrets() decide whether
// it is what it looks like there.
struct Word {
  enum class Kind : std::uint8_t {
    literal,  // it is `what`, where it stands for itself
    anchor,   // a part of something longer: "arn:aws", ".amazonaws.com", "ami-", "/16"
    secret    // a part of what secrets look like: "AKIA", "-----BEGIN"
  };
  std::string text;
  bool any_case = false;
  Kind kind = Kind::literal;
  What what = What::region;  // of a literal
  std::string region;        // that it stands for; or empty
};

class Vocabulary {
 public:
  // Everything; plan and account may be nullptr. `given` are the user's own texts.
  static Vocabulary of(const plan::Plan* plan, const account::Account* account,
                       std::span<const std::string> given = {});
  // The user's own texts alone, each as it stands, case and all.
  static Vocabulary only(std::span<const std::string> given);

  const std::vector<Word>& words() const { return words_; }
  // What a region is in the plan: "source", "target", "secondary", "recovery"; empty: nothing.
  std::string role_of(const std::string& region) const;
  // Changes where it would find something else. For what is remembered of unchanged files.
  std::string digest() const;

 private:
  std::vector<Word> words_;
  std::map<std::string, std::string> roles_;
};

}  // namespace godwit::repo
