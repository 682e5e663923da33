// Reading parameters: one, some, a whole path, and what they were.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
#include "base/encoding.h"
#include "base/text.h"
#include "lab/arn.h"
#include "lab/lab.h"
#include "lab/paging.h"
#include "lab/services/kms/kms.h"
#include "lab/services/ssm.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

struct Page {
  std::size_t limit;
  std::string after;
};

std::expected<Page, aws::ServiceError> read_page(const Value& input, int most) {
  Page page{static_cast<std::size_t>(most), {}};
  if (const Value& limit = input["MaxResults"]) {
    if (limit.integer() < 1 || limit.integer() > most) {
      return ssm_invalid(
          fmt::format("1 validation error detected: Value '{}' at 'maxResults' "
                      "failed to satisfy constraint: Member must have value between "
                      "1 and {}",
                      limit.integer(), most));
    }
    page.limit = static_cast<std::size_t>(limit.integer());
  }
  if (const Value& token = input["NextToken"]) {
    auto after = read_page_token(token.text());
    if (!after) return refuse(400, "InvalidNextToken", "The specified token isn't valid.");
    page.after = std::move(*after);
  }
  return page;
}

Value show_public(const std::string& region, const std::string& name, const std::string& value) {
  return Value()
      .set("Name", name)
      .set("Type", "String")
      .set("Value", value)
      .set("Version", 1)
      .set("ARN", fmt::format("arn:aws:ssm:{}::parameter{}", region, name))
      .set("DataType", "text");
}

// Is `name` below `path`, and right below it?
bool is_below(std::string_view name, std::string_view path, bool recursive) {
  if (!path.ends_with('/')) {
    if (!name.starts_with(path) || name.size() <= path.size() || name[path.size()] != '/') {
      return false;
    }
    name.remove_prefix(path.size() + 1);
  } else {
    if (!name.starts_with(path)) return false;
    name.remove_prefix(path.size());
  }
  return !name.empty() && (recursive || name.find('/') == std::string_view::npos);
}

bool text_fits(const Value& filter, std::string_view text) {
  const std::string& option = filter["Option"].text();
  return std::ranges::any_of(filter["Values"].list(), [&](const Value& wanted) {
    if (option == "BeginsWith") return text.starts_with(wanted.text());
    if (option == "Contains") return text.find(wanted.text()) != std::string_view::npos;
    return text == wanted.text();
  });
}

std::expected<bool, aws::ServiceError> fits(const Value& filters, const Parameter& parameter) {
  for (const Value& filter : filters.list()) {
    const std::string& key = filter["Key"].text();
    bool good = false;
    if (key == "Name") {
      good = text_fits(filter, parameter.name) ||
             (parameter.name.starts_with('/') && text_fits(filter, parameter.name.substr(1)));
    } else if (key == "Type") {
      good = text_fits(filter, parameter.type);
    } else if (key == "KeyId") {
      good = text_fits(filter, parameter.latest().key);
    } else if (key == "Tier") {
      good = text_fits(filter, parameter.latest().tier);
    } else if (key == "DataType") {
      good = text_fits(filter, parameter.latest().data_type);
    } else if (key == "Label") {
      good = std::ranges::any_of(parameter.versions, [&](const ParameterVersion& version) {
        return std::ranges::any_of(
            version.labels, [&](const std::string& label) { return text_fits(filter, label); });
      });
    } else if (key == "Path") {
      const bool recursive = filter["Option"].text() == "Recursive";
      good = std::ranges::any_of(filter["Values"].list(), [&](const Value& path) {
        return is_below(parameter.name, path.text(), recursive);
      });
    } else if (key.starts_with("tag:")) {
      const auto tag = parameter.tags.find(key.substr(4));
      good = tag != parameter.tags.end() &&
             (filter["Values"].list().empty() || text_fits(filter, tag->second));
    } else {
      return refuse(400, "InvalidFilterKey",
                    fmt::format("The following filter key is not valid: {}. Valid filter keys "
                                "include: [DataType, KeyId, Label, Name, Path, Tier, Type].",
                                key));
    }
    if (!good) return false;
  }
  return true;
}

}  // namespace

