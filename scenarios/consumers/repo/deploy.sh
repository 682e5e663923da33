#!/bin/sh
REGION=eu-west-1
exec deploy --region "$REGION"
