#include "check/read_scripts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "check/console.h"
#include "check/placeholders.h"
#include "check/running.h"

namespace godwit::check {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ScriptInput block(std::string text, std::string writes_to = "", std::string language = "bash") {
  return {.text = SourceText("a.md", std::move(text)),
          .language = std::move(language),
          .file = "a.md",
          .document = 0,
          .writes_to = std::move(writes_to)};
}
ScriptInput file(std::string path, std::string text) {
  return {.text = SourceText(path, std::move(text)), .file = path};
}

// A command's words, in one line; what is not known after a '?'.
std::string line(const Command& command) {
  std::string text;
  for (const Word& word : command.words) {
    if (!text.empty()) text += ' ';
    text += (word.value.known ? "" : "?") + word.value.text;
  }
  return text;
}
std::vector<std::string> lines(const ScriptReading& reading) {
  std::vector<std::string> all;
  for (const Command& command : reading.commands) all.push_back(line(command));
  return all;
}
std::vector<std::string> lines(std::string text) {
  return lines(read_scripts({file("a.sh", std::move(text))}));
}

TEST(ReadScripts, VariablesAreExpandedAsFarAsTheyAreKnown) {
  EXPECT_THAT(lines("A=x\nB=\"$A-y\"\nc $B \"${B}z\" ${D} '$A'"),
              ElementsAre("c x-y x-yz ?${D} $A"));
  EXPECT_THAT(lines("A=x; A=${A}y; A+=z; b $A"), ElementsAre("b xyz"));
  EXPECT_THAT(lines("A=${REGION:-eu-west-1}; b s-${A}"), ElementsAre("b s-eu-west-1"));
  EXPECT_THAT(lines("A=https://x.org/y; b ${A#https://} ${A%/*} ${A##*/} ${A/x/z} ${#A}"),
              ElementsAre("b x.org/y https://x.org y https://z.org/y 15"));
  EXPECT_THAT(lines("A=$(date); b s-$A $(c)"), ElementsAre("date", "c", "b ?s-${A} ?$(...)"));
  EXPECT_THAT(lines("A=x-$(date); b $A"), ElementsAre("date", "b ?x-$(...)"));
  EXPECT_THAT(lines("L='a b'; c $L \"$L\""), ElementsAre("c a b a b"));
  EXPECT_THAT(lines("L=(a \"b c\"); d \"${L[@]}\" ${L[1]}"), ElementsAre("d a b c b c"));
  EXPECT_THAT(lines("a b-{c,d} {1..3}"), ElementsAre("a b-c b-d 1 2 3"));
  EXPECT_THAT(lines("A=1 b $A; c $A"), ElementsAre("b ?${A}", "c ?${A}"));
  EXPECT_THAT(lines("A=1; unset A; c $A"), ElementsAre("unset A", "c ?${A}"));
}

TEST(ReadScripts, WhatDiffersBetweenWaysIsNotKnownAfterThem) {
  EXPECT_THAT(lines("A=1; if x; then A=2; fi; b $A"), ElementsAre("x", "b ?${A}"));
  EXPECT_THAT(lines("if x; then A=2; else A=2; fi; b $A"), ElementsAre("x", "b 2"));
  EXPECT_THAT(lines("if [ -z \"$A\" ]; then A=2; fi; b $A"), ElementsAre("[ -z ?${A} ]", "b 2"));
  EXPECT_THAT(lines("A=1; (A=2; b $A); c $A"), ElementsAre("b 2", "c 1"));
  EXPECT_THAT(lines("A=1; x | A=2; c $A"), ElementsAre("x", "c 1"));
  EXPECT_THAT(lines("cd x && A=2; c $A"), ElementsAre("cd x", "c 2"));
  EXPECT_THAT(lines("for r in a b; do c $r; done; d $r"), ElementsAre("c ?${r}", "d ?${r}"));
  EXPECT_THAT(lines("case $1 in a) A=1;; *) A=2;; esac; b $A"), ElementsAre("b ?${A}"));
  EXPECT_THAT(lines("A=1; read -r -p 'x: ' A B; b $A $B"),
              ElementsAre("read -r -p x:  A B", "b ?${A} ?${B}"));
}

TEST(ReadScripts, FunctionsRunWhereTheyAreCalled) {
  EXPECT_THAT(lines("f() { local n=$1; a $n-$2; }\nf x y\nf z w\n"),
              ElementsAre("f x y", "a x-y", "f z w", "a z-w"));
  const ScriptReading never = read_scripts({file("a.sh", "f() { a $1; }\nb\n")});
  EXPECT_THAT(lines(never), ElementsAre("b", "a ?${1}"));
  EXPECT_TRUE(never.commands[1].conditional);
  EXPECT_THAT(lines("f() { f; a; }\nf"), ElementsAre("f", "f", "a"));
  EXPECT_THAT(lines("f() { for x in \"$@\"; do a $x; done; }\nf only"),
              ElementsAre("f only", "a only"));
}

TEST(ReadScripts, CommandsKnowWhereTheyStand) {
  const ScriptReading reading = read_scripts({file(
      "a.sh",
      "set -e\nX=$(aws s3 ls | head -1)\na > out.txt\nb || true\nc && d\nwhile e; do f; done\n"
      "g $(h)\ncat > .env <<EOF\nY=$(i)\nEOF\nj &\n")});
  const std::vector<Command>& all = reading.commands;
  EXPECT_THAT(lines(reading), ElementsAre("set -e", "aws s3 ls", "head -1", "a", "b", "true", "c",
                                          "d", "e", "f", "h", "g ?$(...)", "i", "cat", "j"));
  EXPECT_TRUE(reading.scripts[0].stops_at_failure);
  EXPECT_EQ(all[1].sets, "");
  EXPECT_TRUE(all[1].piped_away);
  EXPECT_EQ(all[2].sets, "X");
  EXPECT_EQ(reading.settings.at(0).from_command, 2);
  EXPECT_EQ(reading.settings.at(0).value, std::nullopt);
  EXPECT_EQ(all[3].writes, "out.txt");
  EXPECT_TRUE(all[4].failure_ignored);
  EXPECT_TRUE(all[7].conditional);
  EXPECT_TRUE(all[9].in_loop);
  EXPECT_EQ(all[10].inside, 11);
  EXPECT_EQ(all[12].inside, 13);
  EXPECT_EQ(all[13].writes, ".env");
  EXPECT_EQ(all[13].here.at(0).content(), "Y=$(i)\n");
  EXPECT_TRUE(all[13].here_expands);
  EXPECT_TRUE(all[14].background);
  EXPECT_EQ(all[2].span.at.line, 2);
  EXPECT_EQ(all[2].span.at.column, 17);
}

TEST(ReadScripts, WhatIsInFrontIsLeftOutAndQuotedTextsAreRead) {
  EXPECT_THAT(lines("sudo -u x env A=b nohup /usr/bin/aws s3 ls"),
              ElementsAre("/usr/bin/aws s3 ls"));
  EXPECT_THAT(lines("time -p a b"), ElementsAre("a b"));
  EXPECT_THAT(lines("timeout -k 5 30s a"), ElementsAre("a"));
  EXPECT_THAT(lines("command -v aws"), ElementsAre("command -v aws"));
  EXPECT_THAT(lines("watch -n 5 aws s3 ls"), ElementsAre("aws s3 ls"));
  EXPECT_THAT(lines("ls | xargs -n 1 aws s3 rm"),
              ElementsAre("ls", "xargs -n 1 aws s3 rm", "aws s3 rm ?$(...)"));
  EXPECT_THAT(lines("find . -name x -exec rm {} \\;"),
              ElementsAre("find . -name x -exec rm {} ;", "rm ?{}"));
  const ScriptReading reading = read_scripts(
      {file("a.sh", "R=eu\nwatch -n 5 'aws s3 ls \\\n  --region eu'\nbash -c \"a $R\"")});
  EXPECT_THAT(lines(reading), ElementsAre("watch -n 5 aws s3 ls \\\n  --region eu",
                                          "aws s3 ls --region eu", "bash -c a eu", "a eu"));
  const Command& inner = reading.commands[1];
  EXPECT_EQ(inner.inside, 0);
  EXPECT_TRUE(inner.is("s3", "ls"));
  EXPECT_EQ(inner.words.back().span.at.line, 3);
  EXPECT_EQ(inner.words.back().span.at.column, 12);
  EXPECT_EQ(inner.option_text("region"), "eu");
}

TEST(ReadScripts, DocumentsAreTypedIntoOneShell) {
  EXPECT_THAT(lines(read_scripts({block("A=x"), block("A=y\nb $A", "deploy.sh"), block("c $A"),
                                  block("#!/bin/sh\nd $A")})),
              ElementsAre("b y", "c x", "d ?${A}"));
  EXPECT_THAT(lines(read_scripts({block("A=x"), file("a.sh", "b $A")})), ElementsAre("b ?${A}"));
  EXPECT_THAT(lines(read_scripts({block("aws s3 ls s3://<bucket> [KEY] your-key \"$A\"")})),
              ElementsAre("aws s3 ls ?s3://<bucket> ?[KEY] ?your-key ?${A}"));
}

TEST(ReadScripts, SourcedFilesBringWhatTheySet) {
  const ScriptReading written =
      read_scripts({block("A=x\ncat > .env <<EOF\nB=$A-y\nC=$(openssl rand -hex 8)\nEOF"),
                    block(". ./.env\nd $B $C"),
                    file("scripts/a.sh", "source \"$(dirname \"$0\")/../.env\"\ne $B")});
  EXPECT_THAT(lines(written), ElementsAre("openssl rand -hex 8", "cat", ". ./.env", "d x-y ?${C}",
                                          "dirname ?${0}", "source ?$(...)/../.env", "e x-y"));
  EXPECT_TRUE(written.settings.at(1).environment_file);
  EXPECT_EQ(written.settings.at(1).span.at.line, 3);

  const ScriptReading given = read_scripts({file("a/config.sh", "R=eu\nf() { g $R; }\nh"),
                                            file("a/deploy.sh", ". a/config.sh\nf\n"),
                                            file("a/other.sh", ". ~/.profile\n")});
  EXPECT_THAT(lines(given), ElementsAre("h", "g eu", ". a/config.sh", "f", "g eu", ". ~/.profile"));
  EXPECT_FALSE(given.scripts[1].sources_unknown);
  EXPECT_TRUE(given.scripts[2].sources_unknown);
  EXPECT_THAT(lines(read_scripts({file("p/.env", "A=1"), file("p/a.sh", "set -a; . .env\nb $A")})),
              ElementsAre("set -a", ". .env", "b 1"));
}

TEST(ReadScripts, ADocumentsChangesApplyToTheRepositorysScript) {
  const ScriptReading reading =
      read_scripts({block("PRIMARY=\"eu-central-1\"", "/deploy/all.sh"),
                    file("deploy/all.sh", "PRIMARY=eu-west-1\nOTHER=x\na $PRIMARY $OTHER")});
  EXPECT_THAT(lines(reading), ElementsAre("a eu-central-1 x"));
  const Setting& setting = reading.settings.at(1);
  EXPECT_EQ(setting.span.at.file, "deploy/all.sh");
  ASSERT_TRUE(setting.edited_at);
  EXPECT_EQ(setting.edited_at->at.file, "a.md");
}

TEST(ReadScripts, Loops) {
  const ScriptReading reading =
      read_scripts({file("a.sh",
                         "for r in a b; do echo $r; done\nfor s in a; do c; done\nfor i in 1 2; "
                         "do\nssh x 'd $i'\ndone")});
  ASSERT_EQ(reading.loops.size(), 3U);
  EXPECT_TRUE(reading.loops[0].used);
  EXPECT_FALSE(reading.loops[1].used);
  EXPECT_TRUE(reading.loops[2].used);
  EXPECT_EQ(reading.loops[0].values.size(), 2U);
  EXPECT_EQ(reading.loops[1].commands_begin, 1U);
  EXPECT_EQ(reading.loops[1].commands_end, 2U);
}

TEST(ReadScripts, Uses) {
  const ScriptReading reading =
      read_scripts({file("a.sh", "a $B ${C:-$D} $((E+1)) $1 $?\ncat <<X\n$F\nX\n")});
  std::vector<std::string> uses;
  for (const Use& use : reading.uses) {
    uses.push_back(use.name + (use.defaulted ? "?" : "") + (use.in_here_document ? "<" : "") +
                   std::to_string(use.command));
  }
  EXPECT_THAT(uses, ElementsAre("B0", "C?0", "D0", "E?0", "F<1"));
}

TEST(ReadScripts, LinesOfAWordKnowTheirPlaces) {
  const ScriptReading reading =
      read_scripts({file("a.sh", "aws x y --batch '{\n  \"a\": 1\n}' --name \"b\\\"c\"")});
  const std::vector<Word>& words = reading.commands.at(0).words;
  const SourceText text = text_of(words.at(4));
  EXPECT_EQ(text.content(), "{\n  \"a\": 1\n}");
  EXPECT_EQ(text.at(4).line, 2);
  EXPECT_EQ(text.at(4).column, 3);
  EXPECT_EQ(text.at(0).column, 18);
  EXPECT_EQ(text_of(words.at(6)).at(0).column, 12);
  EXPECT_EQ(text_of(words.at(1)).at(0).column, 5);
}

TEST(ReadScripts, Sessions) {
  EXPECT_EQ(commands_of_session("a b\nc"), std::nullopt);
  EXPECT_EQ(commands_of_session("$ a \\\n> b\nout\n$ c"), "  a \\\n  b\n   \n  c");
  EXPECT_EQ(commands_of_session("me@host:~/x$ a\nb"), "             a\n ");
  EXPECT_THAT(lines(read_scripts({block("$ cat <<E > f\n> x\n> E\nout put\n$ a", "", "console")})),
              ElementsAre("cat", "a"));
  // A quote goes on over lines; an apostrophe that nothing closes does not.
  EXPECT_EQ(commands_of_session("$ a \\\n  --item '{\n\n    1 }' \\\n  --x\nout\n$ b"),
            "  a \\\n  --item '{\n\n    1 }' \\\n  --x\n   \n  b");
  EXPECT_EQ(commands_of_session("$ a it's\nout\n$ b 'c'"), "  a it's\n   \n  b 'c'");
}

TEST(ReadScripts, Placeholders) {
  for (const char* text : {"<bucket>", "s3://<your bucket>/x", "[NEW_API_ID]", "{account-id}",
                           "{{x}}", "YOUR_KEY", "a...", "my-xxxx", "{ID}"}) {
    EXPECT_TRUE(holds_placeholder(text)) << text;
  }
  for (const char* text :
       {"Stacks[0].Outputs[?OutputKey==`X`].OutputValue", "{\"a\": \"<b>\"}", "a[0]", "[*]", "a<b",
        "Key=a,Value=b", "[]", "{}", "${A}", "A=[1,2]", "{a,b}"}) {
    EXPECT_FALSE(holds_placeholder(text)) << text;
  }
}

// Whatever is nested and called, little is done for each byte.
TEST(ReadScripts, WorkIsBounded) {
  std::string calls = "f0() { a; }\n";
  for (int level = 1; level < 30; ++level) {
    const std::string before = "f" + std::to_string(level - 1);
    calls +=
        "f" + std::to_string(level) + "() { " + before + "; " + before + "; " + before + "; }\n";
  }
  EXPECT_LT(read_scripts({file("a.sh", calls + "f29\n")}).commands.size(), 200'000U);
  std::string doubling = "A=x\n";
  for (int times = 0; times < 200; ++times) doubling += "A=$A$A\n";
  EXPECT_LT(
      read_scripts({file("a.sh", doubling + "b $A")}).commands.at(0).words.at(1).value.text.size(),
      10'000U);
  std::vector<ScriptInput> rings;
  rings.push_back(file("a.sh", ". b.sh\n. b.sh\nx"));
  rings.push_back(file("b.sh", ". a.sh\n. a.sh\ny"));
  EXPECT_THAT(read_scripts(std::move(rings)).commands.size(), testing::Le(10U));
  std::string nested;
  for (int times = 0; times < 30; ++times) nested += "bash -c \"";
  EXPECT_LT(read_scripts({file("a.sh", nested)}).commands.size(), 100U);
}

TEST(ReadScripts, AnyTextsAreScripts) {
  static constexpr const char* pieces[] = {"A=$A",        " ",
                                           "\n",          "f() { ",
                                           "}",           "f ",
                                           "if ",         "then ",
                                           "fi\n",        "for x in $A; do ",
                                           "done ",       "$(",
                                           ")",           "\"",
                                           "'",           "cat > .env <<E\n",
                                           "E\n",         ". .env\n",
                                           "export ",     "local ",
                                           "xargs ",      "bash -c ",
                                           "watch '",     "read A ",
                                           "$1 ",         "${A#x}",
                                           "(( A++ ))",   "[[ $A ]]",
                                           "case $A in ", ";; ",
                                           "esac ",       "eval ",
                                           "shift ",      "set -a ",
                                           "unset A ",    "{a,b}",
                                           "A=(1 2) ",    "${A[@]} ",
                                           "find -exec ", "sudo ",
                                           "env ",        "$ ",
                                           "<b>",         "aws s3 ls ",
                                           "`",           "&& ",
                                           "|| ",         "| "};
  std::mt19937 chance(11);
  for (int times = 0; times < 1500; ++times) {
    std::vector<ScriptInput> inputs;
    for (int count = 0; count < 3; ++count) {
      std::string text;
      const auto length = chance() % 40;
      for (std::size_t piece = 0; piece < length; ++piece) {
        text += pieces[chance() % std::size(pieces)];
      }
      inputs.push_back(count == 2 ? file("a.sh", text)
                                  : block(text, chance() % 4 == 0 ? "a.sh" : "", "console"));
    }
    const ScriptReading reading = read_scripts(std::move(inputs));
    for (std::size_t index = 0; index < reading.commands.size(); ++index) {
      EXPECT_EQ(reading.commands[index].index, index);
      EXPECT_LT(reading.commands[index].inside, static_cast<int>(reading.commands.size()));
    }
    for (const Script& script : reading.scripts) {
      for (const std::size_t index : script.commands) EXPECT_LT(index, reading.commands.size());
    }
    for (const Setting& setting : reading.settings) {
      EXPECT_LE(setting.command, reading.commands.size());
      EXPECT_LT(setting.from_command, static_cast<int>(reading.commands.size()));
    }
  }
}

}  // namespace
}  // namespace godwit::check
