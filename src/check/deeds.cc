#include "check/deeds.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.h"
#include "check/passages.h"
#include "check/surroundings.h"

namespace godwit::check {
namespace {

using Kind = Deed::Kind;

// What an operation does, and which of its options name the store and where its data goes.
struct Meaning {
  std::string_view service;
  std::string_view operation;
  Kind kind;
  StoreKind store;
  std::string_view name;  // options
  std::string_view to;
  std::string_view detail;
};

constexpr auto bucket = StoreKind::bucket;
constexpr auto table = StoreKind::table;
constexpr auto database = StoreKind::database;
constexpr auto file_system = StoreKind::file_system;
constexpr auto key = StoreKind::key;

constexpr Meaning meanings[] = {
    {"s3api", "create-bucket", Kind::create, bucket, "bucket", "", ""},
    {"s3api", "delete-bucket", Kind::remove, bucket, "bucket", "", ""},
    {"s3api", "get-bucket-versioning", Kind::look, bucket, "bucket", "", "versioning"},
    {"s3api", "put-bucket-encryption", Kind::encrypt, bucket, "bucket", "", ""},
    {"s3api", "put-bucket-lifecycle", Kind::set, bucket, "bucket", "", "lifecycle"},
    {"s3api", "put-bucket-lifecycle-configuration", Kind::set, bucket, "bucket", "", "lifecycle"},
    {"s3api", "put-bucket-policy", Kind::set, bucket, "bucket", "", "policy"},
    {"s3api", "put-bucket-cors", Kind::set, bucket, "bucket", "", "CORS"},
    {"s3api", "put-bucket-notification", Kind::set, bucket, "bucket", "", "notifications"},
    {"s3api", "put-bucket-notification-configuration", Kind::set, bucket, "bucket", "",
     "notifications"},
    {"s3api", "put-bucket-logging", Kind::set, bucket, "bucket", "", "logging"},
    {"s3api", "put-bucket-tagging", Kind::set, bucket, "bucket", "", "tags"},
    {"s3api", "put-bucket-website", Kind::set, bucket, "bucket", "", "website"},
    {"s3api", "put-public-access-block", Kind::set, bucket, "bucket", "", "public access block"},
    {"s3api", "put-object-lock-configuration", Kind::set, bucket, "bucket", "", "Object Lock"},
    {"s3api", "put-bucket-replication", Kind::replicate, bucket, "bucket", "", ""},
    {"s3api", "restore-object", Kind::restore_archived, bucket, "bucket", "", ""},
    {"s3api", "head-object", Kind::look, bucket, "bucket", "", ""},
    {"s3api", "get-object-attributes", Kind::compare, bucket, "bucket", "", ""},
    {"s3api", "list-objects", Kind::look, bucket, "bucket", "", ""},
    {"s3api", "list-objects-v2", Kind::look, bucket, "bucket", "", ""},
    {"s3api", "list-object-versions", Kind::compare, bucket, "bucket", "", ""},
    {"dynamodb", "create-table", Kind::create, table, "table-name", "", ""},
    {"dynamodb", "delete-table", Kind::remove, table, "table-name", "", ""},
    {"dynamodb", "describe-table", Kind::look, table, "table-name", "", ""},
    {"dynamodb", "scan", Kind::look, table, "table-name", "", ""},
    {"dynamodb", "create-backup", Kind::back_up, table, "table-name", "", ""},
    {"dynamodb", "export-table-to-point-in-time", Kind::copy, table, "table-arn", "s3-bucket", ""},
    {"dynamodb", "import-table", Kind::restore, table, "", "", ""},
    {"dynamodb", "create-global-table", Kind::replicate, table, "global-table-name",
     "replication-group", ""},
    {"dynamodb", "restore-table-from-backup", Kind::restore, table, "target-table-name", "", ""},
    {"dynamodb", "restore-table-to-point-in-time", Kind::restore, table, "target-table-name", "",
     ""},
    {"rds", "create-db-instance", Kind::create, database, "db-instance-identifier", "", ""},
    {"rds", "create-db-cluster", Kind::create, database, "db-cluster-identifier", "", ""},
    {"rds", "delete-db-instance", Kind::remove, database, "db-instance-identifier", "", ""},
    {"rds", "delete-db-cluster", Kind::remove, database, "db-cluster-identifier", "", ""},
    {"rds", "describe-db-instances", Kind::look, database, "db-instance-identifier", "", ""},
    {"rds", "describe-db-clusters", Kind::look, database, "db-cluster-identifier", "", ""},
    {"rds", "create-db-snapshot", Kind::back_up, database, "db-instance-identifier",
     "db-snapshot-identifier", "snapshot"},
    {"rds", "create-db-cluster-snapshot", Kind::back_up, database, "db-cluster-identifier",
     "db-cluster-snapshot-identifier", "snapshot"},
    {"rds", "copy-db-snapshot", Kind::copy_backup, database, "source-db-snapshot-identifier", "",
     "snapshot"},
    {"rds", "copy-db-cluster-snapshot", Kind::copy_backup, database,
     "source-db-cluster-snapshot-identifier", "", "snapshot"},
    {"rds", "start-db-instance-automated-backups-replication", Kind::copy_backup, database,
     "source-db-instance-arn", "", "backups"},
    {"rds", "start-export-task", Kind::copy, database, "source-arn", "s3-bucket-name", ""},
    {"rds", "create-db-instance-read-replica", Kind::replicate, database,
     "source-db-instance-identifier", "db-instance-identifier", ""},
    {"rds", "create-global-cluster", Kind::replicate, database, "source-db-cluster-identifier",
     "global-cluster-identifier", ""},
    {"rds", "promote-read-replica", Kind::promote, database, "db-instance-identifier", "", ""},
    {"rds", "promote-read-replica-db-cluster", Kind::promote, database, "db-cluster-identifier", "",
     ""},
    {"rds", "restore-db-instance-from-db-snapshot", Kind::restore, database,
     "db-instance-identifier", "db-snapshot-identifier", "snapshot"},
    {"rds", "restore-db-cluster-from-snapshot", Kind::restore, database, "db-cluster-identifier",
     "snapshot-identifier", "snapshot"},
    {"rds", "restore-db-instance-to-point-in-time", Kind::restore, database,
     "target-db-instance-identifier", "", "log"},
    {"rds", "restore-db-cluster-to-point-in-time", Kind::restore, database, "db-cluster-identifier",
     "", "log"},
    {"ec2", "create-snapshot", Kind::back_up, file_system, "volume-id", "", "snapshot"},
    {"ec2", "copy-snapshot", Kind::copy_backup, file_system, "source-snapshot-id", "", "snapshot"},
    {"efs", "create-file-system", Kind::create, file_system, "creation-token", "", ""},
    {"efs", "create-replication-configuration", Kind::replicate, file_system,
     "source-file-system-id", "", ""},
    {"efs", "delete-file-system", Kind::remove, file_system, "file-system-id", "", ""},
    {"kms", "create-key", Kind::create, key, "description", "", ""},
    {"kms", "replicate-key", Kind::replicate, key, "key-id", "replica-region", ""},
    {"kms", "schedule-key-deletion", Kind::remove, key, "key-id", "", ""},
    {"backup", "start-backup-job", Kind::back_up, database, "resource-arn", "", "recovery point"},
    {"backup", "start-copy-job", Kind::copy_backup, database, "recovery-point-arn",
     "destination-backup-vault-arn", "recovery point"},
    {"backup", "start-restore-job", Kind::restore, database, "recovery-point-arn", "", ""},
};

const Meaning* meaning_of(const Command& command) {
  if (!command.aws) return nullptr;
  const auto* found = std::ranges::find_if(meanings, [&](const Meaning& meaning) {
    return command.aws->operation == meaning.operation && command.aws->service == meaning.service;
  });
  return found == std::end(meanings) ? nullptr : found;
}

// What a store is for is told by its name alone: nobody serves from a bucket of backups.
bool names_backup(std::string_view name) {
  constexpr std::array<std::string_view, 6> parts = {"backup",  "bkup",     "-bak",
                                                     "archive", "snapshot", "-dump"};
  const std::string lower = to_lower(name);
  return std::ranges::any_of(
      parts, [&](std::string_view part) { return lower.find(part) != std::string::npos; });
}

std::string last_of_arn(const std::string& text) {
  if (!text.starts_with("arn:")) return text;
  const std::size_t at = text.find_last_of(":/");
  return text.substr(at + 1);
}

class Collector {
 public:
  explicit Collector(const Subject& subject) : subject_(subject) {}

