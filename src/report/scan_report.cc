#include "report/scan_report.h"

#include <algorithm>
#include <utility>

namespace godwit::report {

using check::Severity;
using repo::Use;

namespace {

// The byte at which so many characters have gone by.
std::size_t offset_of(std::string_view text, int characters) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;
    if (characters-- == 0) break;
  }
  return at;
}

// A key's file is called what it is called; what was made the name of a file is a token.
bool is_name_of_key(const repo::FoundSecret& secret) {
  return secret.kind == "private key" || secret.kind == "service account key";
}

}  // namespace

ScanReport::ScanReport(repo::Scan scan, std::vector<std::string> because, Severity fail_on)
    : scan_(std::move(scan)), because_(std::move(because)), fail_on_(fail_on) {
  for (const repo::FoundSecret& secret : scan_.secrets) {
    if (!secret.in_name || is_name_of_key(secret)) continue;
    const std::string& path = secret.at.file;
    std::string& masked = masked_.try_emplace(path, path).first->second;
    const std::size_t begin = offset_of(path, secret.at.column - 1);
    const std::size_t end = offset_of(path, secret.at.column - 1 + secret.length);
    std::fill(masked.begin() + static_cast<std::ptrdiff_t>(begin),
              masked.begin() + static_cast<std::ptrdiff_t>(end), '*');
  }
}

const std::string& ScanReport::because(std::size_t hit) const {
  static const std::string nothing;
  return hit < because_.size() ? because_[hit] : nothing;
}

Severity ScanReport::severity(std::size_t hit) const {
  const repo::Hit& one = scan_.hits[hit];
  const bool is_used =
      one.use != Use::backup && one.use != Use::comment && one.use != Use::documentation;
  const bool is_source = one.role == "source";
  return is_used && is_source && because(hit).empty() ? Severity::warning : Severity::note;
}

std::size_t ScanReport::count(Severity severity) const {
  if (severity == Severity::error) return scan_.secrets.size();
  std::size_t count = 0;
  for (std::size_t i = 0; i < scan_.hits.size(); ++i) {
    if (because(i).empty() && this->severity(i) == severity) ++count;
  }
  return count;
}

std::size_t ScanReport::excepted() const {
  return because_.size() - static_cast<std::size_t>(std::ranges::count(because_, std::string()));
}

bool ScanReport::passed() const {
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    if (severity <= fail_on_ && count(severity) > 0) return false;  // errors come first
  }
  return true;
}

const std::string& ScanReport::path(const std::string& path) const {
  const auto masked = masked_.find(path);
  return masked == masked_.end() ? path : masked->second;
}

std::string_view to_string(repo::Dependency::Kind kind) {
  switch (kind) {
    case repo::Dependency::Kind::overridden:
      return "overridden";
    case repo::Dependency::Kind::used:
      return "used";
    case repo::Dependency::Kind::deployed:
      return "deployed";
  }
  return "";
}

}  // namespace godwit::report
