// Evaluation: one working out of a node. Internal to this folder.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "template/template.h"

namespace godwit::cloudformation {

class Evaluation {
 public:
  // Borrows both. `budget` is how many bytes of new text may come of it: functions within functions
  // can multiply a text without end, and what is beyond stays as it is.
  Evaluation(const Template& of, const Circumstances& circumstances, std::size_t budget)
      : of_(of), circumstances_(circumstances), budget_(budget) {}

  yaml::Node value(const yaml::Node& node);
  std::optional<bool> holds(std::string_view condition);

 private:
  std::optional<bool> condition(const yaml::Node& node);
  // A list or map, entry by entry; what comes to AWS::NoValue is left out.
  yaml::Node inner(const yaml::Node& node);
  yaml::Node function(std::string_view name, const yaml::Node& argument, Place place);

  // Each gives nothing where it cannot be known.
  std::optional<yaml::Node> reference(const yaml::Node& argument, Place place);
  std::optional<std::string> variable(std::string_view name, Place place);
  yaml::Node substitute(const yaml::Node& argument, Place place);
  yaml::Node choose(const yaml::Node& argument, Place place);
  std::optional<yaml::Node> find_in_map(const yaml::Node& argument);

  bool spend(std::size_t bytes);

  const Template& of_;
  const Circumstances& circumstances_;
  std::size_t budget_;
  // Conditions that are worked out, or are being so: nullopt, so a circle is not known.
  std::map<std::string, std::optional<bool>, std::less<>> conditions_;
};

// Functions whose arguments alone decide; these are worked out already. Nothing: not known, or not
// as CloudFormation wants them.
std::optional<yaml::Node> join_values(const yaml::Node& argument, Place place);
std::optional<yaml::Node> select_value(const yaml::Node& argument);
std::optional<yaml::Node> split_value(const yaml::Node& argument, Place place);
std::optional<yaml::Node> encode_base64(const yaml::Node& argument, Place place);
std::optional<yaml::Node> networks(const yaml::Node& argument, Place place);
// "AWS::Partition" and its like; nothing for what is no pseudo parameter, or not known.
std::optional<std::string> pseudo_parameter(std::string_view name, const Circumstances& in);

bool is_no_value(const yaml::Node& node);

}  // namespace godwit::cloudformation
