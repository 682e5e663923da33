// Subject: all that rules look at. Built by read_subject() from files alone; nothing of it is
// guessed: what is not known is empty.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "account/account.h"
#include "catalog/refreshed.h"
#include "check/migration.h"
#include "check/script.h"
#include "markdown/document.h"
#include "plan/plan.h"
#include "template/template.h"
#include "yaml/node.h"

namespace godwit::check {

// A file that is there, or that a document shows (a block that a file's name introduces, a
// here-document that is written to one).
struct ShownFile {
  std::string path;  // as the document names it, or relative to the repository
  SourceText text;
  int document = -1;  // -1: it is a file of the repository
  int code = -1;      // index of the document's block
  enum class Form {
    whole,
    before,
    after,
    part
  } form = Form::whole;  // "change from", "change to"; part: some lines of it
  // Of JSON and YAML that can be read: its tree. Places are within `text`.
  std::shared_ptr<const yaml::Node> tree;
  std::size_t order = 0;  // among the document's blocks
};

struct TemplateFile {
  cloudformation::Template content;
  std::string path;
  int document = -1;
  ShownFile::Form form = ShownFile::Form::whole;
};

struct Document {
  std::string path;
  markdown::Document content;
};

struct Subject {
  std::vector<Document> documents;
  std::vector<Script>
      scripts;  // those of documents in document order, then the repository's by path
  std::vector<Command>
      commands;  // of all scripts, in order; those of a repository's script follow each other
  std::vector<Setting> settings;  // in order
  std::vector<Use> uses;
  std::vector<Loop> loops;
  std::vector<ShownFile> files;  // of documents, then the repository's
  std::vector<TemplateFile> templates;
  Migration migration;
  const plan::Plan* plan = nullptr;  // may be nullptr, as the account
  const account::Account* account = nullptr;
  SourceText plan_text;         // for excerpts; empty without a plan
  bool has_repository = false;  // files that are not there are known not to be there
  // What AWS itself said of its regions later than the catalog; nullptr: nothing. The caller sets it.
  const catalog::Refreshed* refreshed = nullptr;
  std::optional<Time> today;    // for what depends on the day; the caller of read_subject() sets it

  // The file that a command names ("file://x.json", a template's path), by its last part where the
  // whole path fits none. nullptr: not known.
  const ShownFile* file(std::string_view path) const;
  const TemplateFile* template_file(std::string_view path) const;
  // All texts of a document's running text and table cells that stand in a section or below it.
  const markdown::Section& section_of(const Command& command) const;
};

// A file that is given.
struct Input {
  std::string path;
  std::string content;
  enum class Kind { document, repository } kind = Kind::document;
};

Subject read_subject(std::vector<Input> inputs, const plan::Plan* plan,
                     const account::Account* account, std::string plan_text);

}  // namespace godwit::check
