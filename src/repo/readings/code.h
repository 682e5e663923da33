// Code: reads programs in languages with brackets, quotes and names: JavaScript, TypeScript,
// Python, Dart, Terraform. It knows what a text is assigned to, which object's key it belongs to,
// what is taken instead of it, and which lists have nothing but regions; no more of any grammar.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "repo/readings/maker.h"

namespace godwit::repo {

class Code {
 public:
  // `path` says which of the languages that are `program` it is.
  Code(const Maker& maker, Language language, std::string_view path);

  void read();

 private:
  // What came last: what is before a text says what the text is.
  enum class Token { start, name, text, number, mark, open, close, newline };
  enum class Around { block, object, call, list, index, group, interpolation, backtick };

  struct Frame {
    Around around = Around::block;
    std::string name;           // of what is in it: of an object, the variable it is the value of
    std::string callee;         // of a call
    bool makes_client = false;  // of a call, and what is in it: a client of AWS is made
    bool declares = false;      // of a call: its parameters are declared here
    std::size_t argument = 0;   // which one is read, of a call or a list
    std::string first_text;     // of a call: its first argument, where that is a text
    std::size_t begin = 0;      // its content's
    // The expression that is being read.
    std::string chain;        // "process.env.REGION", as far as it goes
    std::string_view before;  // the token before the chain, or before a text that is filled in
    Token after = Token::start;
    std::string declared;             // the name before a type: "region: string"
    std::string target;               // what the expression is assigned to
    std::string environment;          // what it takes first
    int angles = 0;                   // open ones, of a type
    bool or_else = false;             // it takes what follows where there is nothing else
    bool alternative = false;         // it is asked whether there is something: a ? b : c
    bool is_parameter = false;        // the target is a parameter, this its default
    std::vector<std::string> labels;  // of Terraform: variable "region"
    bool in_case = false;             // of a switch, up to its ':'
    std::string missing;              // where it is not there, what follows is carried out: if (!x)
    bool is_condition = false;        // of an `if`
    int marks = 0;                    // that have been read
    // Of a list.
    std::vector<std::size_t> entries;
    bool all_regions = true;
    std::size_t first_entry = 0;
    std::size_t last_entry = 0;
  };

  // Characters ------------------------------------------------------- code_tokens.cc
  void read_token();
  bool read_comment();
  void read_newline();
  void read_name();
  void read_number();
  void read_quotes();
  void read_backtick();
  bool read_regular_expression();
  bool read_here_document();
  void read_mark();
  std::size_t closing(std::size_t quote);
  std::size_t line_end(std::size_t place);
  std::size_t after_interpolation(std::size_t at, std::size_t end) const;
  char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }
  char next_character(std::size_t from) const;  // that is no blank; within the line

  std::string_view next_two(std::size_t from) const;

  // Structure -------------------------------------------------------- code.cc
  void open(char bracket);
  void close(char bracket);
  void end_of_expression();
  static bool is_label(const Frame& frame);
  void on_name(std::string_view name, std::size_t begin);
  void on_mark(std::string_view mark);
  bool on_case_end(Frame& frame);
  void on_colon(Frame& frame);
  std::string full_name(const Frame& frame) const;

  // Values ----------------------------------------------------------- code_values.cc
  void on_text(std::size_t begin, std::size_t end, Quoting quoting);
  void add_value(std::size_t begin, std::size_t end, Quoting quoting, std::string_view before);
  void add_entry(Part part);
  void finish_list();
  void finish_call();
  std::string taken_first(std::string_view chain) const;
  static bool is_region_constant(std::string_view name);
  static constexpr std::size_t longest_chain = 300;  // bytes

  // `text` is a part of text_, or a literal.
  void remember(Token token, std::string_view text) {
    last_ = token;
    last_text_ = text;
  }

  const Maker& maker_;
  std::string_view text_;
  Language language_;
  bool hash_comments_ = false;
  bool slash_comments_ = true;
  bool single_quotes_ = true;  // are around texts, not characters
  bool triple_quotes_ = false;
  bool backticks_ = false;
  std::size_t at_ = 0;
  std::vector<Frame> frames_;
  std::size_t too_deep_ = 0;
  Token last_ = Token::start;
  std::string_view last_text_;
  std::string_view before_last_;
  std::vector<std::string> configurations_;  // variables that are functions.config()
  std::size_t line_end_ = 0;                 // of the line that line_end_of_ is in
  std::size_t line_end_of_ = 0;
  // On this line such a quote never ends.
  std::size_t hopeless_single_ = 0;
  std::size_t hopeless_double_ = 0;
  std::size_t hopeless_slash_ = 0;
};

}  // namespace godwit::repo
