// Shell scripts, and lines NAME=value.
#include <gtest/gtest.h>

#include "repo/readings/marked.h"

namespace godwit::repo {
namespace {

TEST(Shell, AssignmentsAndDefaults) {
  EXPECT_EQ(said_of("a.sh", "REGION=«eu-west-1»\n"), "setting REGION");
  EXPECT_EQ(said_of("a.sh", "REGION=\"«eu-west-1»\" # home\n"), "setting REGION");
  EXPECT_EQ(said_of("a.sh", "export REGION='«eu-west-1»'\n"), "setting REGION, gives");
  EXPECT_EQ(said_of("a.sh", "AWS_REGION=«eu-west-1» aws s3 ls\n"), "setting AWS_REGION, gives");
  EXPECT_EQ(said_of("a.sh", "R=\"${AWS_REGION:-«eu-west-1»}\"\n"), "default R <- AWS_REGION");
  EXPECT_EQ(said_of("a.sh", "R=${1:-«eu-west-1»}\n"), "default R <- 1");
  EXPECT_EQ(said_of("a.sh", ": \"${R:=«eu-west-1»}\"\n"), "default R <- R");
  EXPECT_EQ(said_of("a.sh", "R=${A:-${B:-«eu-west-1»}}\n"), "default R <- B");
  EXPECT_EQ(said_of("a.sh", "R=\"${A:-\"«eu-west-1»\"}\"\n"), "default R <- A");
  EXPECT_EQ(said_of("a.sh", "if [ -z \"$R\" ]; then\n  R=«eu-west-1»\nfi\n"), "default R <- R");
  EXPECT_EQ(said_of("a.sh", "[[ -z $R ]] && export R=\"«eu-west-1»\"\n"), "default R <- R, gives");
  EXPECT_EQ(said_of("a.sh", "if [ -z \"$R\" ]; then S=«eu-west-1»; fi\n"), "setting S");
  EXPECT_EQ(said_of("a.sh", "if [ -n \"$R\" ]; then R=«eu-west-1»; fi\n"), "setting R");
  EXPECT_EQ(said_of("a.sh", "if [ -z \"$R\" ]; then :; fi\nR=«eu-west-1»\n"), "setting R");
  // What is put instead of it is no default.
  EXPECT_EQ(said_of("a.sh", "R=${A:+«eu-west-1»}\n"), "around it: ${A:+eu-west-1} setting R");
  EXPECT_EQ(said_of("a.sh", "URL=\"«https://x/$A»\"\n"), "setting URL");
  EXPECT_EQ(said_of("a.sh", "«# eu-west-1»\nA=b\n"), "comment");
  EXPECT_EQ(said_of("a.sh", "A='# «eu-west-1»'\n"), "around it: # eu-west-1 setting A");
}

TEST(Shell, OptionsAndWhatIsHandedOn) {
  EXPECT_EQ(said_of("a.sh", "aws s3 ls --region «eu-west-1» s3://b\n"), "parameter --region");
  EXPECT_EQ(said_of("a.sh", "aws s3 ls --region=\"«eu-west-1»\"\n"), "parameter --region");
  EXPECT_EQ(said_of("a.sh", "aws s3 ls --region \\\n  '«eu-west-1»'\n"), "parameter --region");
  EXPECT_EQ(said_of("a.sh", "aws cloudformation deploy --parameter-overrides A=b R=«eu-west-1»\n"),
            "parameter R, gives");
  EXPECT_EQ(said_of("a.sh", "aws cloudformation deploy --parameter-overrides \"R=«eu-west-1»\"\n"),
            "parameter R, gives");
  EXPECT_EQ(said_of("a.sh", "a --parameters ParameterKey=R,ParameterValue=«eu-west-1»\n"),
            "parameter R, gives");
  EXPECT_EQ(said_of("a.sh", "npx supabase secrets set AWS_REGION=\"«eu-west-1»\"\n"),
            "parameter AWS_REGION, gives");
  EXPECT_EQ(said_of("a.sh", "firebase functions:config:set aws.region='«eu-west-1»'\n"),
            "parameter aws.region, gives");
  EXPECT_EQ(said_of("a.sh", "docker run -e AWS_REGION=«eu-west-1» app\n"),
            "parameter AWS_REGION, gives");
  EXPECT_EQ(said_of("a.sh", "terraform apply -var 'region=«eu-west-1»'\n"),
            "parameter region, gives");
  EXPECT_EQ(said_of("a.sh", "flutter build web --dart-define=R=«eu-west-1»\n"),
            "parameter R, gives");
  EXPECT_EQ(said_of("a.sh", "java -Daws.region=«eu-west-1» -jar a.jar\n"),
            "parameter aws.region, gives");
  // A flag has no value.
  EXPECT_EQ(said_of("a.sh", "aws s3 rm --recursive «s3-eu-west-1»\n"), "code");
  EXPECT_EQ(said_of("a.sh", "echo \"«Deploying to eu-west-1»\"\n"), "code");
  EXPECT_EQ(said_of("a.sh", "R=$(aws s3 ls --region «eu-west-1»)\n"), "parameter --region");
  EXPECT_EQ(said_of("a.sh", "if [ \"$R\" = \"«eu-west-1»\" ]; then :; fi\n"), "code");
  EXPECT_EQ(said_of("a.sh", "curl -d '{\"a\": {\"region\": \"«eu-west-1»\"}}' x\n"),
            "setting a.region");
}

TEST(Shell, Lists) {
  EXPECT_EQ(said_of("a.sh", "REGIONS=(eu-west-1 \"«us-east-1»\")\n"), "fallback REGIONS.1");
  EXPECT_EQ(said_of("a.sh", "REGIONS=\"«eu-west-1 us-east-1»\"\n"), "fallback REGIONS");
  EXPECT_EQ(said_of("a.sh", "A=(eu-west-1 «b»)\n"), "setting A.1");
  // A loop goes through all of them: none is tried instead of another.
  EXPECT_EQ(said_of("a.sh", "for region in «eu-west-1» us-east-1; do :; done\n"),
            "setting region.0");
}

TEST(Shell, HereDocumentsAreWhatTheyAreWrittenInto) {
  EXPECT_EQ(said_of("a.sh", "cat > .env <<EOF\n# x\nAWS_REGION=«eu-west-1»\nA=$B\nEOF\n"),
            "setting AWS_REGION, gives");
  EXPECT_EQ(said_of("a.sh", "cat > .env <<EOF\n«# eu-west-1»\nEOF\n"), "comment");
  EXPECT_EQ(said_of("a.sh", "cat <<EOF > \"x/config.json\"\n{\"region\": \"«eu-west-1»\"}\nEOF\n"),
            "setting region");
  EXPECT_EQ(said_of("a.sh", "tee values.yaml > /dev/null <<-EOF\n\ta: x\n\tEOF\nR=«eu-west-1»\n"),
            "setting R");
  EXPECT_EQ(said_of("a.sh", "python3 - <<'EOF'\nregion = '«eu-west-1»'\nEOF\n"), "setting region");
  EXPECT_EQ(said_of("a.sh", "ssh host bash <<EOF\n  export R=«eu-west-1»\nEOF\n"),
            "setting R, gives");
  EXPECT_EQ(said_of("a.sh", "cat <<EOF\n«Deployed to eu-west-1\n»EOF\n"), "code");
}

TEST(Makefile, VariablesAndRecipes) {
  EXPECT_EQ(said_of("Makefile", "AWS_REGION ?= «eu-west-1»\n"), "default AWS_REGION <- AWS_REGION");
  EXPECT_EQ(said_of("Makefile", "export AWS_REGION := «eu-west-1» # home\n"),
            "setting AWS_REGION, gives");
  EXPECT_EQ(said_of("x.mk", "R = «eu-west-1»\n"), "setting R");
  EXPECT_EQ(said_of("Makefile", "up: build\n\t@aws s3 ls \\\n\t  --region «eu-west-1»\n"),
            "parameter --region");
  EXPECT_EQ(said_of("Makefile", "«# eu-west-1»\nA = b\n"), "comment");
}

TEST(Dotenv, Lines) {
  EXPECT_EQ(said_of(".env", "AWS_REGION=«eu-west-1»\n"), "setting AWS_REGION, gives");
  EXPECT_EQ(said_of("x/.env.production", "export AWS_REGION = '«eu-west-1»'\r\n"),
            "setting AWS_REGION, gives");
  EXPECT_EQ(said_of(".env", "AWS_REGION=«eu-west-1»  # or us-east-1\n"),
            "setting AWS_REGION, gives");
  EXPECT_EQ(said_of(".env", "AWS_REGION=eu-west-1  «# or us-east-1»\n"), "comment");
  EXPECT_EQ(said_of(".env", "PASSWORD=«a#b»\n"), "setting PASSWORD, gives");
  EXPECT_EQ(said_of(".env", "A=\"one\ntwo\"\nB=«c»\n"), "setting B, gives");
  EXPECT_EQ(said_of(".env", "A=\"never ends\nB=«c»\n"), "setting B, gives");
  EXPECT_EQ(said_of(".env", "R=${AWS_REGION:-«eu-west-1»}\n"), "default R <- AWS_REGION");
  EXPECT_EQ(said_of("config.ini", "[profile x]\nregion = «eu-west-1»\n"),
            "setting profile x.region");
  EXPECT_EQ(said_of("config.ini", "; «eu-west-1»\n"), "around it: ; eu-west-1 comment");
  EXPECT_EQ(said_of("a.properties", "aws.region: «eu-west-1»\n"), "setting aws.region");
  EXPECT_EQ(said_of("a.properties", "a=${aws.region:«eu-west-1»}\n"), "default a <- aws.region");
  EXPECT_EQ(said_of("web.env", "VITE_REGION=«eu-west-1»\n"), "client VITE_REGION, gives");
  EXPECT_EQ(said_of(".env.example", "R=«eu-west-1»\n"), "setting R");  // nobody reads it
  EXPECT_EQ(said_of("a.properties", "! eu\naws.region=«eu-west-1»\n"), "setting aws.region");
}

}  // namespace
}  // namespace godwit::repo