std::expected<std::string, aws::ServiceError> Ssm::plain_value(const Call& call,
                                                               const Parameter& parameter,
                                                               const ParameterVersion& version) {
  if (parameter.type != "SecureString") return version.value;
  // Without decryption, what is stored.
  if (!call.input["WithDecryption"].flag()) return to_base64(version.value);
  auto value = lab_.kms().open(call.region,
                               {.caller = call.caller,
                                .through = "ssm",
                                .context = {{"PARAMETER_ARN", arn(call.region, parameter.name)}}},
                               version.value);
  if (value) return std::move(*value);
  // A key that is gone is no lack of permission.
  const bool gone = lab_.kms().find(call.region, version.key) == nullptr;
  if (value.error().code == "AccessDeniedException" && !gone) {
    return std::unexpected(value.error());
  }
  return refuse(400, "InvalidKeyId",
                fmt::format("{} (Service: AWSKMS; Status Code: 400; Error Code: {})",
                            value.error().message, value.error().code));
}

std::expected<Value, aws::ServiceError> Ssm::show(const Call& call, const Parameter& parameter,
                                                  const ParameterVersion& version) {
  return Value()
      .set("Name", parameter.name)
      .set("Type", parameter.type)
      .set("Value", TRY(plain_value(call, parameter, version)))
      .set("Version", version.number)
      .set("LastModifiedDate", version.modified)
      .set("ARN", arn(call.region, parameter.name))
      .set("DataType", version.data_type);
}

std::expected<Value, aws::ServiceError> Ssm::read(const Call& call, const std::string& selector) {
  std::string name = selector;
  if (const auto given = read_arn(selector)) {
    if (given->service != "ssm" || !given->resource.starts_with("parameter/")) {
      return parameter_not_found(selector);
    }
    name = given->resource.substr(9);
    if (!regions_[call.region].contains(name.substr(0, name.rfind(':')))) name.erase(0, 1);
  }
  const auto shared = public_parameters().find(name);
  if (shared != public_parameters().end()) {
    return show_public(call.region, shared->first, shared->second);
  }
  const std::size_t colon = name.rfind(':');
  const std::string wanted = colon == std::string::npos ? "" : name.substr(colon + 1);
  name.resize(std::min(colon, name.size()));
  Parameter* parameter = TRY(parameter_of(call, name));
  if (wanted.empty()) return show(call, *parameter, parameter->latest());
  const auto number = parse_integer(wanted);
  for (const ParameterVersion& version : parameter->versions) {
    if (number ? version.number != *number : !version.labels.contains(wanted)) continue;
    Value shown = TRY(show(call, *parameter, version));
    shown.set("Selector", ":" + wanted);
    return shown;
  }
  return refuse(400, "ParameterVersionNotFound",
                fmt::format("Systems Manager could not find version {} of {}. Verify the version "
                            "and try again.",
                            wanted, name));
}

Answer Ssm::get_parameter(const Call& call) {
  return Value().set("Parameter", TRY(read(call, call.input["Name"].text())));
}

Answer Ssm::get_parameters(const Call& call) {
  const aws::List& names = call.input["Names"].list();
  if (names.empty() || names.size() > 10) {
    return ssm_invalid(
        "1 validation error detected: Value at 'names' failed to satisfy constraint: "
        "Member must have length between 1 and 10");
  }
  aws::List found, invalid;
  for (const Value& name : names) {
    auto parameter = read(call, name.text());
    if (parameter) {
      found.push_back(std::move(*parameter));
    } else if (parameter.error().code.starts_with("Parameter")) {
      invalid.push_back(name);
    } else {
      return std::unexpected(std::move(parameter).error());
    }
  }
  return Value().set("Parameters", std::move(found)).set("InvalidParameters", std::move(invalid));
}

