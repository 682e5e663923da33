#include "shell/script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace godwit::shell {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A tree in one line: simple commands in brackets, compounds by name.
std::string show(const Script& script);

std::string show(const std::vector<Part>& parts) {
  std::string text;
  for (const Part& part : parts) {
    switch (part.kind) {
      case Part::Kind::literal:
        text += part.quoted ? "'" + part.text + "'" : part.text;
        break;
      case Part::Kind::variable:
        text += (part.quoted ? "\"{" : "{") + part.text;
        if (!part.subscript.empty()) text += "[" + part.subscript + "]";
        if (!part.operation.empty()) text += " " + part.operation + " " + show(part.operand);
        text += part.quoted ? "}\"" : "}";
        break;
      case Part::Kind::command:
        text += "$(" + show(*part.commands) + ")";
        break;
      case Part::Kind::arithmetic:
        text += "((" + part.text + "))";
        break;
    }
  }
  return text.empty() ? "''" : text;
}

std::string show(const Statement& of) {
  std::string text = of.negated ? "! " : "";
  const auto join = [&](const char* name, const std::vector<Statement>& parts) {
    text += name;
    for (const Statement& part : parts) text += " " + show(part);
  };
  switch (of.kind) {
    case Statement::Kind::simple: {
      text += "[";
      for (const Assignment& each : of.command.assignments) {
        text += (text.back() == '[' ? "" : " ") + each.name + (each.append ? "+=" : "=");
        if (each.value) text += show(each.value->parts);
        for (const Word& element : each.elements) text += "," + show(element.parts);
      }
      for (const Word& word : of.command.words) {
        text += (text.back() == '[' ? "" : " ") + show(word.parts);
      }
      for (const Redirection& each : of.command.redirections) {
        text += " " + (each.descriptor < 0 ? "" : std::to_string(each.descriptor)) +
                each.operation + show(each.target.parts);
        if (each.here) text += "{" + show(each.here->parts) + "}";
      }
      text += "]";
      break;
    }
    case Statement::Kind::pipeline:
      join("pipe(", of.parts);
      text += ")";
      break;
    case Statement::Kind::both:
      join("both(", of.parts);
      text += ")";
      break;
    case Statement::Kind::either:
      join("either(", of.parts);
      text += ")";
      break;
    case Statement::Kind::group:
      text += "group(" + show(of.body) + ")";
      break;
    case Statement::Kind::if_else:
      for (std::size_t index = 0; index < of.bodies.size(); ++index) {
        text += index < of.conditions.size() ? "if(" + show(of.conditions[index]) + ")" : "else";
        text += "(" + show(of.bodies[index]) + ")";
      }
      break;
    case Statement::Kind::for_each:
      text += "for(" + of.variable;
      for (const Word& word : of.words) text += " " + show(word.parts);
      text += ")(" + show(of.body) + ")";
      break;
    case Statement::Kind::while_loop:
      text += "while(" + show(of.conditions.at(0)) + ")(" + show(of.body) + ")";
      break;
    case Statement::Kind::case_of:
      text += "case(";
      for (const Word& word : of.words) text += " " + show(word.parts);
      text += ")";
      for (const Script& body : of.bodies) text += "(" + show(body) + ")";
      break;
    case Statement::Kind::function:
      text += "function " + of.variable + "(" + show(of.body) + ")";
      break;
    case Statement::Kind::other:
      text += "test(";
      for (const Word& word : of.words) text += " " + show(word.parts);
      text += ")";
      break;
  }
  if (of.background) text += "&";
  return text;
}

std::string show(const Script& script) {
  std::string text;
  for (const Statement& each : script.statements) {
    if (!text.empty()) text += "; ";
    text += show(each);
  }
  return text;
}

// Of a text without problems.
std::string tree(std::string_view text, Manner manner = Manner::script) {
  const Parsed parsed = parse(text, manner);
  for (const Problem& each : parsed.problems) ADD_FAILURE() << text << ": " << each.message;
  return show(parsed.script);
}

std::vector<std::string> problems(std::string_view text) {
  std::vector<std::string> messages;
  for (const Problem& each : parse(text).problems) {
    messages.push_back(std::to_string(each.extent.begin) + " " + each.message);
  }
  return messages;
}

