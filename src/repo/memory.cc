#include "repo/memory.h"

#include <algorithm>

#include "base/digest.h"
#include "repo/packed.h"

namespace godwit::repo {
namespace {

constexpr std::string_view beginning = "godwit scan memory 1\n";
constexpr std::uint64_t most_bytes = 1ULL << 30;

// Empty where something is wrong.
std::string read_whole(Disk& disk, const std::string& path) {
  const auto file = disk.open(path, OpenMode::read);
  if (!file) return {};
  const auto size = (*file)->size();
  if (!size || *size > most_bytes) return {};
  return (*file)->read(0, *size).value_or(std::string());
}

std::string_view checked(std::string_view bytes, std::string_view key) {
  if (!bytes.starts_with(beginning)) return {};
  bytes.remove_prefix(beginning.size());
  if (!bytes.starts_with(key)) return {};
  bytes.remove_prefix(key.size());
  if (bytes.size() < 8) return {};
  const std::string_view body = bytes.substr(8);
  return Unpacker(bytes).fixed() == crc32c(body) ? body : std::string_view();
}

}  // namespace

const RememberedFile* FolderContent::file(std::string_view name) const {
  const auto found = std::ranges::lower_bound(files, name, {}, &RememberedFile::name);
  return found != files.end() && found->name == name ? &*found : nullptr;
}

std::string packed(const FolderContent& content) {
  Packer packer;
  packer.number(content.folders.size());
  for (const std::string_view name : content.folders) packer.text(name);
  packer.number(content.files.size());
  for (const RememberedFile& file : content.files) {
    packer.text(file.name);
    packer.fixed(file.stamp);
    if (file.stamp == 0) continue;
    packer.number(file.binary ? 1 : 0);
    packer.number(file.size);
    packer.text(file.found);
  }
  return std::move(packer).take();
}

std::optional<FolderContent> RememberedFolder::unpacked() const {
  FolderContent unpacked;
  Unpacker unpacker(content);
  unpacked.folders.resize(unpacker.count());
  for (std::string_view& name : unpacked.folders) name = unpacker.text();
  unpacked.files.resize(unpacker.count());
  for (RememberedFile& file : unpacked.files) {
    file.name = unpacker.text();
    file.stamp = unpacker.fixed();
    if (file.stamp == 0) continue;
    file.binary = unpacker.number() != 0;
    file.size = unpacker.number();
    file.found = unpacker.text();
  }
  if (!unpacker.sound() || !unpacker.at_end()) return std::nullopt;
  return unpacked;
}

Memory Memory::read(Disk& disk, const std::string& path, std::string_view key) {
  Memory memory;
  memory.bytes_ = read_whole(disk, path);
  // A short string would take its bytes with it when the memory is moved.
  memory.bytes_.reserve(sizeof(std::string));
  Unpacker unpacker(checked(memory.bytes_, key));
  const std::uint64_t count = unpacker.count();
  memory.folders_.reserve(count);
  for (std::uint64_t left = count; left > 0 && unpacker.sound(); --left) {
    RememberedFolder folder;
    folder.path = unpacker.text();
    folder.stamp = unpacker.fixed();
    folder.rules = unpacker.fixed();
    folder.has_rules = unpacker.number() != 0;
    folder.content = unpacker.text();
    memory.folders_.emplace(folder.path, folder);
  }
  if (!unpacker.sound() || !unpacker.at_end()) memory.folders_.clear();
  return memory;
}

const RememberedFolder* Memory::folder(std::string_view path) const {
  const auto found = folders_.find(path);
  return found == folders_.end() ? nullptr : &found->second;
}

Result<void> write_memory(Disk& disk, const std::string& path, std::string_view key,
                          std::span<const RememberedFolder> folders) {
  Packer packer;
  packer.number(folders.size());
  for (const RememberedFolder& folder : folders) {
    packer.text(folder.path);
    packer.fixed(folder.stamp);
    packer.fixed(folder.rules);
    packer.number(folder.has_rules ? 1 : 0);
    packer.text(folder.content);
  }
  Packer check;
  check.fixed(crc32c(packer.bytes()));
  return write_file(disk, path,
                    std::string(beginning) + std::string(key) + check.bytes() + packer.bytes());
}

}  // namespace godwit::repo
