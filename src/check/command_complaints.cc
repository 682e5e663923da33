#include "check/command_complaints.h"

#include <algorithm>
#include <tuple>

namespace godwit::check {
namespace {

using awscli::Complaint;

// The file that an argument names, where all of it is known.
const SourceText* text_of_file(const Subject& subject, std::string_view path) {
  const ShownFile* file = subject.file(path);
  if (file == nullptr || file->form == ShownFile::Form::part) return nullptr;
  return &file->text;
}

int length_of(std::string_view words) {
  const std::string_view line = words.substr(0, words.find('\n'));
  return static_cast<int>(std::ranges::count_if(
      line, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

std::string_view file_path(const std::string& argument) {
  const std::size_t scheme = argument.find("file://");
  return scheme == std::string::npos ? std::string_view()
                                     : std::string_view(argument).substr(scheme + 7);
}

CommandComplaint place(const Subject& subject, const Command& command, Complaint complaint) {
  const Word& word = command.words[complaint.argument];
  CommandComplaint placed{.command = &command, .span = word.span};
  if (complaint.in_file) {
    const SourceText* text = text_of_file(subject, file_path(word.value.text));
    if (text != nullptr && complaint.place) {
      placed.span = {text->at(*complaint.place), std::max(1, length_of(complaint.words))};
      placed.related = Related{word.span, "it is read here"};
    }
  } else if (complaint.place && is_as_written(word)) {
    placed.span = {text_of(word).at(*complaint.place), std::max(1, length_of(complaint.words))};
  }
  placed.complaint = std::move(complaint);
  return placed;
}

}  // namespace

bool is_as_written(const Word& word) {
  return !word.lines.empty() || (word.value.known && word.variables.empty() &&
                                 word.span.length == length_of(word.value.text));
}

std::vector<CommandComplaint> complaints_of(const Subject& subject,
                                            const std::set<Complaint::Kind>& kinds) {
  std::vector<CommandComplaint> all;
  // A function's body runs as often as it is called, and is written once.
  std::set<std::tuple<std::string, int, int, std::string>> told;
  const awscli::FileOf file_of = [&](std::string_view path) { return text_of_file(subject, path); };
  for (const Command& command : subject.commands) {
    if (!command.aws) continue;
    std::vector<awscli::Argument> arguments;
    for (const Word& word : command.words) arguments.push_back(word.value);
    for (Complaint& complaint : awscli::validate(*command.aws, arguments, file_of)) {
      if (!kinds.contains(complaint.kind) || complaint.argument >= command.words.size()) continue;
      CommandComplaint placed = place(subject, command, std::move(complaint));
      const Location& at = placed.span.at;
      if (told.emplace(at.file, at.line, at.column, placed.complaint.message).second) {
        all.push_back(std::move(placed));
      }
    }
  }
  return all;
}

void tell(const std::vector<CommandComplaint>& complaints, Findings& findings) {
  for (const CommandComplaint& each : complaints) {
    Finding& finding = findings.add(each.span, each.complaint.message, each.complaint.remedy);
    if (each.related) finding.related.push_back(*each.related);
  }
}

}  // namespace godwit::check
