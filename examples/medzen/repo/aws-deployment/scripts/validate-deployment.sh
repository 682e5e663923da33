#!/bin/bash
# Are all stacks there, and did all of them come up?
set -e

cd "$(dirname "$0")/.."
source .env
failed=0

for region in af-south-1 eu-west-1; do
  for status in $(aws cloudformation list-stacks \
    --region "$region" \
    --query "StackSummaries[?starts_with(StackName, '${PROJECT_NAME}-')].StackStatus" \
    --output text); do
    case "$status" in
      CREATE_COMPLETE | UPDATE_COMPLETE | DELETE_COMPLETE) ;;
      *)
        echo "$region: $status"
        failed=1
        ;;
    esac
  done
done

exit "$failed"
