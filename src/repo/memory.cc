#include "repo/memory.h"

#include <algorithm>
#include <cassert>

#include "base/digest.h"
#include "repo/packed.h"

namespace godwit::repo {
namespace {

constexpr std::string_view beginning = "godwit scan memory 1\n";
constexpr std::uint64_t most_bytes = 1ULL << 30;

// Names of a folder, one after the other in one list for all folders.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;

  template <class Thing>
  std::span<const Thing> of(const std::vector<Thing>& things) const {
    return std::span(things).subspan(begin, end - begin);
  }
};

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

struct Memory::Store {
  std::string bytes;
  std::vector<std::string_view> names;
  std::vector<RememberedFile> files;
  std::vector<RememberedFolder> folders;

  bool unpack(std::string_view body);
};

bool Memory::Store::unpack(std::string_view body) {
  struct Ranges {
    Range folders;
    Range files;
    Range remembered;
  };
  std::vector<Ranges> ranges;
  Unpacker unpacker(body);
  const auto take_names = [&] {
    Range range{names.size(), 0};
    for (std::uint64_t left = unpacker.count(); left > 0; --left) names.push_back(unpacker.text());
    range.end = names.size();
    return range;
  };
  for (std::uint64_t left = unpacker.count(); left > 0 && unpacker.sound(); --left) {
    RememberedFolder folder;
    folder.path = unpacker.text();
    folder.stamp = unpacker.fixed();
    folder.rules = unpacker.fixed();
    folder.has_rules = unpacker.number() != 0;
    Ranges own;
    own.folders = take_names();
    own.files = take_names();
    own.remembered.begin = files.size();
    for (std::size_t i = own.files.begin; i < own.files.end && unpacker.sound(); ++i) {
      RememberedFile file;
      file.name = names[i];
      file.stamp = unpacker.fixed();
      if (file.stamp == 0) continue;
      file.binary = unpacker.number() != 0;
      file.size = unpacker.number();
      file.found = unpacker.text();
      files.push_back(file);
    }
    own.remembered.end = files.size();
    folders.push_back(folder);
    ranges.push_back(own);
  }
  if (!unpacker.sound() || !unpacker.at_end()) return false;
  // Only now do the lists stay where they are.
  for (std::size_t i = 0; i < folders.size(); ++i) {
    folders[i].folders = ranges[i].folders.of(names);
    folders[i].files = ranges[i].files.of(names);
    folders[i].remembered = ranges[i].remembered.of(files);
  }
  return true;
}

Memory::Memory() = default;
Memory::Memory(Memory&&) noexcept = default;
Memory& Memory::operator=(Memory&&) noexcept = default;
Memory::~Memory() = default;

Memory Memory::read(Disk& disk, const std::string& path, std::string_view key) {
  Memory memory;
  auto bytes = read_file(disk, path, most_bytes);
  if (!bytes) return memory;
  auto store = std::make_unique<Store>();
  store->bytes = *std::move(bytes);
  const std::string_view body = checked(store->bytes, key);
  if (body.empty() || !store->unpack(body)) return memory;
  memory.store_ = std::move(store);
  memory.folders_.reserve(memory.store_->folders.size());
  for (const RememberedFolder& folder : memory.store_->folders) {
    memory.folders_.emplace(folder.path, &folder);
  }
  return memory;
}

const RememberedFolder* Memory::folder(std::string_view path) const {
  const auto found = folders_.find(path);
  return found == folders_.end() ? nullptr : found->second;
}

const RememberedFile* Memory::file(const RememberedFolder& folder, std::string_view name) {
  const auto found = std::ranges::lower_bound(folder.remembered, name, {}, &RememberedFile::name);
  return found != folder.remembered.end() && found->name == name ? &*found : nullptr;
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
    packer.number(folder.folders.size());
    for (const std::string_view name : folder.folders) packer.text(name);
    packer.number(folder.files.size());
    for (const std::string_view name : folder.files) packer.text(name);
    auto next = folder.remembered.begin();
    for (const std::string_view name : folder.files) {
      if (next == folder.remembered.end() || next->name != name) {
        packer.fixed(0);
        continue;
      }
      assert(next->stamp != 0);
      packer.fixed(next->stamp);
      packer.number(next->binary ? 1 : 0);
      packer.number(next->size);
      packer.text(next->found);
      ++next;
    }
    assert(next == folder.remembered.end());
  }
  Packer whole;
  whole.fixed(crc32c(packer.bytes()));
  return write_file(disk, path,
                    std::string(beginning) + std::string(key) + whole.bytes() + packer.bytes());
}

}  // namespace godwit::repo
