#include "repo/pack_file_scan.h"

#include "repo/packed.h"

namespace godwit::repo {
namespace {

template <class Kind>
Kind enumerated(Unpacker& unpacker) {
  return static_cast<Kind>(unpacker.number());
}

void pack(Packer& packer, const Literal& literal) {
  packer.number(literal.begin);
  packer.number(literal.end - literal.begin);
  packer.number(static_cast<std::uint64_t>(literal.what));
  packer.text(literal.region);
  packer.text(literal.service);
  packer.text(literal.account);
  packer.number(literal.region_begin);
  packer.number(literal.region_end);
}

Literal unpack_literal(Unpacker& unpacker) {
  Literal literal;
  literal.begin = unpacker.number();
  literal.end = literal.begin + unpacker.number();
  literal.what = enumerated<What>(unpacker);
  literal.region = unpacker.text();
  literal.service = unpacker.text();
  literal.account = unpacker.text();
  literal.region_begin = unpacker.number();
  literal.region_end = unpacker.number();
  return literal;
}

void pack(Packer& packer, const Location& at) {
  packer.number(static_cast<std::uint64_t>(at.line));
  packer.number(static_cast<std::uint64_t>(at.column));
}

Location unpack_location(Unpacker& unpacker, const std::string& path) {
  Location at{.file = path};
  at.line = static_cast<int>(unpacker.number());
  at.column = static_cast<int>(unpacker.number());
  return at;
}

void pack(Packer& packer, const Dependency& dependency, const std::string& path) {
  packer.number(static_cast<std::uint64_t>(dependency.kind));
  packer.text(dependency.where.file == path ? std::string() : dependency.where.file);
  pack(packer, dependency.where);
  packer.text(dependency.words);
}

Dependency unpack_dependency(Unpacker& unpacker, const std::string& path) {
  Dependency dependency;
  dependency.kind = enumerated<Dependency::Kind>(unpacker);
  const std::string_view file = unpacker.text();
  dependency.where = unpack_location(unpacker, file.empty() ? path : std::string(file));
  dependency.words = unpacker.text();
  return dependency;
}

void pack(Packer& packer, const Hit& hit) {
  pack(packer, hit.literal);
  pack(packer, hit.at);
  packer.number(static_cast<std::uint64_t>(hit.length));
  packer.text(hit.text);
  packer.number(static_cast<std::uint64_t>(hit.use));
  packer.number(static_cast<std::uint64_t>(hit.language));
  packer.text(hit.name);
  packer.text(hit.overridden_by);
  packer.text(hit.within);
  packer.number(hit.depends.size());
  for (const Dependency& dependency : hit.depends) pack(packer, dependency, hit.at.file);
}

Hit unpack_hit(Unpacker& unpacker, const std::string& path) {
  Hit hit;
  hit.literal = unpack_literal(unpacker);
  hit.at = unpack_location(unpacker, path);
  hit.length = static_cast<int>(unpacker.number());
  hit.text = unpacker.text();
  hit.use = enumerated<Use>(unpacker);
  hit.language = enumerated<Language>(unpacker);
  hit.name = unpacker.text();
  hit.overridden_by = unpacker.text();
  hit.within = unpacker.text();
  for (std::uint64_t left = unpacker.count(); left > 0 && unpacker.sound(); --left) {
    hit.depends.push_back(unpack_dependency(unpacker, path));
  }
  return hit;
}

void pack(Packer& packer, const FoundSecret& secret) {
  pack(packer, secret.at);
  packer.number(static_cast<std::uint64_t>(secret.length));
  packer.text(secret.kind);
  packer.number(secret.in_name ? 1 : 0);
}

FoundSecret unpack_secret(Unpacker& unpacker, const std::string& path) {
  FoundSecret secret;
  secret.at = unpack_location(unpacker, path);
  secret.length = static_cast<int>(unpacker.number());
  secret.kind = unpacker.text();
  secret.in_name = unpacker.number() != 0;
  return secret;
}

void pack(Packer& packer, const Given& given) {
  packer.text(given.name);
  pack(packer, given.at);
  packer.number(static_cast<std::uint64_t>(given.use));
  packer.number(static_cast<std::uint64_t>(given.language));
  packer.text(given.to);
  packer.text(given.from);
  // The root is empty, and another thing than nothing.
  packer.text(given.code ? "/" + *given.code : std::string());
}

Given unpack_given(Unpacker& unpacker, const std::string& path) {
  Given given;
  given.name = unpacker.text();
  given.at = unpack_location(unpacker, path);
  given.use = enumerated<Use>(unpacker);
  given.language = enumerated<Language>(unpacker);
  given.to = unpacker.text();
  given.from = unpacker.text();
  const std::string_view code = unpacker.text();
  if (!code.empty()) given.code = code.substr(1);
  return given;
}

}  // namespace

std::string packed(const FileScan& scan) {
  if (scan.hits.empty() && scan.secrets.empty() && scan.given.empty()) return {};
  Packer packer;
  const auto pack_all = [&](const auto& things) {
    packer.number(things.size());
    for (const auto& thing : things) pack(packer, thing);
  };
  pack_all(scan.hits);
  pack_all(scan.secrets);
  pack_all(scan.given);
  return std::move(packer).take();
}

std::optional<FileScan> unpacked(std::string_view bytes, const std::string& path,
                                 const Vocabulary& vocabulary) {
  FileScan scan;
  if (bytes.empty()) return scan;
  Unpacker unpacker(bytes);
  const auto unpack_all = [&](auto& things, const auto& unpack) {
    for (std::uint64_t left = unpacker.count(); left > 0 && unpacker.sound(); --left) {
      things.push_back(unpack(unpacker, path));
    }
  };
  unpack_all(scan.hits, unpack_hit);
  unpack_all(scan.secrets, unpack_secret);
  unpack_all(scan.given, unpack_given);
  for (Hit& hit : scan.hits) hit.role = vocabulary.role_of(hit.literal.region);
  if (!unpacker.sound() || !unpacker.at_end()) return std::nullopt;
  return scan;
}

}  // namespace godwit::repo
