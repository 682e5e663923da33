// TOML, Markdown, HTML, Dockerfiles.
#include <gtest/gtest.h>

#include "repo/readings/marked.h"

namespace godwit::repo {
namespace {

TEST(Toml, Values) {
  EXPECT_EQ(said_of("a.toml", "[default.deploy.parameters]\nregion = \"«eu-west-1»\" # x\n"),
            "setting default.deploy.parameters.region");
  EXPECT_EQ(said_of("samconfig.toml",
                    "[default.deploy.parameters]\nparameter_overrides = "
                    "\"A=\\\"b\\\" R=\\\"«eu-west-1»\\\"\"\n"),
            "parameter R, gives");
  EXPECT_EQ(said_of("a.toml", "a.b = '«eu-west-1»'\n"), "setting a.b");
  EXPECT_EQ(said_of("a.toml", "r = [\n  \"eu-west-1\", # home\n  \"«us-east-1»\",\n]\nb = 1\n"),
            "fallback r.1");
  EXPECT_EQ(said_of("a.toml", "r = [\n  \"a\",\n]\nb = «1»\n"), "setting b");
  EXPECT_EQ(said_of("a.toml", "a = { region = \"«eu-west-1»\" }\n"), "setting a.region");
  EXPECT_EQ(said_of("a.toml", "a = 1 «# eu-west-1»\n"), "comment");
  EXPECT_EQ(said_of("a.toml", "a = \"x # y\"\nb = «2»\n"), "setting b");
  EXPECT_EQ(said_of("a.toml", "a = \"\"\"\n«eu-west-1»\n\"\"\"\n").substr(0, 9), "around it");
}

TEST(Documents, AllOfThemIsDocumentation) {
  EXPECT_EQ(said_of("README.md", "# «eu-west-1»\n").substr(0, 25), "around it: # eu-west-1\n d");
  EXPECT_EQ(said_of("docs/a.txt", "in «eu-west-1»"), "around it: in eu-west-1 documentation");
  EXPECT_EQ(said_of("a.md", "x «<!-- eu-west-1 -->» y"), "comment");
  EXPECT_EQ(said_of("a.txt", "in «eu-west-1»"), "nothing");
}

TEST(Html, ScriptsAttributesAndComments) {
  EXPECT_EQ(said_of("a.html", "<script>\nconst r = '«eu-west-1»';\n</script>"), "setting r");
  EXPECT_EQ(said_of("web/a.html", "<script>\nconst r = '«eu-west-1»';\n</script>"), "client r");
  EXPECT_EQ(
      said_of("a.html", "<script type=\"application/json\">{\"r\": \"«eu-west-1»\"}</script>"),
      "setting r");
  EXPECT_EQ(said_of("a.html", "<a href='«https://x»'>y</a>"), "setting href");
  EXPECT_EQ(said_of("a.html", "<p>a < b</p>«<!-- eu-west-1 -->»"), "comment");
}

TEST(Xml, ElementsAreSettings) {
  EXPECT_EQ(said_of("pom.xml", "<p><aws.region>«eu-west-1»</aws.region></p>"),
            "setting aws.region");
  EXPECT_EQ(said_of("a.plist", "<dict><key>Region</key>\n <string>«eu-west-1»</string></dict>"),
            "setting Region");
  EXPECT_EQ(said_of("app.config", "<add key=\"R\" value=\"«eu-west-1»\" />"), "setting value");
  EXPECT_EQ(said_of("pom.xml", "<a>x <b>y</b> «z»</a>"), "nothing");
  EXPECT_EQ(said_of("a.html", "<p>«eu-west-1»</p>"), "nothing");
}

TEST(Dockerfile, Arguments) {
  EXPECT_EQ(said_of("Dockerfile", "FROM x\nARG REGION=«eu-west-1»\n"), "default REGION <- REGION");
  EXPECT_EQ(said_of("Dockerfile", "ENV A=b \\\n    REGION=\"«eu-west-1»\"\n"),
            "setting REGION, gives");
  EXPECT_EQ(said_of("Dockerfile.prod", "env REGION «eu-west-1»\n"), "setting REGION, gives");
  EXPECT_EQ(said_of("Dockerfile", "ENV R=${REGION:-«eu-west-1»}\n"), "default R <- REGION");
  EXPECT_EQ(said_of("Dockerfile", "RUN a && \\\n  aws s3 ls --region «eu-west-1»\n"),
            "parameter --region");
  EXPECT_EQ(said_of("Dockerfile", "«# eu-west-1»\nFROM x\n"), "comment");
}

}  // namespace
}  // namespace godwit::repo
