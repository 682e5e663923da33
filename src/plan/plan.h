// Plan: what the user wants, as a plan file says it. The format is docs/plan-file.md; the fields
// here are its keys. Where a later check may blame a line, its place is kept.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "plan/money.h"
#include "traffic/burn_rate.h"

namespace godwit::plan {

using Tags = std::map<std::string, std::string>;

// A name of something elsewhere, with the place where the user wrote it.
struct Reference {
  std::string name;
  Location where;
};

// What the move may cost, in the currency of the price file (docs/price-file.md).
struct CostLimit {
  std::optional<double> increase;  // share: of a month after the move over one before it
  std::optional<Money> monthly;    // a month after it
  std::optional<Money> both;       // a month while both regions run
  std::optional<Money> move;       // what the move itself costs
  Location where;
};

struct Policy {
  Duration duration{};
  Duration downtime{};
  std::map<std::string, std::set<std::string>> residency;  // label -> regions
  std::optional<CostLimit> cost;
};

struct Key {
  std::string name;
  std::string alias;
  std::string description;
  bool rotation = true;
  Tags tags;
  Location where;
};

enum class Replicate { none, forward, both };

struct Bucket {
  std::string name;
  Reference source;
  std::string target;
  Reference key;  // a Key's name, or empty
  Replicate replicate = Replicate::both;
  bool encrypted_objects = true;
  bool delete_markers = true;
  bool time_control = true;
  bool restore_archived = true;
  bool backfill = true;
  bool verify = true;
  std::vector<Reference> after;
  Location where;
};

struct Side {
  std::string set_identifier;
  std::string endpoint;
  std::string hosted_zone;
  Location where;
};

struct Health {
  std::string path;
  Duration interval = seconds(30);
  int threshold = 3;
  bool switch_too = false;  // the key is "switch"
};

enum class DrillMethod { inverted, disabled };

struct Drill {
  DrillMethod method = DrillMethod::inverted;
  bool before_shift = true;
  Duration hold = minutes(10);
};

// The workload's own counts of requests, in CloudWatch.
struct Metrics {
  std::string space;     // the key is "namespace"
  std::string requests;  // names of metrics
  std::string errors;
  std::map<std::string, std::string> dimensions;
};

struct Guard {
  std::vector<std::string> probe;
  Duration every = seconds(30);
  double budget = 0.001;  // share
  std::vector<traffic::BurnWindow> burn = traffic::usual_burn_windows();
  Duration slower = milliseconds(300);
  std::optional<Metrics> metrics;
};

struct Shift {
  std::vector<int> weights;
  std::optional<Duration> bake;
  std::optional<Guard> guard;
  Location bake_where;
};

struct Traffic {
  std::string name;
  Reference zone;
  std::string record;
  std::string type = "A";
  Side source;
  Side target;
  std::optional<Health> health;
  std::optional<Drill> drill;
  Shift shift;
  Duration soak{};
  Duration quiet = hours(12);
  std::vector<Reference> after;
  Location where;
};

// What the workload calls, and where: for `godwit check` alone, no step is made of it.
struct ServiceUse {
  std::string service;              // the catalog's prefix: "comprehendmedical"
  Reference region;                 // the target where the plan does not say
  std::vector<Reference> fallback;  // in order
  std::string data;                 // a label of the policy, or empty
  Reference model;                  // an id of Bedrock's, or empty
  Reference runtime;                // of Lambda's, or empty
  std::vector<Reference> languages;
  Location where;
};

// A gate that a person opens.
struct Approval {
  std::string name;
  Reference before;  // a step's id
  std::string title;
  Location where;
};

struct Deadline {
  Reference step;
  Duration limit{};  // from the step's beginning
};

// What is known only once something is there, or what several rules and consumers need, by name.
struct NamedValue {
  std::string name;
  std::string text;  // given as it is; else an output of a stack:
  std::string stack;
  std::string region;  // the target where the plan does not say
  std::string output;  // its key
  Location where;
};

// A text, or a named value with something after it.
struct ValueUse {
  std::string text;
  Reference value;     // a NamedValue's name, or empty
  std::string append;  // after the value
  Location where;
};
struct NamedUse {
  std::string
      name;  // what gets it: a variable, a key of a file, a secret; of `replace`: the old text
  ValueUse value;
};

// What changes in which files of a source tree; one of `set`, `order`, `replace`.
struct RewriteRule {
  std::string name;
  std::vector<std::string> files;  // globs, as in .gitignore; empty: all
  std::vector<std::string> uses;   // of repo::Use, by name ("default"); empty: all but backup
  std::vector<NamedUse> set;       // the value of what has this name (its last parts suffice)
  std::vector<std::string>
      names;  // of `order`: the list, or the variables, in order; empty: any list
  std::vector<std::string> order;  // regions, as a list that is tried in order shall have them
  std::vector<NamedUse> replace;   // a literal by another, wherever it stands for itself
  Location where;
};

// What stays as it is, and why.
struct RewriteException {
  std::vector<std::string> files;
  std::string literal;            // empty: any
  std::vector<std::string> uses;  // empty: any
  std::string because;
  Location where;
};

struct Rewrite {
  std::string repository;  // a folder, from where the program runs
  std::vector<RewriteRule> rules;
  std::vector<RewriteException> exceptions;
  std::vector<Reference> after;
  Location where;
};

enum class ConsumerKind { supabase, firebase, file, command };

// Somebody who is configured with where things are, and has to be told.
struct Consumer {
  std::string name;
  ConsumerKind kind = ConsumerKind::file;
  std::string project;        // supabase, firebase
  std::vector<NamedUse> set;  // settings: secrets, keys of the file
  std::string record;         // the setting that gets all of them as one, with an epoch; or empty
  std::string old_values;     // supabase: a file with the values as they are (the key is "old")
  std::vector<Reference> deploy;   // supabase: functions that are deployed anew
  std::string sources;             // supabase: the folder that has them
  std::string file;                // file: JSON, or NAME=value lines
  std::vector<std::string> run;    // command: program and arguments
  std::vector<std::string> undo;   // its inverse
  std::vector<std::string> check;  // exits with 0 where `run` has happened and `undo` has not
  Duration timeout = minutes(10);  // command
  std::vector<Reference> after;
  Location where;
};

// A finding of `godwit check` that is meant to be so.
struct Exception {
  std::string rule;     // id
  std::string subject;  // words that the finding names
  std::string because;
  Location where;
};

struct Plan {
  std::string name;
  std::string account;
  std::string source;  // regions
  std::string target;
  std::map<std::string, std::string> others;  // regions that stay: code -> "secondary", "recovery"
  Policy policy;
  std::vector<Key> keys;
  std::string replication_role;
  std::vector<Bucket> buckets;
  bool read_through = false;
  std::vector<Traffic> traffic;
  std::vector<ServiceUse> services;
  std::vector<NamedValue> values;
  std::optional<Rewrite> rewrite;
  std::vector<Consumer> consumers;
  std::string sealing_key;  // the file of the key that old values are encrypted with; from where
                            // the program runs
  std::vector<Approval> approvals;
  std::vector<Deadline> deadlines;
  std::vector<Exception> exceptions;
  std::string file;
};

// A path that a plan file gives from where it is itself, as one from where the program runs.
std::string from_plan_file(const Plan& plan, const std::string& path);

}  // namespace godwit::plan
