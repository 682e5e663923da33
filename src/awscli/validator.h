// Validator: what validate() finds, one invocation at a time. Internal to this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "awscli/customizations.h"
#include "awscli/json.h"
#include "awscli/model.h"
#include "awscli/options.h"
#include "awscli/validate.h"

namespace godwit::awscli {

// A text that a value is read from: an argument's, or the file's that it names.
struct Source {
  std::string_view text;
  std::size_t argument = 0;
  std::size_t offset = 0;  // of the text within the argument's: "--name=" stands before it
  bool in_file = false;
  bool known = true;
};

// What is given of the options that a command has.
using Given = std::vector<std::pair<const KnownOption*, const Option*>>;

// "...", "<name>", what is not known: nobody can tell what stands there.
bool stands_for_words(const Argument& argument);
// Of a backslash and a space at a line's end.
bool is_blank(std::string_view text);

class Validator {
 public:
  // What is given outlives it.
  Validator(const Invocation& invocation, const std::vector<Argument>& arguments,
            const FileOf& file_of)
      : invocation_(invocation), arguments_(arguments), file_of_(file_of) {}

  std::vector<Complaint> run();

 private:
  using Kind = Complaint::Kind;

  // validate.cc
  Complaint& add(Kind kind, std::size_t argument, std::string message, std::string remedy);
  void add(Kind kind, const Source& source, std::size_t begin, std::size_t end, std::string message,
           std::string remedy);
  Source source_of(const Option& option, std::size_t index) const;

  // validate_command.cc: the words of a command line: its service, its operation, its words beside
  // options

  bool is_known(std::size_t argument) const;
  void look_at_globals();
  void look_at_region(const Source& source);
  void look_at_command();
  void unknown_operation(const std::vector<std::string>& names);
  const Operation* find_operation();
  void look_at_waiter();
  void look_at_own(const OwnCommand& command);
  void look_at_s3(std::string_view operation);
  void surplus(std::size_t at);
  void look_at_operation(const Operation& operation);

  // validate_options.cc: options that are not there, and options that are missing

  // "\\ " at a line's end: what was to follow is not a part of it.
  bool ends_early() const;
  bool may_hold_more() const;
  void unknown_option(const Option& option, const std::vector<KnownOption>& options);
  // Options that are not there, values that are missing or too many, options that are missing.
  // Returns what is given of the known ones.
  Given look_at_options(const std::vector<KnownOption>& options);
  void look_at_missing(const std::vector<KnownOption>& options, const Given& given);
  void look_at_option(const Operation& operation, const KnownOption& known, const Option& option);

  // validate_values.cc: what options are given: texts, JSON, the shorthand syntax, files, queries

  // A parameter's text, or its file's; nothing where that is not known, or is no text of a value.
  std::optional<Source> resolve(const Source& source) const;
  std::optional<Value> read(const Source& source, bool json, std::string_view name);
  void check(const Value& value, const Shape& shape, const Source& source, std::string_view name);
  void look_at_values(const Shape& shape, const Option& option);
  void look_at_value(const Shape& shape, const Source& source, std::string_view name, bool element);
  void look_at_structure(const Shape& shape, const Source& source, std::string_view name,
                         bool element);
  // --cli-input-json: everything at once; options may add to it.
  void look_at_input(const Shape& input, const Option& option);
  void look_at_query();

  const Invocation& invocation_;
  const std::vector<Argument>& arguments_;
  const FileOf& file_of_;
  const Service* model_ = nullptr;
  const Operation* operation_ = nullptr;
  std::vector<Complaint> complaints_;
};

}  // namespace godwit::awscli