  std::vector<Deed> take() {
    for (const Command& command : subject_.commands) {
      if (deeds_.size() >= most_deeds) break;
      look_at(command);
    }
    return std::move(deeds_);
  }

 private:
  // A deed for each text that the names may be.
  void add(const Command& command, Deed deed) {
    deed.command = command.index;
    deed.span = operation_span(command);
    deed.way_back = goes_back(subject_, command);
    deed.of_document = subject_.scripts[command.script].document >= 0;
    if (deed.region.empty()) deed.region = given(command, "region");
    const std::vector<std::string> names = texts_of(subject_, command, deed.name);
    const std::vector<std::string> others = texts_of(subject_, command, deed.to);
    for (std::size_t i = 0; i < std::max(names.size(), others.size()); ++i) {
      Deed one = deed;
      one.name = names[std::min(i, names.size() - 1)];
      one.to = others[std::min(i, others.size() - 1)];
      one.known = !has_unknown(one.name) && !has_unknown(one.to);
      deeds_.push_back(std::move(one));
    }
  }

  void look_at(const Command& command) {
    if (const Meaning* meaning = meaning_of(command)) {
      Deed deed{.kind = meaning->kind, .store = meaning->store};
      deed.name = last_of_arn(given(command, meaning->name));
      if (!meaning->to.empty()) deed.to = given(command, meaning->to);
      deed.detail = meaning->detail;
      if (deed.store == database && deed.name.empty() && deed.kind == Kind::replicate) {
        deed.name = given(command, "source-db-cluster-identifier");
      }
      add(command, std::move(deed));
      return;
    }
    if (command.aws) {
      special(command);
    } else {
      other_programs(command);
    }
  }

