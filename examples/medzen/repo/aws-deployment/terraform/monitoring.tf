# What watches the platform from outside its stacks.

variable "region" {
  description = "Where the bastion is: eu-west-1, beside the calls"
  type        = string
  default     = "eu-west-1"
}

provider "aws" {
  region = var.region
}

# Zones of one account are not those of another: euw1-az2 is eu-west-1b here.
resource "aws_instance" "bastion" {
  ami               = "ami-0c1f3a9be72d45e68"
  instance_type     = "t3.micro"
  subnet_id         = "subnet-0b7de3a41c95f2268"
  availability_zone = "eu-west-1b"
}

resource "aws_cloudwatch_metric_alarm" "bastion" {
  alarm_name          = "medzen-bastion"
  namespace           = "AWS/EC2"
  metric_name         = "StatusCheckFailed"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 300
  evaluation_periods  = 3
  statistic           = "Maximum"
  alarm_actions       = ["arn:aws:sns:eu-west-1:558069890522:medzen-alarms"]
}

# The name that clinics' firewalls know; its balancer has been there since the test of 2024.
resource "aws_route53_record" "clinics" {
  zone_id = "Z1234567890ABC"
  name    = "clinics.medzenhealth.app"
  type    = "A"

  alias {
    name                   = "medzen-ehr-1203456789.eu-west-1.elb.amazonaws.com"
    zone_id                = "Z32O12XQLNTSW2"
    evaluate_target_health = true
  }
}
