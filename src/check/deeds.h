// Deeds: what commands do to what holds data: buckets, tables, databases, file systems, keys.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "check/finding.h"
#include "check/subject.h"

namespace godwit::check {

enum class StoreKind { bucket, table, database, file_system, key };
std::string_view to_string(StoreKind kind);  // "bucket"

struct Deed {
  enum class Kind {
    create,
    version,           // versions are turned on
    look,              // reads its state, or what is in it
    compare,           // reads what proves that two copies are equal
    encrypt,           // default encryption
    set,               // another setting of it: `detail` is which ("lifecycle")
    replicate,         // what is written from now on goes `to` another
    copy,              // what is there goes `to` another
    back_up,           // what is there goes to something that nobody serves from
    copy_backup,       // a backup goes to another region: `to`
    backfill,          // S3 Batch Replication
    restore_archived,  // from Glacier
    restore,           // is made from a backup
    promote,           // a replica becomes its own master
    remove,
  };
  Kind kind;
  StoreKind store;
  std::string name;    // "${X}" and "$(...)" stand in it for what nobody knows; empty: not said
  std::string to;      // another's name, or a region; or empty
  std::string region;  // where the command goes; empty: not said
  std::string detail;
  std::size_t command = 0;  // index
  Span span;
  bool way_back = false;
  bool known = true;  // names are
  bool of_document = true;
};

// In the order of the commands. A command in a loop over known values is a deed for each. Of very
// many only so many are told: rules compare each with each.
constexpr std::size_t most_deeds = 2'000;
std::vector<Deed> deeds_of(const Subject& subject);

// The texts that a text of a command may be: one for each value of a loop's variable in it.
std::vector<std::string> texts_of(const Subject& subject, const Command& command,
                                  const std::string& text);
// Is something of it not known: "${X}", "$(...)"?
bool has_unknown(std::string_view text);
// The bucket of "s3://bucket/key" or of "arn:aws:s3:::bucket/key"; empty: neither.
std::string bucket_of(std::string_view address);
// The words of a command after those that only start another program: `npx`, `npx -y`, `pnpm exec`.
std::vector<const Word*> program_words(const Command& command);
// Where a command's operation is named; all of its first line where it is no command of AWS's.
Span operation_span(const Command& command);
// The value of an option as far as it is known, or empty.
std::string given(const Command& command, std::string_view option);

}  // namespace godwit::check