  void special(const Command& command) {
    const std::string& service = command.aws->service;
    const std::string& operation = command.aws->operation;
    if (service == "s3") return s3(command);
    if (command.is("s3api", "put-bucket-versioning")) {
      const bool on =
          given(command, "versioning-configuration").find("Enabled") != std::string::npos;
      if (on)
        add(command, {.kind = Kind::version, .store = bucket, .name = given(command, "bucket")});
    } else if (command.is("s3api", "copy-object")) {
      std::string from = given(command, "copy-source");
      if (from.starts_with('/')) from.erase(0, 1);
      from.resize(std::min(from.find('/'), from.size()));
      add(command,
          {.kind = Kind::copy, .store = bucket, .name = from, .to = given(command, "bucket")});
    } else if (command.is("s3control", "create-job")) {
      job(command);
    } else if (command.is("dynamodb", "update-table")) {
      if (command.aws->option("replica-updates") != nullptr) {
        add(command, {.kind = Kind::replicate,
                      .store = table,
                      .name = last_of_arn(given(command, "table-name")),
                      .to = given(command, "replica-updates")});
      }
    } else if (service == "datasync" && operation == "start-task-execution") {
      add(command, {.kind = Kind::copy, .store = bucket, .name = "${datasync}"});
    } else if (service == "dms" &&
               (operation == "start-replication-task" || operation == "start-replication")) {
      add(command, {.kind = Kind::replicate, .store = database, .name = "${dms}"});
    }
  }

