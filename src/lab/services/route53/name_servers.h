// NameServers: Route 53's data plane. It serves what has been published to it, whatever has become
// of the control plane since (fact C11), and chooses among records by the health that it is told.
//
// AWS has four servers for a zone, and a change reaches them one by one; here they are one, which
// changes when the last of them would have.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lab/health_checker.h"
#include "lab/services/route53/served_zone.h"
#include "traffic/answers.h"

namespace godwit::lab::services {

// Who asks: a place of the account (Names::nowhere: nobody knows where), and the network that the
// question tells of, where it does.
struct Client {
  std::size_t place = ~std::size_t{0};
  std::optional<IpNetwork> network;
  bool operator==(const Client&) const = default;
};

// What is said to a question: traffic::Answers with records of its own, since others are published
// while this is remembered. Values of CNAME records are names in canonical form.
struct Said {
  struct Branch {
    double probability = 1;
    std::vector<traffic::RecordSet> links;
    std::vector<traffic::RecordSet> records;
    std::size_t most = 1;
    bool endless = false;
    bool no_such_name = false;
    Duration ttl{};
  };
  traffic::Answers::Kind kind = traffic::Answers::Kind::not_ours;
  std::string zone;  // its name
  std::vector<Branch> branches;
  bool by_asker = false;      // may others be told something else?
  bool by_network = false;    // and others at the same place, too?
  std::uint64_t version = 0;  // no two that were worked out have the same

  // By a draw from [0, 1); nullptr where there is no answer.
  const Branch* choose(double draw) const;
};

class NameServers {
 public:
  using AskerOf = std::function<traffic::Asker(const Client& client)>;

  NameServers(const HealthChecker& health, AskerOf asker_of)
      : health_(health), asker_of_(std::move(asker_of)) {}
  NameServers(const NameServers&) = delete;
  NameServers& operator=(const NameServers&) = delete;

  // From now on, these are the records of the zone of that id.
  void publish(traffic::Zone zone);
  void withdraw(const std::string& zone_id);
  void publish_collections(traffic::CidrCollections collections);

  // To a question for a name in canonical form. Valid until the next question or publication.
  const Said& answer(std::string_view name, std::string_view type, const Client& client = {});

  // The records of exactly that name and type, also below a zone cut, where they are no answers but
  // addresses of servers that a referral names.
  std::vector<traffic::RecordSet> held(std::string_view name, std::string_view type) const;

  // Grows with everything that may change an answer.
  std::uint64_t generation() const { return publications_ + health_.generation(); }

 private:
  struct Remembered {
    Client client;
    std::uint64_t health;  // its generation
    Said said;
  };
  // Of one question: one answer for everybody, or some by client.
  struct Slot {
    std::string type;
    std::vector<std::unique_ptr<Remembered>> answers;
  };
  struct Name {
    const ServedZone* zone = nullptr;
    bool by_asker = false;
    bool by_network = false;
    std::vector<Slot> slots;
    std::size_t remembered() const;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const {
      return std::hash<std::string_view>()(name);
    }
  };

  const ServedZone* closest(std::string_view name) const;
  void index_names();
  void forget_all();
  Name& find(std::string_view name);
  Said work_out(const Name& found, std::string_view name, std::string_view type,
                const Client& client);

  const HealthChecker& health_;
  AskerOf asker_of_;
  traffic::CidrCollections collections_;
  std::map<std::string, std::unique_ptr<ServedZone>> served_;  // by id
  std::map<std::string, const ServedZone*, std::less<>> served_by_name_;
  std::unordered_map<std::string, Name, Hash, std::equal_to<>> names_;
  std::size_t remembered_ = 0;
  std::uint64_t publications_ = 0;
  std::uint64_t worked_out_ = 0;
};

}  // namespace godwit::lab::services
