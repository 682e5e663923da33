#!/bin/bash
# Deploys the assistant alone, where the other stacks are up to date.
set -e

cd "$(dirname "$0")/.."
source .env

echo "Deploying Bedrock AI to eu-west-1..."

aws cloudformation deploy \
  --template-file cloudformation/bedrock-ai-multi-region.yaml \
  --stack-name medzen-bedrock-ai-eu-west-1 \
  --region eu-west-1 \
  --parameter-overrides \
    ProjectName=medzen \
    Environment=production \
    BedrockModelId=anthropic.claude-3-sonnet-20240229-v1:0 \
    SupabaseUrl="$SUPABASE_URL" \
    SupabaseServiceKey="$SUPABASE_SERVICE_KEY" \
  --capabilities CAPABILITY_NAMED_IAM

echo "Bedrock AI deployed to eu-west-1"
