#include "lab/services/s3/object.h"

#include <cstring>

#include "base/encoding.h"
#include "base/text.h"
#include "lab/services/s3/acl.h"

namespace godwit::lab::services {

namespace {

const ObjectHeaders no_headers;
const VersionExtras no_extras;
const std::string no_text;

}  // namespace

const std::map<std::string, std::string>& ObjectContent::headers() const {
  return described == nullptr ? no_headers.headers : described->headers;
}

const std::map<std::string, std::string>& ObjectContent::metadata() const {
  return described == nullptr ? no_headers.metadata : described->metadata;
}

std::string checksum_of(const ObjectContent& content) {
  if (!content.checksum) return {};
  return fmt::format("{}:{}", to_lower(to_string(content.checksum->algorithm)),
                     content.checksum->value);
}

std::string ETag::text() const {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(34, '"');
  for (std::size_t i = 0; i < digest.size(); ++i) {
    text[1 + 2 * i] = digits[digest[i] >> 4];
    text[2 + 2 * i] = digits[digest[i] & 15];
  }
  if (parts != 0) {
    text.pop_back();
    text += fmt::format("-{}\"", parts);
  }
  return text;
}

ETag etag_of(std::string_view digest, std::size_t parts) {
  ETag etag;
  std::memcpy(etag.digest.data(), digest.data(), std::min(digest.size(), etag.digest.size()));
  etag.parts = static_cast<std::uint32_t>(parts);
  return etag;
}

bool names_etag(std::string_view condition, const ETag& etag) {
  if (trim(condition) == "*") return true;
  const std::string text = etag.text();
  const std::string_view bare(text.data() + 1, text.size() - 2);
  for (std::string_view one : split(condition, ',')) {
    one = trim(one);
    if (one == text || one == bare) return true;
  }
  return false;
}

VersionId::VersionId(std::string_view text)
    : size_(static_cast<std::uint8_t>(std::min(text.size(), text_.size()))) {
  std::memcpy(text_.data(), text.data(), size_);
}

const std::string& SharedText::text() const { return text_ == nullptr ? no_text : *text_; }

ObjectVersion::ObjectVersion(const ObjectVersion& other) { *this = other; }

ObjectVersion& ObjectVersion::operator=(const ObjectVersion& other) {
  if (this == &other) return *this;
  version_id = other.version_id;
  storage_class = other.storage_class;
  replication_status = other.replication_status;
  delete_marker = other.delete_marker;
  bucket_key = other.bucket_key;
  last_modified = other.last_modified;
  sequence = other.sequence;
  replications_begun = other.replications_begun;
  replications_outstanding = other.replications_outstanding;
  etag = other.etag;
  key_arn = other.key_arn;
  content = other.content;
  extras_ = other.extras_ ? std::make_unique<VersionExtras>(*other.extras_) : nullptr;
  return *this;
}

const VersionExtras& ObjectVersion::extras() const { return extras_ ? *extras_ : no_extras; }

VersionExtras& ObjectVersion::change_extras() {
  if (!extras_) extras_ = std::make_unique<VersionExtras>();
  return *extras_;
}

void ObjectVersion::set_tags(Tags tags) {
  if (!tags.empty() || extras_) change_extras().tags = std::move(tags);
}

// Glacier Instant Retrieval (GLACIER_IR) is read like any other class.
bool is_archive_class(StorageClass storage_class) {
  return storage_class == StorageClass::glacier || storage_class == StorageClass::deep_archive;
}

bool is_archived(const ObjectVersion& version, Time now) {
  if (!is_archive_class(version.storage_class)) return false;
  const auto& until = version.extras().restored_until;
  return !until || *until <= now;
}

ObjectVersion* History::find(std::string_view version_id) {
  for (auto version = versions_.rbegin(); version != versions_.rend(); ++version) {
    if (version->version_id == version_id) return &*version;
  }
  return nullptr;
}

const ObjectVersion* History::find(std::string_view version_id) const {
  return const_cast<History*>(this)->find(version_id);
}

ObjectVersion& History::add(ObjectVersion version) {
  auto place = versions_.end();
  const auto order = [](const ObjectVersion& one) {
    return std::pair(one.last_modified, one.sequence);
  };
  while (place != versions_.begin() && order(*std::prev(place)) > order(version)) --place;
  return *versions_.insert(place, std::move(version));
}

bool History::remove(std::string_view version_id) {
  return std::erase_if(versions_, [&](const ObjectVersion& version) {
           return version.version_id == version_id;
         }) > 0;
}

}  // namespace godwit::lab::services
