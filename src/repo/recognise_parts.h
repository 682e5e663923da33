// What recognise() is made of: one function for each kind of literal that is more than a word. Each
// is given a place where a word stands, and answers with the literal that this is a part of, if
// any.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "repo/literal.h"
#include "repo/vocabulary.h"

namespace godwit::repo {

struct Spot {
  std::string_view text;
  std::size_t begin = 0;  // of the word
  std::size_t end = 0;
  const Word* word = nullptr;
  const Vocabulary* vocabulary = nullptr;
};

// A word of another text may need others of its region around it to count.
struct Candidate {
  Literal literal;
  Word::Company company = Word::Company::none;
};

// From "arn:" on, to the end or to an ARN within it, which is a literal of its own (API Gateway's
// integrations have one). None is one that names no region and no account
// ("arn:aws:iam::aws:policy/...", "arn:aws:s3:::bucket": the bucket may be a literal).
std::optional<Literal> recognise_arn(const Spot& spot);

// A host, from what its name ends in: endpoints, API Gateway, load balancers, S3, ECR. None is one
// that names no region ("lambda.amazonaws.com", "sns.${region}.amazonaws.com"), unless what it
// names is in one all the same: a bucket, an API, a registry.
std::optional<Literal> recognise_host(const Spot& spot);

// "s3://bucket".
std::optional<Literal> recognise_s3_scheme(const Spot& spot);

// Words that are something by themselves: codes and names of regions, zones, accounts, buckets.
std::optional<Candidate> recognise_word(const Spot& spot);

// Ids of resources from their prefix ("vpc-"), accounts and keys from the name of what they are
// given to ("AccountId:", "KMS_KEY_ID="), networks from their size ("/16").
std::optional<Candidate> recognise_id(const Spot& spot);

// The region that "...-eu-west-1..." names; empty: none.
struct NamedRegion {
  std::string_view region;
  std::size_t begin = 0;  // bytes of the name
};
NamedRegion region_in_name(std::string_view name);

}  // namespace godwit::repo
