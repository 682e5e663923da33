#include "repo/deployed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace godwit::repo {
namespace {

Hit hit_of(std::string text) {
  Hit hit;
  hit.text = std::move(text);
  return hit;
}

TEST(Deployed, AnAddressIsAnOutputOfAStack) {
  account::Account account;
  account::Stack& stack = account.stacks.emplace_back();
  stack.name = "calls";
  stack.region = "eu-west-1";
  stack.outputs = {{"Api", "https://A1B2.execute-api.eu-west-1.amazonaws.com/x"},
                   {"Bucket", "calls-recordings"},
                   {"Flag", "true"}};
  Scan scan;
  scan.hits = {hit_of("a1b2.execute-api.eu-west-1.amazonaws.com"),
               hit_of("c3d4.execute-api.eu-west-1.amazonaws.com"), hit_of("calls-recordings"),
               hit_of("true"), hit_of("calls")};
  lay_deployed(scan, account);
  ASSERT_THAT(scan.hits[0].depends, testing::SizeIs(1));
  EXPECT_EQ(scan.hits[0].depends[0].kind, Dependency::Kind::deployed);
  EXPECT_EQ(scan.hits[0].depends[0].words, "output Api of the stack calls in eu-west-1");
  EXPECT_THAT(scan.hits[1].depends, testing::IsEmpty());
  EXPECT_THAT(scan.hits[2].depends, testing::SizeIs(1));
  EXPECT_THAT(scan.hits[3].depends, testing::IsEmpty()) << "too short to be anything";
  EXPECT_THAT(scan.hits[4].depends, testing::IsEmpty());
}

}  // namespace
}  // namespace godwit::repo
