// EC2 on the wire: its own names, lists and errors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/codec.h"

namespace godwit::aws {
namespace {

const Service& ec2 = service("ec2");

std::string form_of(std::string_view operation, const Value& input) {
  return std::string(
      serialize_request(ec2, *ec2.find(operation), "eu-west-1", input)->http.body.bytes());
}

ServiceError error_of(std::string fields) {
  HttpRequest request;
  request.method = "POST";
  request.body = Body(std::move(fields));
  const auto parsed = parse_request(ec2, request);
  return parsed ? ServiceError{200, "accepted", "", {}} : parsed.error();
}

TEST(Ec2, CapitalisesAndNumbers) {
  Value filter(Members{{"Name", "vpc-id"}, {"Values", List{"vpc-1", "vpc-2"}}});
  EXPECT_EQ(form_of("DescribeSubnets", Value(Members{{"Filters", List{filter}}, {"DryRun", true}})),
            "Action=DescribeSubnets&Version=2016-11-15&Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-1"
            "&Filter.1.Value.2=vpc-2&DryRun=true");
  EXPECT_EQ(form_of("DescribeSubnets", Value(Members{{"Filters", List{}}})),
            "Action=DescribeSubnets&Version=2016-11-15");
}

TEST(Ec2, AnswersInTheRoot) {
  Value region(Members{{"Endpoint", "ec2.eu-west-1.amazonaws.com"}, {"RegionName", "eu-west-1"}});
  const Response response = serialize_response(ec2, *ec2.find("DescribeRegions"),
                                               Value(Members{{"Regions", List{region}}}), "ID");
  EXPECT_EQ(response.body.bytes(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<DescribeRegionsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">"
            "<requestId>ID</requestId><regionInfo><item>"
            "<regionEndpoint>ec2.eu-west-1.amazonaws.com</regionEndpoint>"
            "<regionName>eu-west-1</regionName></item></regionInfo></DescribeRegionsResponse>");
}

TEST(Ec2, ErrorsAreAListOfOne) {
  const Response response = serialize_error(
      ec2, nullptr, {400, "InvalidVpcID.NotFound", "The vpc ID 'vpc-1' does not exist", {}}, "ID",
      false);
  EXPECT_EQ(response.body.bytes(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code>"
            "<Message>The vpc ID 'vpc-1' does not exist</Message></Error></Errors>"
            "<RequestID>ID</RequestID></Response>");
  const auto parsed = parse_response(ec2, *ec2.find("DescribeVpcs"), response);
  EXPECT_EQ(parsed.error().code, "InvalidVpcID.NotFound");
  EXPECT_EQ(parsed.error().cause, "The vpc ID 'vpc-1' does not exist");
}

TEST(Ec2, SaysWhatIsWrong) {
  const std::string regions = "Action=DescribeRegions&Version=2016-11-15";
  EXPECT_EQ(error_of(regions).code, "accepted");
  EXPECT_EQ(error_of(regions + "&AllRegions=true&Filter.1.Name=a").code, "accepted");
  EXPECT_EQ(error_of("").code, "MissingAction");
  EXPECT_EQ(error_of("Action=Dance&Version=2016-11-15").code, "InvalidAction");
  EXPECT_EQ(error_of("Action=DescribeRegions&Version=1999-01-01").code, "NoSuchVersion");
  EXPECT_EQ(error_of(regions + "&AllRegions=perhaps").code, "InvalidParameterValue");
  const ServiceError unknown = error_of(regions + "&Filters.member.1.Name=a");
  EXPECT_EQ(unknown.code, "UnknownParameter");
  EXPECT_EQ(unknown.message, "The parameter Filters.member.1.Name is not recognized");
  EXPECT_EQ(error_of(regions + "&Filter.0.Name=a").code, "UnknownParameter");
  EXPECT_EQ(error_of(regions + "&a=%ff").code, "MalformedQueryString");
  EXPECT_EQ(error_of("Action=CreateTags&Version=2016-11-15&ResourceId.1=vpc-1").code,
            "MissingParameter");
  EXPECT_EQ(error_of("Action=DescribeTags&Version=2016-11-15&MaxResults=many").code,
            "InvalidParameterValue");
}

}  // namespace
}  // namespace godwit::aws