  // Which bucket a job is for stands in its manifest, where that is given here.
  void job(const Command& command) {
    const std::string operation = given(command, "operation");
    Deed deed{.kind = Kind::backfill, .store = bucket};
    if (operation.find("S3InitiateRestoreObject") != std::string::npos) {
      deed.kind = Kind::restore_archived;
    } else if (operation.find("S3PutObjectCopy") != std::string::npos) {
      deed.kind = Kind::copy;
    } else if (operation.find("S3ReplicateObject") == std::string::npos &&
               !has_unknown(operation) && !operation.starts_with("file://")) {
      return;
    }
    std::string manifest = given(command, "manifest-generator");
    if (manifest.starts_with("file://")) {
      const ShownFile* file = subject_.file(std::string_view(manifest).substr(7));
      manifest = file != nullptr ? file->text.content() : "";
    }
    if (const std::size_t at = manifest.find("\"SourceBucket\""); at != std::string::npos) {
      const std::size_t arn = manifest.find("arn:", at);
      const std::size_t end = manifest.find('"', arn);
      if (arn != std::string::npos && end != std::string::npos) {
        deed.name = bucket_of(std::string_view(manifest).substr(arn, end - arn));
      }
    }
    add(command, std::move(deed));
  }

  void s3(const Command& command) {
    const std::string& operation = command.aws->operation;
    std::vector<std::string> buckets;
    std::size_t local = 0;  // where a path of this machine stands: 1 before, 2 behind the buckets
    for (const std::size_t index : command.aws->positional) {
      if (index >= command.words.size()) continue;
      const std::string& text = command.words[index].value.text;
      if (std::string name = bucket_of(text); !name.empty()) {
        buckets.push_back(std::move(name));
      } else {
        local = buckets.empty() ? 1 : 2;
      }
    }
    const bool recursive = command.aws->option("recursive") != nullptr;
    if (buckets.empty()) return;
    if (operation == "mb") {
      add(command, {.kind = Kind::create, .store = bucket, .name = buckets[0]});
    } else if (operation == "rb" || (operation == "rm" && recursive)) {
      add(command, {.kind = Kind::remove, .store = bucket, .name = buckets[0]});
    } else if (operation == "ls") {
      add(command, {.kind = Kind::look, .store = bucket, .name = buckets[0]});
    } else if (operation == "sync" || operation == "cp" || operation == "mv") {
      if (operation != "sync" && !recursive) return;
      copied(command, buckets, local);
    }
  }

  void copied(const Command& command, const std::vector<std::string>& buckets, std::size_t local) {
    const std::string how = command.aws ? command.aws->operation : command.name;
    if (buckets.size() >= 2) {
      const bool backup = names_backup(buckets[1]) && !names_backup(buckets[0]);
      add(command, {.kind = backup ? Kind::back_up : Kind::copy,
                    .store = bucket,
                    .name = buckets[0],
                    .to = buckets[1],
                    .detail = how});
    } else if (local == 2) {
      add(command, {.kind = Kind::back_up, .store = bucket, .name = buckets[0], .detail = how});
    } else {
      add(command, {.kind = Kind::restore, .store = bucket, .name = buckets[0], .detail = how});
    }
  }

  void other_programs(const Command& command) {
    const std::string& name = command.name;
    if (name == "pg_dump" || name == "pg_dumpall" || name == "mysqldump" || name == "mongodump") {
      add(command, {.kind = Kind::back_up, .store = database, .detail = "dump"});
    } else if (name == "pg_restore" || name == "mongorestore") {
      add(command, {.kind = Kind::restore, .store = database, .detail = "dump"});
    } else if (name == "psql" || name == "mysql") {
      client(command);
    } else if (name == "s5cmd" || name == "s3cmd" || name == "rclone" || name == "s4cmd") {
      std::vector<std::string> buckets;
      bool compares = false;
      for (const Word& word : command.words) {
        compares = compares || word.value.text == "check" || word.value.text == "cryptcheck";
        std::string found = bucket_of(word.value.text);
        const std::size_t colon = word.value.text.find(':');
        if (found.empty() && name == "rclone" && colon != std::string::npos &&
            !word.value.text.starts_with('-')) {
          found = word.value.text.substr(colon + 1);
          found.resize(std::min(found.find('/'), found.size()));
        }
        if (!found.empty()) buckets.push_back(found);
      }
      if (compares && !buckets.empty()) {
        add(command, {.kind = Kind::compare, .store = bucket, .name = buckets[0]});
      } else if (buckets.size() >= 2) {
        copied(command, buckets, 0);
      }
    }
  }

