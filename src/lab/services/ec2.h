// The lab's EC2, as far as regions and their zones: which there are, and which the account has.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
#pragma once

#include "lab/operation_table.h"
#include "lab/service.h"

namespace godwit::lab::services {

class Ec2 : public Service {
 public:
  explicit Ec2(Lab& lab);

  std::string_view name() const override { return "ec2"; }
  Answer handle(const Call& call) override;
  boost::json::value snapshot() const override { return boost::json::object(); }

 private:
  static const OperationEntry<Ec2> operations[];
  Answer describe_regions(const Call& call);
  Answer describe_availability_zones(const Call& call);

  Lab& lab_;
};

}  // namespace godwit::lab::services
