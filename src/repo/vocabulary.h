// Vocabulary: what a scan looks for: words of fixed text, all found in one pass, and for each what
// it may be the beginning, the middle or the end of. Made from the catalog (regions and their
// spellings, zones of endpoints), from what the account and the plan name, and from the user's own.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
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
    secret,   // a part of what secrets look like: "AKIA", "-----BEGIN"
    giving    // before what others take (scan.h, Given): "parameter-overrides"
  };
  std::string text;
  bool any_case = false;
  // A word that has other meanings ("Ireland", "use1") counts only beside others that bind to its
  // region: in the same file, or within five lines; what is no region's ("10.0.0.0/16") in a file
  // that speaks of AWS (docs/scan.md).
  enum class Company : std::uint8_t { none, file, line, aws };
  Kind kind = Kind::literal;
  What what = What::region;  // of a literal; of an anchor, what it is a part of
  std::string region;        // that it stands for; or empty
  Company company = Company::none;
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
  // Where a bucket is that the account or the plan knows; empty: not known.
  std::string region_of_bucket(std::string_view name) const;
  // Made by only(): nothing else is looked for, no syntax, no secrets.
  bool only_given() const { return only_given_; }
  // Changes where it would find something else. For what is remembered of unchanged files.
  std::string digest() const;

 private:
  std::vector<Word> words_;
  std::map<std::string, std::string> roles_;
  bool only_given_ = false;
};

}  // namespace godwit::repo
