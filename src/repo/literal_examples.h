// For tests: texts in which what should be found stands between « and ».
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "repo/recognise.h"

namespace godwit::repo {

struct Example {
  std::string_view text;   // with « and »
  std::string_view found;  // "what:region" of each, apart by spaces; the region may be empty
};

// An account that has one bucket, one key and one id of its own, all made up.
inline const Vocabulary& example_vocabulary() {
  static const Vocabulary vocabulary = [] {
    account::Account account;
    account.id = "558069890522";
    account::Bucket bucket;
    bucket.name = "acme-recordings-558069890522";
    bucket.region = "eu-west-1";
    account.buckets.push_back(bucket);
    bucket.name = "uploads";
    account.buckets.push_back(bucket);
    account::Key key;
    key.region = "eu-west-1";
    key.id = "5e84763b-0627-410f-b9bf-661e4021fba3";
    account.keys.push_back(key);
    return Vocabulary::of(nullptr, &account);
  }();
  return vocabulary;
}

struct MarkedText {
  std::string text;  // without the marks
  std::vector<std::pair<std::size_t, std::size_t>> places;
};
inline MarkedText unmarked(std::string_view marked) {
  MarkedText result;
  for (std::size_t at = 0; at < marked.size();) {
    if (marked.substr(at).starts_with("«")) {
      result.places.emplace_back(result.text.size(), 0);
      at += 2;
    } else if (marked.substr(at).starts_with("»")) {
      result.places.back().second = result.text.size();
      at += 2;
    } else {
      result.text += marked[at++];
    }
  }
  return result;
}

inline std::vector<Match> matches_in(std::string_view text, const Vocabulary& vocabulary) {
  static const Result<Matcher> of_example = Matcher::make(example_vocabulary().words());
  std::vector<Match> matches;
  if (&vocabulary == &example_vocabulary()) {
    auto scratch = of_example->scratch();
    of_example->find(text, scratch, matches);
  } else {
    const auto matcher = Matcher::make(vocabulary.words());
    auto scratch = matcher->scratch();
    matcher->find(text, scratch, matches);
  }
  return matches;
}

inline std::vector<Literal> literals_in(std::string_view text,
                                        const Vocabulary& vocabulary = example_vocabulary()) {
  return recognise(text, matches_in(text, vocabulary), vocabulary);
}

inline std::string marked(std::string_view text, const std::vector<Literal>& literals) {
  std::string out;
  std::size_t at = 0;
  for (const Literal& literal : literals) {
    out += text.substr(at, literal.begin - at);
    out += "«";
    out += text.substr(literal.begin, literal.end - literal.begin);
    out += "»";
    at = literal.end;
  }
  return out + std::string(text.substr(at));
}

inline void expect_found(const Example& example) {
  const std::string text = unmarked(example.text).text;
  const std::vector<Literal> literals = literals_in(text);
  EXPECT_EQ(marked(text, literals), example.text);
  std::string found;
  for (const Literal& literal : literals) {
    if (!found.empty()) found += ' ';
    found += std::string(to_string(literal.what)) + ':' + literal.region;
    // A region's code that is said to be spelled here is.
    if (literal.region_begin != literal.region_end) {
      EXPECT_GE(literal.region_begin, literal.begin) << text;
      EXPECT_LE(literal.region_end, literal.end) << text;
    }
  }
  EXPECT_EQ(found, example.found) << text;
}

}  // namespace godwit::repo
