#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "account/account_fixture.h"

namespace godwit::account {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string latency = "latency: {eu-west-1: 26ms, eu-central-1: 8ms}";

// The base account with more about its place.
std::string with_place(const std::string& lines) {
  std::string text(base_account);
  const std::size_t at = text.find(latency) + latency.size();
  return text.substr(0, at) + "\n" + lines + text.substr(at);
}
std::vector<std::string> errors_of_place(const std::string& lines) {
  return errors_of(with_place(lines));
}

TEST(Places, HaveGeographyAndNetworks) {
  const auto account =
      read_account(with_place("      country: DE\n"
                              "      coordinates: {latitude: 51.2, longitude: -10.4}\n"
                              "      networks: [198.18.1.0/24, \"2001:db8::/32\"]\n"),
                   "a.yaml");
  ASSERT_TRUE(account.has_value());
  const Place& place = account->users.places.front();
  EXPECT_EQ(place.country, "DE");
  EXPECT_EQ(place.continent, "EU") << "the country's";
  EXPECT_EQ(place.coordinates, (Coordinates{51.2, -10.4}));
  ASSERT_THAT(place.networks, SizeIs(2));
  EXPECT_EQ(to_string(place.networks[1]), "2001:db8::/32");
}

TEST(Places, NeedNoGeography) {
  const auto account = read_account(std::string(base_account), "a.yaml");
  ASSERT_TRUE(account.has_value());
  const Place& place = account->users.places.front();
  EXPECT_EQ(place.country + place.continent + place.subdivision, "");
  EXPECT_FALSE(place.coordinates);
  EXPECT_THAT(place.networks, IsEmpty());
}

TEST(Places, CodesAreChecked) {
  EXPECT_THAT(errors_of_place("      country: XX\n"), ElementsAre(HasSubstr("a country's code")));
  EXPECT_THAT(errors_of_place("      country: de\n"), SizeIs(1));
  EXPECT_THAT(errors_of_place("      continent: Europe\n"), SizeIs(1));
  EXPECT_THAT(errors_of_place("      country: DE\n      subdivision: BY\n"),
              ElementsAre(HasSubstr("only the United States and Ukraine")));
  EXPECT_THAT(errors_of_place("      country: US\n      subdivision: CA\n"), IsEmpty());
  EXPECT_THAT(errors_of_place("      country: US\n      subdivision: calif\n"), SizeIs(1));
  EXPECT_THAT(errors_of_place("      coordinates: {latitude: 91, longitude: 0}\n"), SizeIs(1));
  EXPECT_THAT(errors_of_place("      coordinates: {latitude: 1}\n"), SizeIs(1));
}

TEST(Places, NetworksAreWholeAndGivenOnce) {
  EXPECT_THAT(errors_of_place("      networks: [198.18.1.1/24]\n"),
              ElementsAre(HasSubstr("a network")));
  EXPECT_THAT(errors_of_place("      networks: [198.18.1.0/33, nowhere]\n"), SizeIs(2));
  EXPECT_THAT(errors_of_place("      networks: [198.18.1.0/24, 198.18.1.0/24]\n"),
              ElementsAre(HasSubstr("the network '198.18.1.0/24' is given twice")));
  EXPECT_THAT(errors_of_place("      networks: [198.18.0.0/16, 198.18.1.0/24]\n"), IsEmpty());
}

}  // namespace
}  // namespace godwit::account
