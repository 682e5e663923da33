#include "awscli/validate.h"

#include <fmt/format.h>

#include <algorithm>

#include "awscli/customizations.h"
#include "awscli/validator.h"

namespace godwit::awscli {

namespace {

Place place_in(std::string_view text, std::size_t offset) {
  Place place{1, 1};
  for (const char letter : text.substr(0, std::min(offset, text.size()))) {
    if (letter == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((static_cast<unsigned char>(letter) & 0xC0) != 0x80) {
      ++place.column;
    }
  }
  return place;
}

}  // namespace

std::vector<Complaint> Validator::run() {
  // How Windows' shells continue a line: not for the shell that this was read by.
  for (const Argument& argument : arguments_) {
    if (argument.text == "^" || argument.text == "`") return {};
  }
  look_at_globals();
  look_at_command();
  look_at_query();
  std::ranges::stable_sort(complaints_, {}, &Complaint::argument);
  return std::move(complaints_);
}

Complaint& Validator::add(Kind kind, std::size_t argument, std::string message,
                          std::string remedy) {
  Complaint complaint;
  complaint.kind = kind;
  complaint.argument = argument;
  complaint.words = arguments_[argument].text;
  complaint.message = std::move(message);
  complaint.remedy = std::move(remedy);
  return complaints_.emplace_back(std::move(complaint));
}

void Validator::add(Kind kind, const Source& source, std::size_t begin, std::size_t end,
                    std::string message, std::string remedy) {
  Complaint& complaint = add(kind, source.argument, std::move(message), std::move(remedy));
  const std::string_view whole =
      source.in_file ? source.text : std::string_view(arguments_[source.argument].text);
  complaint.in_file = source.in_file;
  complaint.place = place_in(whole, begin + source.offset);
  end = std::min(std::max(begin, end), source.text.size());
  complaint.words = std::string(source.text.substr(std::min(begin, end), end - begin));
}

Source Validator::source_of(const Option& option, std::size_t index) const {
  const Argument& argument = arguments_[index];
  Source source{.text = argument.text, .argument = index, .known = argument.known};
  if (index == option.at) {  // --name=value
    source.offset = argument.text.find('=') + 1;
    source.text.remove_prefix(source.offset);
  }
  return source;
}

std::vector<Complaint> validate(const Invocation& invocation,
                                const std::vector<Argument>& arguments, const FileOf& file_of) {
  return Validator(invocation, arguments, file_of).run();
}

bool knows_service(std::string_view service) {
  return is_own_service(service) || find_service(service) != nullptr;
}

bool knows_operation(std::string_view service, std::string_view operation) {
  if (find_own_command(service, operation) != nullptr || is_open_command(service, operation)) {
    return true;
  }
  const Service* model = find_service(service);
  if (model == nullptr || removed(service, operation)) return false;
  return model->operation(operation) != nullptr || (operation == "wait" && !model->waiters.empty());
}

bool only_reads(std::string_view service, std::string_view operation) {
  if (operation == "wait") return true;
  if (service == "s3") return operation == "ls" || operation == "presign";
  if (service == "configure") return operation == "list" || operation == "get";
  if (service == "logs" && operation == "tail") return true;
  for (const std::string_view verb : {"get-", "list-", "describe-", "head-", "lookup-", "search-",
                                      "batch-get-", "test-", "validate-", "estimate-", "detect-",
                                      "select-", "simulate-", "scan", "query", "generate-"}) {
    if (operation.starts_with(verb)) return true;
  }
  return false;
}

std::string endpoint_prefix(std::string_view service) {
  if (service == "s3" || service == "s3api") return "s3";
  if (service == "ddb") return "dynamodb";
  const Service* model = find_service(service == "opsworkscm" ? "opsworks-cm" : service);
  return model == nullptr ? "" : model->endpoint_prefix;
}

}  // namespace godwit::awscli
