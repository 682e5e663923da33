// Variables: what is known of a shell's variables at a point of a script, and how words that use
// them expand. What happens in a branch or a subshell can be put back.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "awscli/invocation.h"
#include "shell/script.h"

namespace godwit::check {

struct Variable {
  awscli::Argument text;
  std::vector<awscli::Argument> elements;  // of an array
  bool array = false;

  bool operator==(const Variable& other) const;
};

class Variables {
 public:
  const Variable* find(std::string_view name) const;  // nullptr: nobody has set it
  void set(const std::string& name, Variable value);
  void unset(const std::string& name);

  // What was set since a mark is put back; what it was set to is told.
  using Changes = std::map<std::string, std::optional<Variable>>;
  std::size_t mark() const { return journal_.size(); }
  Changes put_back(std::size_t mark);

  // The words that a word becomes: one, but for lists that are split.
  std::vector<awscli::Argument> expand(const shell::Word& word) const;
  // One text, as between double quotes or after "NAME=".
  awscli::Argument expand_whole(const std::vector<shell::Part>& parts) const;

  // $1, $2, ... where they are known.
  std::vector<awscli::Argument> positional;
  bool positional_known = false;
  // Texts of documents hold placeholders, which are not known.
  bool placeholders = false;

 private:
  awscli::Argument expand_part(const shell::Part& part) const;
  awscli::Argument expand_variable(const shell::Part& part) const;
  const Variable* look_up(const shell::Part& part, Variable& own) const;

  std::map<std::string, Variable, std::less<>> values_;
  std::vector<std::pair<std::string, std::optional<Variable>>> journal_;
};

// What is not known, as it stands in an argument: "${NAME}".
awscli::Argument unknown(std::string_view name);

// The names of variables in parts, in order, those of operands too; no "$1" and no "$?".
struct Named {
  std::string name;
  shell::Extent extent;
  bool defaulted = false;
};
void names_in(const std::vector<shell::Part>& parts, std::vector<Named>& names);

}  // namespace godwit::check
