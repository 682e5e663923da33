// Fallbacks: where documents, programs and templates say that something goes when its region does
// not answer, and in which order.
#pragma once

#include <string>
#include <vector>

#include "check/finding.h"
#include "check/subject.h"

namespace godwit::check {

struct FallbackStep {
  std::string region;
  Span span;
};

struct Fallback {
  std::vector<std::string> services;  // the catalog's prefixes; empty: nobody says of what
  std::vector<FallbackStep> steps;    // in order
  Span span;                          // what says it
  bool before = false;                // it is how things are today
  bool replaced = false;              // it is in what is changed into something else
  int document = -1;                  // -1: a file of the repository, or the plan
  bool of_plan = false;
  std::string data;  // of a plan: the label of its policy whose data goes there, or empty
};

std::vector<Fallback> fallbacks_of(const Subject& subject);

// What a document promises of where data stays, by its own words.
struct Promise {
  std::string words;                 // "GDPR", "data residency"
  std::string area;                  // "the EU"
  std::vector<std::string> regions;  // of the area
  Span span;
  int document = 0;
};
std::vector<Promise> promises_of(const Subject& subject);

}  // namespace godwit::check
