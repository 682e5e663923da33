#include "repo/vocabulary.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/ascii.h"
#include "base/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "repo/region_spellings.h"
#include "repo/secret.h"

namespace godwit::repo {

namespace {

using Company = Word::Company;

Word literal(std::string text, What what, std::string_view region, bool any_case = false,
             Company company = Company::none) {
  return {.text = std::move(text),
          .any_case = any_case,
          .kind = Word::Kind::literal,
          .what = what,
          .region = std::string(region),
          .company = company};
}

Word anchor(std::string_view text, What what, bool any_case = false) {
  return {.text = std::string(text),
          .any_case = any_case,
          .kind = Word::Kind::anchor,
          .what = what,
          .region = {},
          .company = Company::none};
}

std::string without(std::string_view text, char character) {
  std::string rest(text);
  std::erase(rest, character);
  return rest;
}

void add_spellings(std::string_view region, std::vector<Word>& words) {
  words.push_back(literal(std::string(region), What::region, region, true));
  std::string underscored(region);
  std::ranges::replace(underscored, '-', '_');
  words.push_back(literal(underscored, What::region_name, region, true));
  // As Pulumi writes it for Python; and as others write regions of Google's.
  std::string pulumi = underscored;
  pulumi.erase(pulumi.rfind('_'), 1);
  words.push_back(literal(pulumi, What::region_name, region, true, Company::file));
  // Google's us-east1 and us-west1 are written the same without dashes.
  const bool also_google = region.starts_with("us-east-") || region.starts_with("us-west-");
  words.push_back(literal(without(region, '-'), What::region_name, region, true,
                          also_google ? Company::file : Company::none));
  if (const std::string_view code = short_code_of(region); !code.empty()) {
    words.push_back(literal(std::string(code), What::region_name, region, true,
                            is_mistakable(code) ? Company::file : Company::none));
  }
  for (std::string& name : long_names_of(region)) {
    words.push_back(literal(std::move(name), What::region_name, region, true));
  }
  for (std::string& place : places_of(region)) {
    words.push_back(literal(std::move(place), What::region_name, region, true, Company::line));
  }
}

void add_hosted_zones(std::string_view region, std::vector<Word>& words) {
  const std::string code(region);
  for (const std::string& host :
       {"x.execute-api." + code + ".amazonaws.com", "x." + code + ".elb.amazonaws.com",
        "x.elb." + code + ".amazonaws.com", "x.s3-website-" + code + ".amazonaws.com"}) {
    const std::string_view zone = catalog::hosted_zone_of_endpoint(host);
    if (!zone.empty()) words.push_back(literal(std::string(zone), What::hosted_zone, region));
  }
}

void add_anchors(std::vector<Word>& words) {
  words.push_back(anchor("arn:", What::arn));
  for (const std::string_view domain :
       {".amazonaws.com", ".amazonaws.cn", ".amazonaws.eu", ".amazonaws-us-gov.com",
        ".amazonwebservices.com.cn", ".amazonwebservices.eu", ".api.aws", ".on.aws",
        ".aws.amazon.com", ".awsapprunner.com", ".amazoncognito.com", ".elasticbeanstalk.com",
        ".sagemaker.aws", ".compute.internal", ".ec2.internal"}) {
    words.push_back(anchor(domain, What::endpoint, true));
  }
  for (const std::string_view scheme : {"s3://", "s3a://", "s3n://"}) {
    words.push_back(anchor(scheme, What::s3_url));
  }
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html; an instance's long id
  // has begun with 0 since there are long ones.
  for (const std::string_view prefix :
       {"acl-",      "ami-", "aclassoc-", "cgw-",    "dopt-",     "eigw-",       "eipalloc-",
        "eipassoc-", "eni-", "fl-",       "fs-",     "fsap-",     "fsmt-",       "i-0",
        "igw-",      "lgw-", "lt-0",      "nat-",    "pcx-",      "rtb-",        "rtbassoc-",
        "sg-",       "sgr-", "snap-",     "subnet-", "tgw-",      "tgw-attach-", "tgw-rtb-",
        "vgw-",      "vol-", "vpc-",      "vpce-",   "vpce-svc-", "vpn-"}) {
    words.push_back(anchor(prefix, What::resource));
  }
  words.push_back(anchor("account", What::account, true));
  words.push_back(anchor("kms", What::key, true));
  words.push_back(anchor("mrk-", What::key));
  words.push_back(anchor("LocationConstraint", What::region_name, true));
  // The sizes that a VPC and its subnets may have.
  for (int prefix = 16; prefix <= 28; ++prefix) {
    words.push_back(anchor("/" + std::to_string(prefix), What::network));
  }
}

// A bucket that is called by a word of everyday ("uploads") is not meant wherever that stands.
Company company_of_bucket(std::string_view name) {
  return std::ranges::all_of(name, is_lower) ? Company::line : Company::none;
}

void add_bucket(std::string_view name, std::string_view region, std::vector<Word>& words) {
  if (name.size() < 3) return;  // no bucket's name
  words.push_back(literal(std::string(name), What::bucket, region, false, company_of_bucket(name)));
}

void add_account_id(std::string_view id, std::vector<Word>& words) {
  if (id.size() != 12 || !parse_integer(id)) return;
  words.push_back(literal(std::string(id), What::account, {}));
  // As the console shows it.
  words.push_back(literal(std::string(id.substr(0, 4)) + "-" + std::string(id.substr(4, 4)) + "-" +
                              std::string(id.substr(8)),
                          What::account, {}));
}

void add_given(std::span<const std::string> given, std::vector<Word>& words) {
  for (const std::string& text : given) {
    if (!text.empty()) words.push_back(literal(text, What::given, {}));
  }
}

// One of each: of two words with the same text the first one stays, unless they say different
// things.
void remove_doubles(std::vector<Word>& words) {
  std::vector<Word> once;
  const auto key = [](const Word& word) {
    return std::tie(word.text, word.any_case, word.kind, word.what, word.region);
  };
  std::ranges::stable_sort(words, {}, key);
  for (Word& word : words) {
    if (once.empty() || key(once.back()) != key(word)) once.push_back(std::move(word));
  }
  words = std::move(once);
}

}  // namespace

Vocabulary Vocabulary::of(const plan::Plan* plan, const account::Account* account,
                          std::span<const std::string> given) {
  Vocabulary vocabulary;
  std::vector<Word>& words = vocabulary.words_;
  for (const std::string_view region : all_regions()) {
    add_spellings(region, words);
    add_hosted_zones(region, words);
  }
  add_anchors(words);
  for (Word& word : secret_words()) words.push_back(std::move(word));
  for (const std::string_view text : {"parameter-overrides", "ParameterKey", "CodeUri"}) {
    words.push_back(anchor(text, What::given));
    words.back().kind = Word::Kind::giving;
  }
  if (account != nullptr) {
    add_account_id(account->id, words);
    for (const account::Bucket& bucket : account->buckets) {
      add_bucket(bucket.name, bucket.region, words);
    }
    for (const account::Key& key : account->keys) {
      if (key.id.size() >= 8) words.push_back(literal(key.id, What::key, key.region));
    }
  }
  if (plan != nullptr) {
    add_account_id(plan->account, words);
    for (const plan::Bucket& bucket : plan->buckets) {
      add_bucket(bucket.source.name, plan->source, words);
      add_bucket(bucket.target, plan->target, words);
    }
    vocabulary.roles_ = plan->others;
    vocabulary.roles_[plan->target] = "target";
    vocabulary.roles_[plan->source] = "source";
  }
  add_given(given, words);
  remove_doubles(words);
  return vocabulary;
}

Vocabulary Vocabulary::only(std::span<const std::string> given) {
  Vocabulary vocabulary;
  vocabulary.only_given_ = true;
  add_given(given, vocabulary.words_);
  remove_doubles(vocabulary.words_);
  return vocabulary;
}

std::string Vocabulary::role_of(const std::string& region) const {
  const auto found = roles_.find(region);
  return found == roles_.end() ? std::string() : found->second;
}

std::string Vocabulary::region_of_bucket(std::string_view name) const {
  const auto found = std::ranges::find_if(words_, [&](const Word& word) {
    return word.kind == Word::Kind::literal && word.what == What::bucket && word.text == name;
  });
  return found == words_.end() ? std::string() : found->region;
}

std::string Vocabulary::digest() const {
  // Every part ends in a byte that no part has.
  std::string all;
  const auto add = [&](std::string_view part) {
    all += part;
    all += '\0';
  };
  for (const Word& word : words_) {
    add(word.text);
    add(word.region);
    for (const int number : {static_cast<int>(word.any_case), static_cast<int>(word.kind),
                             static_cast<int>(word.what), static_cast<int>(word.company)}) {
      add(std::to_string(number));
    }
  }
  for (const auto& [region, role] : roles_) {
    add(region);
    add(role);
  }
  return to_hex(sha256(all));
}

}  // namespace godwit::repo
