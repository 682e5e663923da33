#include "lab/users/recursive_resolver.h"

namespace godwit::lab {

RecursiveResolver::RecursiveResolver(Names& names, Directory& directory, Traits traits,
                                     std::unique_ptr<Random> chance)
    : names_(names),
      directory_(directory),
      traits_(traits),
      chance_(std::move(chance)),
      cache_(static_cast<std::size_t>(traits.caches) * directory.name_count() * 2) {}

const CachedAnswer& RecursiveResolver::ask(Directory::Name name, IpFamily family, Time now,
                                           Random& which, bool& asked) {
  const auto machine =
      traits_.caches == 1
          ? 0
          : static_cast<std::size_t>(which.below(static_cast<std::uint64_t>(traits_.caches)));
  CachedAnswer& answer =
      cache_[(machine * directory_.name_count() + name) * 2 + (family == IpFamily::v6 ? 1 : 0)];
  asked = now >= answer.kept_until;
  if (!asked) return answer;

  answer = {};
  const Names::Found found =
      names_.look_up(directory_.canonical(name), *chance_, traits_.place, family);
  if (found.addresses == nullptr) return answer;
  for (const std::string& text : *found.addresses) {
    if (answer.addresses.size() == answer.addresses.capacity()) break;
    answer.addresses.push_back(directory_.number_of(text));
  }
  answer.fresh_until = now + found.ttl;
  answer.kept_until = traits_.rule.kept_until(now, found.ttl);
  if (answer.kept_until > answer.fresh_until) answer.hold = traits_.rule.hold();
  return answer;
}

}  // namespace godwit::lab
