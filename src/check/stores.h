// Stores: what holds data and is named by a document, a command or the account, where it lives, and
// whether anything moves it.
#pragma once

#include <string>
#include <vector>

#include "check/deeds.h"
#include "check/finding.h"
#include "check/passages.h"
#include "check/subject.h"

namespace godwit::check {

struct Store {
  StoreKind kind;
  std::string name;         // empty: only the service is named
  std::string service;      // "DynamoDB", as it is written, where there is no name; else empty
  std::string region;       // its home, as far as anybody says; or empty
  Span span;                // where it is named first
  bool stays = false;       // the document says that it is not to be moved, or not needed any more
  bool told = false;        // the document says in words that it is moved, or is being replicated
  bool of_account = false;  // only the account names it: the span is what the move begins with

  std::string label() const;  // "bucket medzen-recordings", "DynamoDB"
};

// Each once, in the order in which they are named; then those of the account. Of commands' stores
// only those whose region is said.
std::vector<Store> stores_of(const Subject& subject, const std::vector<Passage>& passages,
                             const std::vector<Deed>& deeds);

// Does a command move it to the target, or may one, as far as anybody can tell? `moves` has the
// index of the first such deed; -1: what moves it is not a command of its own.
struct Moved {
  bool yes = false;
  int deed = -1;
};
Moved moved(const Store& store, const Subject& subject, const std::vector<Deed>& deeds);

// May a command move data though nobody can see how: a script that is not shown, a tool that
// describes whole accounts?
bool moves_unseen(const Subject& subject);

}  // namespace godwit::check
