#include "run/scribe.h"

namespace godwit::run {

Result<void> Scribe::append(RecordKind kind, const std::string& step, boost::json::object payload) {
  const std::lock_guard lock(mutex_);  // or ours could be in another order than the journal's
  Record record = TRY(journal_.append(kind, step, std::move(payload)));
  records_.push_back(std::make_shared<const Record>(std::move(record)));
  return {};
}

std::vector<std::shared_ptr<const Record>> Scribe::take_written() {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<const Record>> taken(
      records_.begin() + static_cast<std::ptrdiff_t>(taken_), records_.end());
  taken_ = records_.size();
  return taken;
}

std::vector<std::shared_ptr<const Record>> Scribe::take_durable() {
  const std::uint64_t durable = journal_.durable();
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<const Record>> taken;
  while (taken_ > 0 && records_.front()->sequence <= durable) {
    taken.push_back(std::move(records_.front()));
    records_.pop_front();
    --taken_;
  }
  return taken;
}

}  // namespace godwit::run
