// Directory: the names that users ask for and the addresses that they are led to, by number, so
// that a hundred thousand caches hold no texts.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "account/account.h"
#include "base/ip.h"

namespace godwit::lab {

class Directory {
 public:
  using Name = std::uint8_t;      // 0: the workload's hostname; n + 1: the endpoint of site n
  using Address = std::uint16_t;  // a new one for each address that ever comes up
  static constexpr int no_site = -1;

  // The account outlives it.
  explicit Directory(const account::Account& account);

  static constexpr Name hostname = 0;
  static Name endpoint_of(std::size_t site) { return static_cast<Name>(site + 1); }
  const std::string& name(Name number) const { return names_[number]; }  // as it stands there
  const std::string& canonical(Name number) const { return canonical_[number]; }
  std::size_t name_count() const { return names_.size(); }

  Address number_of(const std::string& address);
  const std::string& address(Address number) const { return addresses_[number].text; }
  IpFamily family(Address number) const { return addresses_[number].family; }
  int site(Address number) const { return addresses_[number].site; }  // no_site: nobody's

  bool has_v6() const { return has_v6_; }  // of any site

  // The round trip from a place to a site's region; 150 ms where the account does not say.
  Duration round_trip(std::size_t place, int site) const {
    return site == no_site ? milliseconds(150)
                           : round_trips_[place * site_count_ + static_cast<std::size_t>(site)];
  }

 private:
  struct Known {
    std::string text;
    IpFamily family;
    int site;
  };
  const account::Account& account_;
  std::vector<std::string> names_;
  std::vector<std::string> canonical_;
  std::vector<Known> addresses_;
  std::map<std::string, Address> numbers_;
  std::vector<Duration> round_trips_;  // by place, then site
  std::size_t site_count_;
  bool has_v6_ = false;
};

}  // namespace godwit::lab