Answer Ssm::get_parameters_by_path(const Call& call) {
  const Value& input = call.input;
  const std::string& path = input["Path"].text();
  const bool recursive = input["Recursive"].flag();
  if (!path.starts_with('/')) {
    return ssm_invalid(
        "The parameter doesn't meet the parameter name requirements. The parameter "
        "name must begin with a forward slash \"/\".");
  }
  const Page page = TRY(read_page(input, 10));
  aws::List found;
  std::string token;
  if (path.starts_with("/aws/")) {
    token = show_page(
        public_parameters(), page.after, page.limit,
        [&](const auto& entry) { return is_below(entry.first, path, recursive); },
        [&](const auto& entry) {
          found.push_back(show_public(call.region, entry.first, entry.second));
        });
  } else {
    std::optional<aws::ServiceError> problem;
    token = show_page(
        regions_[call.region], page.after, page.limit,
        [&](const auto& entry) {
          const auto good = fits(input["ParameterFilters"], entry.second);
          if (!good) problem = good.error();
          return good && *good && is_below(entry.first, path, recursive);
        },
        [&](const auto& entry) {
          auto shown = show(call, entry.second, entry.second.latest());
          if (!shown) {
            problem = std::move(shown).error();
          } else {
            found.push_back(std::move(*shown));
          }
        });
    if (problem) return std::unexpected(std::move(*problem));
  }
  Value output = Value().set("Parameters", std::move(found));
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

Answer Ssm::get_parameter_history(const Call& call) {
  const Value& input = call.input;
  Parameter* parameter = TRY(parameter_of(call, input["Name"].text()));
  const Page page = TRY(read_page(input, 50));
  std::int64_t after = 0;
  if (!page.after.empty()) after = parse_integer(page.after).value_or(0);
  aws::List history;
  Value output;
  for (const ParameterVersion& version : parameter->versions) {
    if (version.number <= after) continue;
    if (history.size() == page.limit) {
      output.set("NextToken", page_token(fmt::format("{}", history.back()["Version"].integer())));
      break;
    }
    Value shown = TRY(show(call, *parameter, version));
    Value entry;
    for (const auto& [name, value] : shown.members()) {
      if (name != "ARN") entry.set(name, value);
    }
    aws::List labels;
    for (const std::string& label : version.labels) labels.push_back(label);
    entry.set("Labels", std::move(labels))
        .set("LastModifiedUser", version.user)
        .set("Tier", version.tier);
    if (!version.key.empty()) entry.set("KeyId", version.key);
    if (!version.description.empty()) entry.set("Description", version.description);
    history.push_back(std::move(entry));
  }
  return output.set("Parameters", std::move(history));
}

Answer Ssm::describe_parameters(const Call& call) {
  const Value& input = call.input;
  const Page page = TRY(read_page(input, 50));
  Value filters = input["ParameterFilters"];
  // The older form knows no options: names begin with what is given.
  for (const Value& filter : input["Filters"].list()) {
    filters.push(
        Value(filter).set("Option", filter["Key"].text() == "Name" ? "BeginsWith" : "Equals"));
  }
  aws::List found;
  std::optional<aws::ServiceError> problem;
  const std::string token = show_page(
      regions_[call.region], page.after, page.limit,
      [&](const auto& entry) {
        const auto good = fits(filters, entry.second);
        if (!good) problem = good.error();
        return good && *good;
      },
      [&](const auto& entry) {
        const Parameter& parameter = entry.second;
        const ParameterVersion& version = parameter.latest();
        Value shown;
        shown.set("Name", parameter.name)
            .set("ARN", arn(call.region, parameter.name))
            .set("Type", parameter.type)
            .set("LastModifiedDate", version.modified)
            .set("LastModifiedUser", version.user)
            .set("Version", version.number)
            .set("Tier", version.tier)
            .set("Policies", aws::List())
            .set("DataType", version.data_type);
        if (!version.key.empty()) shown.set("KeyId", version.key);
        if (!version.description.empty()) shown.set("Description", version.description);
        found.push_back(std::move(shown));
      });
  if (problem) return std::unexpected(std::move(*problem));
  Value output = Value().set("Parameters", std::move(found));
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

}  // namespace godwit::lab::services