TEST(Script, Words) {
  EXPECT_EQ(tree("a b  c"), "[a b c]");
  EXPECT_EQ(tree("a 'b c' \"d e\""), "[a 'b c' 'd e']");
  EXPECT_EQ(tree("a \\\n  b"), "[a b]");
  EXPECT_EQ(tree("a \\\r\n  b\r\nc"), "[a b]; [c]");
  EXPECT_EQ(tree("a b\\ c"), "[a b' 'c]");
  EXPECT_EQ(tree("a '' \"\""), "[a '' '']");
  EXPECT_EQ(tree("a b#c # d"), "[a b#c]");
  EXPECT_EQ(tree(R"(a "\$x \"y\" \z")"), R"([a '$''x ''"''y''"'' \z'])");
  EXPECT_EQ(tree(R"(a $'b\tc\x41\u00e9\'' $"d")"), "[a 'b\tcA\u00e9'' 'd']");
  EXPECT_EQ(tree("a @(b|c) d"), "[a @(b|c) d]");
}

TEST(Script, LiteralValue) {
  const Parsed parsed = parse("aws --query 'a[?b==`c`].d' --x=\"y\"z");
  const std::vector<Word>& words = parsed.script.statements.at(0).command.words;
  EXPECT_EQ(words.at(2).literal(), "a[?b==`c`].d");
  EXPECT_EQ(words.at(3).literal(), "--x=yz");
  EXPECT_EQ(words.at(2).extent.begin, 12U);
  EXPECT_EQ(words.at(2).parts.at(0).extent.begin, 13U);
}

TEST(Script, Variables) {
  EXPECT_EQ(tree("a $b${c}d$1 $? $"), "[a {b}{c}d{1} {?} $]");
  EXPECT_EQ(tree("a \"$b c\""), "[a \"{b}\"' c']");
  EXPECT_EQ(tree("a ${b:-c d} ${e##*/} ${#f} ${!g} ${h[@]} ${i[0]:-j}"),
            "[a {b :- c d} {e ## */} {f length ''} {g indirect ''} {h[@]} {i[0] :- j}]");
  EXPECT_EQ(tree("a ${b:-${c:-$(d)}} ${e:0:3} ${f//x/y} ${g^^}"),
            "[a {b :- {c :- $([d])}} {e : 0:3} {f // x/y} {g ^^ ''}]");
  EXPECT_EQ(tree("a \"${b:-\"c d\"}\" \"${e#'f'}\""), "[a \"{b :- 'c d'}\" \"{e # 'f'}\"]");
}

TEST(Script, Substitutions) {
  EXPECT_EQ(tree("a=$(b \"$(c \")\")\" | d)"), "[a=$(pipe( [b $([c ')'])] [d]))]");
  EXPECT_EQ(tree("a=`b \\`c\\` d`"), "[a=$([b $([c]) d])]");
  EXPECT_EQ(tree("a=$((1 + (2*3)))"), "[a=((1 + (2*3)))]");
  EXPECT_EQ(tree("a=$((b; c); d)"), "[a=$(group([b]; [c]); [d])]");
  EXPECT_EQ(tree("diff <(a) <(b)"), "[diff $([a]) $([b])]");
  EXPECT_EQ(tree("a=$(case x in y) z;; esac)"), "[a=$(case( x y)([z]))]");
  EXPECT_EQ(tree("a $(# it's a comment)\nb)"), "[a $([b])]");
}

TEST(Script, Assignments) {
  EXPECT_EQ(tree("A=1 B= c D=2"), "[A=1 B='' c D=2]");
  EXPECT_EQ(tree("A=(b \"c d\"\n e) A+=(f) A[1]=g"), "[A=,b,'c d',e A+=,f A+=,g]");
  EXPECT_EQ(tree("export A=1 B \"$C\""), "[A=1 B= export \"{C}\"]");
  EXPECT_EQ(tree("local -r a=$1"), "[a={1} local -r]");
  EXPECT_EQ(tree("a.b=c =d"), "[a.b=c =d]");
}

TEST(Script, Redirections) {
  EXPECT_EQ(tree("a > b 2>&1 >> c < d &> e 2>/dev/null <<< \"f\""),
            "[a >b 2>&1 >>c <d &>e 2>/dev/null <<<'f']");
  EXPECT_EQ(tree("a 2 > b"), "[a 2 >b]");
  EXPECT_EQ(tree("> b"), "[ >b]");
}

TEST(Script, HereDocuments) {
  EXPECT_EQ(tree("cat <<EOF > x\na $B\n$(c)\nEOF\nd"),
            "[cat <<EOF{'a '\"{B}\"'\n'$([c])'\n'} >x]; [d]");
  EXPECT_EQ(tree("cat <<'EOF'\na $B\nEOF\nd"), "[cat <<'EOF'{'a $B\n'}]; [d]");
  EXPECT_EQ(tree("cat <<-E | b\n\ta\n\tE\nc"), "pipe( [cat <<-E{'\ta\n'}] [b]); [c]");
  EXPECT_EQ(tree("a <<X <<Y\n1\nX\n2\nY\nb"), "[a <<X{'1\n'} <<Y{'2\n'}]; [b]");
  EXPECT_EQ(tree("a=$(cat <<E\nx)\nE\n)\nb"), "[a=$([cat <<E{'x)\n'}])]; [b]");
  EXPECT_EQ(tree("if a <<E; then\nx\nE\nb\nfi"), "if([a <<E{'x\n'}])([b])");
}

TEST(Script, Lists) {
  EXPECT_EQ(tree("a; b & c\nd | e |& f"), "[a]; [b]&; [c]; pipe( [d] [e] [f])");
  EXPECT_EQ(tree("a && b && c || d"), "either( both( [a] [b] [c]) [d])");
  EXPECT_EQ(tree("a &&\n# why\n b"), "both( [a] [b])");
  EXPECT_EQ(tree("! a | b"), "! pipe( [a] [b])");
  EXPECT_EQ(tree("time a; time { b; }"), "[time a]; group([b])");
}

TEST(Script, Compounds) {
  EXPECT_EQ(tree("if a; then b; elif c; then d; else e; fi > f"),
            "if([a])([b])if([c])([d])else([e])");
  EXPECT_EQ(tree("for x in a \"$b\"; do c; done"), "for(x a \"{b}\")([c])");
  EXPECT_EQ(tree("for x\ndo c; done"), "for(x)([c])");
  EXPECT_EQ(tree("for ((i=0; i<3; i++)); do c; done"), "for( ((i=0; i<3; i++)))([c])");
  EXPECT_EQ(tree("while read -r l; do a; done < f"), "while([read -r l])([a])");
  EXPECT_EQ(tree("until a; do b; done &"), "while([a])([b])&");
  EXPECT_EQ(tree("case $1 in\n  a|b) c ;;\n  (d) ;;\n  *) e\nesac"),
            "case( {1} a b d *)([c])()([e])");
  EXPECT_EQ(tree("f() { a; }\nfunction g { b; }\nfunction h() ( c )"),
            "function f(group([a])); function g(group([b])); function h(group([c]))");
  EXPECT_EQ(tree("(a; b) | c"), "pipe( group([a]; [b]) [c])");
  EXPECT_EQ(tree("[[ $a == b* && ! -f c ]] && d"), "both( test( {a} == b* ! -f c) [d])");
  EXPECT_EQ(tree("[[ $a =~ ^(b|c)$ ]]; (( a++ ))"), "test( {a} =~ ^(b|c)$); test( (( a++ )))");
  EXPECT_EQ(tree("((a); b)"), "group(group([a]); [b])");
  EXPECT_EQ(tree("echo if then fi done { }"), "[echo if then fi done { }]");
}

TEST(Script, PlaceholdersOfDocuments) {
  EXPECT_EQ(tree("aws s3 ls s3://<your bucket>/x --region <REGION>", Manner::document),
            "[aws s3 ls s3://<your bucket>/x --region <REGION>]");
  EXPECT_EQ(tree("aws s3 ls antes-<...> <12-digit-id>.txt <región> b", Manner::document),
            "[aws s3 ls antes-<...> <12-digit-id>.txt <región> b]");
  EXPECT_EQ(tree("sort <in>out", Manner::document), "[sort <in >out]");
  EXPECT_EQ(tree("sort < in > out", Manner::document), "[sort <in >out]");
  EXPECT_EQ(tree("a <b> c"), "[a <b >c]");
}

TEST(Script, Comments) {
  const Parsed parsed = parse("a # b\n# c\n");
  ASSERT_EQ(parsed.comments.size(), 2U);
  EXPECT_EQ(parsed.comments[0].text, " b");
  EXPECT_EQ(parsed.comments[1].extent.begin, 6U);
}

TEST(Script, ProblemsHavePlacesAndReadingGoesOn) {
  EXPECT_THAT(problems("a 'b\nc\n"), ElementsAre("2 the ' that begins here never ends"));
  EXPECT_EQ(show(parse("a 'b\nc d\ne").script), "[a 'b']; [c d]; [e]");
  EXPECT_EQ(show(parse("x\nf \"b $(c\nd").script), "[x]; [f 'b '$([c])]; [d]");
  EXPECT_THAT(problems("if a; then b\n"), ElementsAre("0 the 'if' that begins here has no 'fi'"));
  EXPECT_THAT(problems("for x in a; b; done"),
              testing::Contains("0 the loop that begins here has no 'do'").Times(0));
  EXPECT_THAT(problems("fi\na"), ElementsAre("0 'fi' stands where a command begins"));
  EXPECT_EQ(show(parse("a (b c)\nd").script), "[a]; [d]");
  EXPECT_THAT(problems("a $(b\n"), ElementsAre("2 the $( that begins here never ends"));
  EXPECT_THAT(problems("cat <<E\nx\n  E\nb"), ElementsAre(HasSubstr("no line is 'E'")));
  EXPECT_EQ(show(parse("cat <<E\nx\n  E\nb").script), "[cat <<E{'x\n'}]; [b]");
  EXPECT_THAT(problems("a >"), ElementsAre("2 '>' is followed by no word"));
  EXPECT_THAT(problems("a &&"), ElementsAre("2 no command follows '&&'"));
}

// What nobody awaits does not end what is around it.
TEST(Script, SubstitutionsDoNotEndWhatIsAroundThem) {
  EXPECT_EQ(problems("if a; then x=$(fi); fi").size(), 1U);
  EXPECT_EQ(show(parse("if a; then b=$(c; fi\nd").script).substr(0, 7), "if([a])");
}

TEST(Script, DepthIsBounded) {
  for (const char* opening :
       {"$(", "\"$(", "`\\`", "(", "{ ", "if ", "((", "$((", "${a:-", "\"${a:-", "case a in b) ",
        "f() { ", "while ", "[[ a =~ (", "a && b || ", "cat <<A\n$(", "<("}) {
    std::string text;
    for (int times = 0; times < 20'000; ++times) text += opening;
    const Parsed parsed = parse(text);
    EXPECT_FALSE(parsed.problems.empty()) << opening;
  }
}

TEST(Script, ReadsOnAfterWhatIsTooDeep) {
  std::string text;
  for (int times = 0; times < 500; ++times) text += "$(";
  EXPECT_THAT(show(parse(text + "\na b\n").script), HasSubstr("[a b]"));
}

// Twice the text takes about twice the time; what is quadratic would take four times.
TEST(Script, TimeIsLinear) {
  const auto seconds = [](const std::string& text) {
    double least = 1e9;
    for (int times = 0; times < 3; ++times) {
      const auto begin = std::chrono::steady_clock::now();
      const Parsed parsed = parse(text);
      least = std::min(
          least, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    return least;
  };
  for (const char* piece : {"it's\n", "\"$(\n", "cat <<A\n", "$(cat <<A\n", "a <<A <<B\n", "$((a)",
                            "((a)", "`\\`", "f() {\n", "a && b || ", "'\"`", "${", "<a "}) {
    std::string text;
    while (text.size() < 50'000) text += piece;
    const double once = seconds(text);
    const std::string four_times = text + text + text + text;
    EXPECT_LT(seconds(four_times), 12 * once + 0.05) << piece;
  }
}

TEST(Script, AnyTextIsAScript) {
  static constexpr const char* pieces[] = {
      "\"",         "'",     "`",  "$(",    "${",  "))",   "((",        "if ", "then ", "fi ",
      "case x in ", "esac ", ";;", "<<E\n", "E\n", "\n",   "a ",        "|",   "&&",    "||",
      "\\",         "$((",   "{ ", "}",     "[[ ", "]]",   "for i in ", "do ", "done ", "f() ",
      "=(",         "#",     "<",  ">",     "A=",  "\r\n", "\xff",      "$'",  "-"};
  std::mt19937 chance(7);
  for (int times = 0; times < 3000; ++times) {
    std::string text;
    const auto length = chance() % 60;
    for (std::size_t count = 0; count < length; ++count)
      text += pieces[chance() % std::size(pieces)];
    if (times % 7 == 0) text += '\0';
    for (const Manner manner : {Manner::script, Manner::document}) {
      const Parsed parsed = parse(text, manner);
      for (const Problem& each : parsed.problems) {
        EXPECT_LE(each.extent.begin, each.extent.end);
        EXPECT_LE(each.extent.end, text.size());
      }
      show(parsed.script);
    }
  }
}

}  // namespace
}  // namespace godwit::shell