  // A client of a database: reads a dump, or asks something.
  void client(const Command& command) {
    for (const Word& word : command.words) {
      if (has_word(word.value.text, "select")) {
        add(command, {.kind = Kind::compare, .store = database, .detail = "query"});
        return;
      }
    }
    const bool reads = std::ranges::any_of(command.words, [](const Word& word) {
      return word.value.text == "-f" || word.value.text == "--file";
    });
    if (reads || command.words.size() > 1) {
      add(command, {.kind = Kind::restore, .store = database, .detail = "dump"});
    }
  }

  const Subject& subject_;
  std::vector<Deed> deeds_;
};

}  // namespace

std::string_view to_string(StoreKind kind) {
  switch (kind) {
    case StoreKind::bucket:
      return "bucket";
    case StoreKind::table:
      return "table";
    case StoreKind::database:
      return "database";
    case StoreKind::file_system:
      return "file system";
    case StoreKind::key:
      return "key";
  }
  return "";
}

std::vector<Deed> deeds_of(const Subject& subject) { return Collector(subject).take(); }

bool has_unknown(std::string_view text) { return text.find('$') != std::string_view::npos; }

std::vector<std::string> texts_of(const Subject& subject, const Command& command,
                                  const std::string& text) {
  if (!has_unknown(text) || !command.in_loop) return {text};
  for (const Loop& loop : subject.loops) {
    const std::string use = "${" + loop.variable + "}";
    if (loop.script != command.script || text.find(use) == std::string::npos) continue;
    std::vector<std::string> texts;
    for (const awscli::Argument& value : loop.values) {
      if (!value.known || texts.size() >= 100) return {text};
      std::string one = text;
      for (std::size_t at = one.find(use); at != std::string::npos;
           at = one.find(use, at + value.text.size())) {
        one.replace(at, use.size(), value.text);
      }
      texts.push_back(std::move(one));
    }
    if (!texts.empty()) return texts;
  }
  return {text};
}

std::string bucket_of(std::string_view address) {
  constexpr std::string_view resource = ":s3:::";
  if (address.starts_with("s3://")) {
    address.remove_prefix(5);
  } else if (const std::size_t at = address.find(resource);
             address.starts_with("arn:") && at != std::string_view::npos) {
    address.remove_prefix(at + resource.size());
  } else {
    return {};
  }
  return std::string(address.substr(0, std::min(address.find('/'), address.size())));
}

std::vector<const Word*> program_words(const Command& command) {
  std::vector<const Word*> words;
  for (const Word& word : command.words) words.push_back(&word);
  const auto first = [&]() -> std::string_view {
    return words.empty() ? std::string_view() : std::string_view(words.front()->value.text);
  };
  const auto drop = [&] { words.erase(words.begin()); };
  if (first() == "npx" || first() == "bunx") {
    drop();
  } else if (first() == "pnpm" || first() == "yarn" || first() == "npm" || first() == "bun") {
    if (words.size() < 3) return words;
    const std::string& how = words[1]->value.text;
    if (how != "exec" && how != "dlx" && how != "x") return words;
    drop();
    drop();
  } else {
    return words;
  }
  while (first().starts_with('-')) drop();
  return words;
}

Span operation_span(const Command& command) {
  if (!command.aws || command.aws->operation_at >= command.words.size()) return command.span;
  return command.words[command.aws->operation_at].span;
}

std::string given(const Command& command, std::string_view option) {
  if (!command.aws) return {};
  const awscli::Option* found = command.aws->option(option);
  if (found == nullptr) return {};
  if (found->values.size() <= 1) return found->value;
  std::string all;
  for (const std::size_t index : found->values) {
    if (index >= command.words.size()) continue;
    if (!all.empty()) all += ' ';
    all += command.words[index].value.text;
  }
  return all;
}

}  // namespace godwit::check
