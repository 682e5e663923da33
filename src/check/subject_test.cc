#include "check/subject.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "check/subject_fixture.h"

namespace godwit::check {
namespace {

Subject subject_of(std::vector<Input> inputs) {
  return read_subject(std::move(inputs), nullptr, nullptr, "");
}
Subject of_document(std::string text) { return subject_of({{"runbook.md", std::move(text)}}); }

std::string place(const SourceText& text) { return to_string(text.at(std::size_t{0})); }

TEST(Subject, BlocksAreFilesAsTheDocumentSays) {
  const Subject subject = of_document(
      "**config.json:**\n```json\n{\"a\": 1}\n```\n\n"
      "Create `deploy.sh`:\n```bash\n#!/bin/bash\naws s3 ls\n```\n\n"
      "Run `deploy.sh`:\n```bash\n./deploy.sh\n```\n\n"
      "```yaml title=\"stack.yaml\"\nResources: {}\n```\n\n"
      "Save this as `notes.txt` (it is https://example.com/x.json):\n```\nwords\n```\n");
  std::vector<std::string> shown;
  for (const ShownFile& file : subject.files) shown.push_back(file.path + " " + place(file.text));
  EXPECT_THAT(shown,
              ::testing::ElementsAre("config.json runbook.md:3:1", "deploy.sh runbook.md:8:1",
                                     "stack.yaml runbook.md:18:1", "notes.txt runbook.md:23:1"));
  ASSERT_NE(subject.files[0].tree, nullptr);
  EXPECT_EQ(subject.files[0].tree->entries.at(0).key, "a");
  EXPECT_EQ(subject.scripts.size(), 2U);
}

TEST(Subject, ChangesHaveABeforeAndAnAfter) {
  const Subject subject = of_document(
      "### 1.2 Settings\n\n**Location:** `/conf/settings.sh`\n\n**CHANGE "
      "FROM:**\n```bash\nREGION=a\n```\n\n"
      "**CHANGE TO:**\n```bash\nREGION=b\n```\n\n**Also add:**\n```bash\nexport REGION\n```\n\n"
      "### scripts/run.sh, lines 20-22\n\nFrom\n\n```bash\nX=1\n```\n\nto the new "
      "one:\n\n```bash\nX=2\n```\n\n"
      "### Elsewhere\n\n```bash\nY=1\n```\n");
  using Form = ShownFile::Form;
  ASSERT_EQ(subject.files.size(), 5U);
  EXPECT_EQ(subject.files[0].path, "/conf/settings.sh");
  EXPECT_EQ(subject.files[0].form, Form::before);
  EXPECT_EQ(subject.files[1].form, Form::after);
  EXPECT_EQ(subject.files[2].form, Form::part);
  EXPECT_EQ(subject.files[3].path, "scripts/run.sh");
  EXPECT_EQ(subject.files[3].form, Form::before);
  EXPECT_EQ(subject.files[4].form, Form::after);
  // What is before a change is run no more.
  std::vector<std::string> written;
  for (const Script& script : subject.scripts) written.push_back(script.writes_to);
  EXPECT_THAT(written, ::testing::ElementsAre("/conf/settings.sh", "/conf/settings.sh",
                                              "scripts/run.sh", ""));
}

TEST(Subject, HereDocumentsAreFiles) {
  const Subject subject = of_document(
      "```bash\ncat > policy.json <<'EOF'\n{\"Version\": \"2012-10-17\"}\nEOF\n"
      "aws iam create-role --assume-role-policy-document file://policy.json\n```\n");
  const ShownFile* file = subject.file("file://policy.json");
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(place(file->text), "runbook.md:3:1");
  ASSERT_NE(file->tree, nullptr);
  EXPECT_EQ(file->tree->entries.at(0).key, "Version");
}

TEST(Subject, FilesAreFoundByTheirWholePathFirst) {
  const Subject subject =
      subject_of({{"runbook.md", "See `a/x.json`.\n\n**b/x.json:**\n```json\n{\"b\": 1}\n```\n"},
                  {"a/x.json", "{\"a\": 1}", Input::Kind::repository},
                  {"deep/er/y.json", "{}", Input::Kind::repository}});
  ASSERT_NE(subject.file("./a/x.json"), nullptr);
  EXPECT_EQ(subject.file("./a/x.json")->document, -1);
  EXPECT_NE(subject.file("./a/x.json")->tree, nullptr);
  EXPECT_EQ(subject.file("file://b/x.json")->document, 0);
  EXPECT_EQ(subject.file("er/y.json")->path, "deep/er/y.json");
  EXPECT_EQ(subject.file("other/y.json")->path, "deep/er/y.json");
  EXPECT_EQ(subject.file("z.json"), nullptr);
  EXPECT_EQ(subject.file(""), nullptr);
  EXPECT_TRUE(subject.has_repository);
}

TEST(Subject, TemplatesAreReadWhereverTheyAre) {
  const Subject subject = subject_of(
      {{"runbook.md",
        "### cloudformation/net.yaml\n\nChange from\n```yaml\n  Zone:\n    Type: String\n    "
        "Default: a\n```\n"
        "Change to\n```yaml\n  Zone:\n    Type: String\n    Default: b\n```\n"},
       {"cloudformation/net.yaml",
        "Parameters:\n  Zone:\n    Type: String\nResources:\n  Key:\n    Type: AWS::KMS::Key\n",
        Input::Kind::repository}});
  ASSERT_EQ(subject.templates.size(), 3U);
  EXPECT_TRUE(subject.templates[0].content.fragment);
  EXPECT_EQ(subject.templates[0].form, ShownFile::Form::before);
  const TemplateFile* file = subject.template_file("./net.yaml");
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(file->document, -1);
  EXPECT_FALSE(file->content.fragment);
}

TEST(Subject, CommandsKnowTheirSection) {
  const Subject subject =
      subject_of({{"runbook.md",
                   "# One\n\n```\n$ aws s3 ls\n```\n\n## Two\n\n```bash\naws s3 mb s3://x\n```\n"},
                  {"run.sh", "#!/bin/sh\naws s3 rb s3://x\n", Input::Kind::repository}});
  ASSERT_EQ(subject.commands.size(), 3U);
  EXPECT_EQ(subject.section_of(subject.commands[0]).title.content(), "One");
  EXPECT_EQ(subject.section_of(subject.commands[1]).title.content(), "Two");
  EXPECT_EQ(subject.section_of(subject.commands[2]).level, 0);
}

TEST(Subject, OfNothingIsEmpty) {
  const Subject subject = subject_of({});
  EXPECT_TRUE(subject.documents.empty());
  EXPECT_FALSE(subject.has_repository);
  EXPECT_TRUE(of_document("").commands.empty());
}

}  // namespace
}  // namespace godwit::check
