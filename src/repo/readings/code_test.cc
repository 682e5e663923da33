// Programs.
#include <gtest/gtest.h>

#include "repo/readings/marked.h"

namespace godwit::repo {
namespace {

TEST(JavaScript, Defaults) {
  EXPECT_EQ(said_of("a.js", "const r = process.env.AWS_REGION || '«eu-west-1»';"),
            "default r <- AWS_REGION");
  EXPECT_EQ(said_of("a.js", "const r = process.env['AWS_REGION'] ?? \"«eu-west-1»\";"),
            "default r <- AWS_REGION");
  EXPECT_EQ(said_of("a.js", "const r =\n  process.env.AWS_REGION ||\n  `«eu-west-1»`;"),
            "default r <- AWS_REGION");
  EXPECT_EQ(said_of("a.js", "const r = process.env.A || process.env.B || '«eu-west-1»'"),
            "default r <- A");
  EXPECT_EQ(said_of("a.ts", "const r: string = Deno.env.get('R') ?? '«eu-west-1»';"),
            "default r <- R");
  EXPECT_EQ(said_of("a.ts", "const r = import.meta.env.VITE_R || '«eu-west-1»';"),
            "default r <- VITE_R");
  EXPECT_EQ(said_of("a.js", "const r = (process.env.R || '«eu-west-1»').trim();"),
            "default r <- R");
  EXPECT_EQ(said_of("a.js", "const r = process.env.R ? process.env.R : '«eu-west-1»';"),
            "default r <- R");
  EXPECT_EQ(said_of("a.js", "process.env.R ||= '«eu-west-1»';"), "default process.env.R <- R");
  EXPECT_EQ(said_of("a.js", "function f(a, region = '«eu-west-1»') {}"), "default region");
  EXPECT_EQ(said_of("a.js", "const { region = '«eu-west-1»' } = options;"), "default region");
  EXPECT_EQ(said_of("a.js",
                    "const config = functions.config();\n"
                    "const r = config.aws?.region || '«eu-west-1»';"),
            "default r <- aws.region");
  EXPECT_EQ(said_of("a.js", "const r = functions.config().aws.region || '«eu-west-1»';"),
            "default r <- aws.region");
  EXPECT_EQ(said_of("a.js", "f({ region: process.env.R || '«eu-west-1»', b: 'c' });"),
            "default region <- R");
  EXPECT_EQ(said_of("a.js", "if (!region) region = '«eu-west-1»';"), "default region <- region");
  EXPECT_EQ(said_of("a.js", "if (!process.env.R) {\n  process.env.R = '«eu-west-1»';\n}"),
            "default process.env.R <- R");
  EXPECT_EQ(said_of("a.js", "if (!a) b = '«eu-west-1»';"), "setting b");
  EXPECT_EQ(said_of("a.js", "if (!a && b) a = '«eu-west-1»';"), "setting a");
  EXPECT_EQ(said_of("a.js", "if (!a) return;\na = '«eu-west-1»';"), "setting a");
  EXPECT_EQ(said_of("a.js", "switch (a) { case 'x': { r = '«eu-west-1»'; } }"), "setting r");
  // What comes after a default is none.
  EXPECT_EQ(said_of("a.js", "const r = process.env.R || 'x';\nconst s = '«eu-west-1»';"),
            "setting s");
  EXPECT_EQ(said_of("a.js", "f(process.env.R || 'x', '«eu-west-1»');"), "code");
}

TEST(JavaScript, WhatATextIsTheValueOf) {
  EXPECT_EQ(said_of("a.js", "const region = '«eu-west-1»'\nlet b = 1"), "setting region");
  EXPECT_EQ(said_of("a.js", "const a = { b: { 'c-d': '«eu-west-1»' } };"), "setting a.b.c-d");
  EXPECT_EQ(said_of("a.ts", "const m: Record<string, string> = { x: '«eu-west-1»' };"),
            "setting m.x");
  EXPECT_EQ(said_of("a.ts", "export default { env: { region: '«eu-west-1»' } };"),
            "setting env.region");
  EXPECT_EQ(said_of("a.ts", "class A {\n  private readonly region: string = '«eu-west-1»';\n}"),
            "setting region");
  EXPECT_EQ(said_of("a.ts", "const r = Region.«EU_WEST_1»;"), "setting r");
  EXPECT_EQ(said_of("a.js", "process.env.AWS_REGION = '«eu-west-1»';"),
            "setting AWS_REGION, gives");
  EXPECT_EQ(said_of("a.js", "const c = new S3Client({ region: '«eu-west-1»' });"),
            "client c.region");
  EXPECT_EQ(said_of("a.js", "const c = new Stack(app, 'x', { env: { region: '«eu-west-1»' } });"),
            "setting c.env.region");
  EXPECT_EQ(said_of("a.js", "AWS.config.update({ region: '«eu-west-1»' });"), "client region");
  EXPECT_EQ(said_of("a.js", "console.log('«in eu-west-1»');"), "code");
  EXPECT_EQ(said_of("a.js", "const a = [{ region: '«eu-west-1»' }];"), "setting a.0.region");
  EXPECT_EQ(said_of("a.js", "switch (x) { default: region = '«eu-west-1»'; }"), "setting region");
}

TEST(JavaScript, Lists) {
  EXPECT_EQ(said_of("a.js", "const r = ['eu-west-1', '«us-east-1»'];"), "fallback r.1");
  EXPECT_EQ(said_of("a.js", "const r = [«'eu-west-1', 'us-east-1'»];"), "fallback r");
  EXPECT_EQ(said_of("a.js", "for (const r of ['eu-west-1', '«us-east-1»']) {}"), "fallback");
  EXPECT_EQ(said_of("a.js", "const r = ['«eu-west-1»'];"), "setting r.0");
  // What there is, or may be, is nothing that is gone through in order.
  EXPECT_EQ(said_of("a.js", "const supportedRegions = ['eu-west-1', '«us-east-1»'];"),
            "setting supportedRegions.1");
  EXPECT_EQ(said_of("a.js", "const allowed = '«eu-west-1,us-east-1»';"), "setting allowed");
  EXPECT_EQ(said_of("a.js",
                    "const r = ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1', 'eu-south-1',"
                    " 'us-east-1', 'us-east-2', 'us-west-1', '«us-west-2»'];"),
            "setting r.8");
  EXPECT_EQ(said_of("a.js", "const r = ['«eu-west-1»', 'x'];"), "setting r.0");
  EXPECT_EQ(said_of("a.js", "const r = ['«eu-west-1»', x, ['us-east-1']];"), "setting r.0");
}

TEST(JavaScript, TextsCommentsAndPatterns) {
  EXPECT_EQ(said_of("a.js", "const u = `https://${a(`x`)}.«eu»`;").substr(0, 9), "around it");
  EXPECT_EQ(said_of("a.js", "const u = `«https://${a({b: 'c'})}.eu-west-1»`, v = 1;"), "setting u");
  EXPECT_EQ(said_of("a.js", "x = `a${b ? '«eu-west-1»' : ''}`;"), "code");
  EXPECT_EQ(said_of("a.js", "a = 1 «// eu-west-1»\nb = 2"), "comment");
  EXPECT_EQ(said_of("a.js", "«/* 'eu-west-1\n */» b = 'c';"), "comment");
  EXPECT_EQ(said_of("a.js", "a = '// «eu-west-1»';").substr(0, 9), "around it");
  EXPECT_EQ(said_of("a.js", "a = /['\"]/; r = '«eu-west-1»';"), "setting r");
  EXPECT_EQ(said_of("a.js", "a = b / c; r = '«eu-west-1»'; d = e / f;"), "setting r");
  EXPECT_EQ(said_of("a.jsx", "x = <p>Don't</p>;\nconst r = '«eu-west-1»';"), "setting r");
  EXPECT_EQ(said_of("a.js", "a = 'x\\'y'; r = '«eu-west-1»';"), "setting r");
}

TEST(Python, Values) {
  EXPECT_EQ(said_of("a.py", "REGION = os.environ.get('AWS_REGION', '«eu-west-1»')\n"),
            "default REGION <- AWS_REGION");
  EXPECT_EQ(said_of("a.py", "REGION = os.getenv(\"AWS_REGION\", default=\"«eu-west-1»\")\n"),
            "default REGION <- AWS_REGION");
  EXPECT_EQ(said_of("a.py", "REGION = os.environ['AWS_REGION'] or '«eu-west-1»'\n"),
            "default REGION <- AWS_REGION");
  EXPECT_EQ(said_of("a.py", "R = os.environ['R'] if 'R' in os.environ else '«eu-west-1»'\n"),
            "default R <- R");
  EXPECT_EQ(said_of("a.py", "if not region:\n    region = '«eu-west-1»'\n"),
            "default region <- region");
  EXPECT_EQ(said_of("a.py", "if region:\n    region = '«eu-west-1»'\n"), "setting region");
  EXPECT_EQ(said_of("a.py", "R = 'x' if cold else '«eu-west-1»'\n"), "code");
  EXPECT_EQ(said_of("a.py", "def f(a, region='«eu-west-1»'):\n    pass\n"), "default region");
  EXPECT_EQ(said_of("a.py", "def f(a, region: str = '«eu-west-1»') -> str:\n    pass\n"),
            "default region");
  EXPECT_EQ(said_of("a.py", "s3 = boto3.client('s3', region_name='«eu-west-1»')\n"),
            "client s3.region_name");
  EXPECT_EQ(said_of("a.py", "f(region='«eu-west-1»')\n"), "setting region");
  EXPECT_EQ(said_of("a.py", "p.add_argument('--region', default='«eu-west-1»')\n"),
            "default --region <- --region");
  EXPECT_EQ(said_of("a.py", "os.environ['AWS_REGION'] = '«eu-west-1»'\n"),
            "setting AWS_REGION, gives");
  EXPECT_EQ(said_of("a.py", "C = {'aws': {'region': '«eu-west-1»'}}\n"), "setting C.aws.region");
  EXPECT_EQ(said_of("a.py", "R = ['eu-west-1', '«us-east-1»']\n"), "fallback R.1");
  EXPECT_EQ(said_of("a.py", "region: str = \"«eu-west-1»\"  # x\n"), "setting region");
  EXPECT_EQ(said_of("a.py", "def f():\n    \"\"\"«Asks eu-west-1.»\"\"\"\n"), "documentation");
  EXPECT_EQ(said_of("a.py", "a = b  «# eu-west-1»\n"), "comment");
  EXPECT_EQ(said_of("a.py", "p = r'a\\'b'; r = '«eu-west-1»'\n"), "setting r");
  EXPECT_EQ(said_of("a.py", "p = 'a \\\n  b'; r = '«eu-west-1»'\n"), "setting r");
  EXPECT_EQ(said_of("a.py", "u = f'«https://{x}.eu-west-1»'\n"), "setting u");
  EXPECT_EQ(said_of("a.py", "a = 1\nprint('«eu-west-1»')\n"), "code");
}

TEST(Dart, Values) {
  EXPECT_EQ(said_of("a.dart", "const String r = '«eu-west-1»';"), "client r");
  EXPECT_EQ(
      said_of("a.dart", "final r = String.fromEnvironment('R', defaultValue: '«eu-west-1»');"),
      "default r <- R");
  EXPECT_EQ(said_of("a.dart", "const List<String> r = ['eu-west-1', '«us-east-1»'];"),
            "fallback r.1");
  EXPECT_EQ(said_of("a.dart", "void f({String region = '«eu-west-1»'}) {}"), "default region");
  EXPECT_EQ(said_of("a.dart", "f(region: '«eu-west-1»');"), "client region");
  EXPECT_EQ(said_of("a.dart", "final r = dotenv.env['R'] ?? '«eu-west-1»';"), "default r <- R");
  EXPECT_EQ(said_of("a.dart", "final u = '«https://${x['y']}.z»';"), "client u");
  EXPECT_EQ(said_of("a.dart", "«/// eu-west-1»\nint x;"), "comment");
}

TEST(Terraform, Values) {
  EXPECT_EQ(
      said_of("a.tf", "variable \"region\" {\n  type = string\n  default = \"«eu-west-1»\"\n}"),
      "default variable.region.default <- region");
  EXPECT_EQ(said_of("a.tf", "variable \"region\" {\n  description = \"«in eu-west-1»\"\n}"),
            "documentation variable.region.description");
  EXPECT_EQ(said_of("a.tf", "provider \"aws\" {\n  region = \"«eu-west-1»\"\n}"),
            "setting provider.aws.region");
  EXPECT_EQ(said_of("a.tf", "module \"m\" {\n  source = \"./m\"\n  region = \"«eu-west-1»\"\n}"),
            "parameter module.m.region");
  EXPECT_EQ(said_of("a.tf",
                    "resource \"aws_lambda_function\" \"f\" {\n  environment {\n"
                    "    variables = {\n      R = \"«eu-west-1»\"\n    }\n  }\n}"),
            "setting resource.aws_lambda_function.f.environment.variables.R, gives");
  EXPECT_EQ(said_of("a.tfvars", "region = \"«eu-west-1»\"\n"), "setting region");
  EXPECT_EQ(said_of("a.tfvars", "regions = [\"eu-west-1\",\n  \"«us-east-1»\"]\n"),
            "fallback regions.1");
  EXPECT_EQ(said_of("a.tf", "locals {\n  u = \"«x-${lookup(var.a, \"b\")}-eu-west-1»\"\n}"),
            "setting locals.u");
  EXPECT_EQ(said_of("a.tf", "a = <<EOF\n{\"region\": \"«eu-west-1»\"}\nEOF\n"), "setting region");
  EXPECT_EQ(said_of("a.tf", "«# eu-west-1»\na = 1\n«"), "comment");
}

TEST(Programs, Values) {
  EXPECT_EQ(said_of("a.go", "cfg := aws.Config{Region: \"«eu-west-1»\"}"), "setting Region");
  EXPECT_EQ(said_of("a.go", "const region = \"«eu-west-1»\"\n"), "setting region");
  EXPECT_EQ(said_of("a.go", "r := []string{\"eu-west-1\"} «// us-east-1»\n"), "comment");
  EXPECT_EQ(said_of("a.go", "u := `a\\`; r := \"«eu-west-1»\""), "setting r");
  EXPECT_EQ(said_of("A.java", "String r = System.getenv().getOrDefault(\"R\", \"«eu-west-1»\");"),
            "default r <- R");
  EXPECT_EQ(said_of("A.java", "@Value(\"${aws.region:«eu-west-1»}\") String r;"),
            "default <- aws.region");
  EXPECT_EQ(said_of("A.java", "Region r = Region.«EU_WEST_1»;"), "setting r");
  EXPECT_EQ(said_of("A.java", "char q = '\"'; String r = \"«eu-west-1»\";"), "setting r");
  EXPECT_EQ(said_of("a.kt", "val r: String = System.getenv(\"R\") ?: \"«eu-west-1»\"\n"),
            "default r <- R");
  EXPECT_EQ(
      said_of("a.cs", "var r = Environment.GetEnvironmentVariable(\"R\") ?? \"«eu-west-1»\";"),
      "default r <- R");
  EXPECT_EQ(said_of("a.rs", "fn f<'a>(x: &'a str) { let r = \"«eu-west-1»\"; }"), "setting r");
  EXPECT_EQ(said_of("a.rs", "let r = env::var(\"R\").unwrap_or(\"«eu-west-1»\".into());"),
            "default r <- R");
  EXPECT_EQ(said_of("a.rb", "r = ENV['R'] || '«eu-west-1»' # x\n"), "default r <- R");
  EXPECT_EQ(said_of("a.rb", "r = ENV.fetch('R', '«eu-west-1»')\n"), "default r <- R");
  EXPECT_EQ(said_of("a.rb", "A.new(:region => '«eu-west-1»')\n«"), "setting region");
  EXPECT_EQ(said_of("a.php", "$r = getenv('R') ?: '«eu-west-1»';"), "default $r <- R");
  EXPECT_EQ(said_of("a.php", "return ['region' => '«eu-west-1»'];"), "setting region");
  EXPECT_EQ(said_of("a.php", "'region' => env('AWS_REGION', '«eu-west-1»'),"),
            "default AWS_REGION <- AWS_REGION");
  EXPECT_EQ(said_of("a.ps1", "$env:AWS_REGION = \"«eu-west-1»\" # x\n"),
            "setting AWS_REGION, gives");
  EXPECT_EQ(said_of("a.swift", "let r: String = \"«eu-west-1»\"\n"), "setting r");
  EXPECT_EQ(said_of("a.go", "r := []string{\"eu-west-1\", \"«us-east-1»\"}"), "fallback r.1");
  EXPECT_EQ(said_of("a.java", "var r = List.of(\"eu-west-1\", \"«us-east-1»\");"), "fallback r.1");
  EXPECT_EQ(said_of("a.java", "check(\"eu-west-1\", \"«us-east-1»\");"), "code");
  EXPECT_EQ(said_of("a.unknown", "r = \"«eu-west-1»\""), "nothing");
}

}  // namespace
}  // namespace godwit::repo
