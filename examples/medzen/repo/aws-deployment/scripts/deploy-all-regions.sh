#!/bin/bash
# Deploys all stacks of MedZen, each into the region that its role says.
#
#   ./deploy-all-regions.sh deploy     all of them
#   ./deploy-all-regions.sh status     how they are
#
# Needs ../.env, which ../00-prerequisites.sh writes.
set -e

cd "$(dirname "$0")/.."

if [ ! -f .env ]; then
  echo "There is no .env: run ./00-prerequisites.sh first." >&2
  exit 1
fi
source .env
PROJECT_NAME="${PROJECT_NAME:-medzen}"

# Which region does what
PRIMARY_REGION="af-south-1"
SECONDARY_REGION="eu-west-1"
DR_REGION="us-east-1"

# Zone, names, roles: once, where EHRbase is.
deploy_global() {
  aws cloudformation deploy \
    --template-file cloudformation/global-infrastructure.yaml \
    --stack-name "${PROJECT_NAME}-global-infrastructure-${PRIMARY_REGION}" \
    --region "$PRIMARY_REGION" \
    --parameter-overrides \
      ProjectName="$PROJECT_NAME" \
      DomainName="$DOMAIN_NAME" \
      PrimaryRegion="$PRIMARY_REGION" \
      SecondaryRegion="$SECONDARY_REGION" \
      DRRegion="$DR_REGION" \
      HostedZoneOwner=platform \
    --capabilities CAPABILITY_NAMED_IAM
}

# Patients' records, near the patients.
deploy_ehrbase() {
  aws cloudformation deploy \
    --template-file cloudformation/ehrbase-multi-region.yaml \
    --stack-name "${PROJECT_NAME}-ehrbase-${PRIMARY_REGION}" \
    --region "$PRIMARY_REGION" \
    --parameter-overrides \
      ProjectName="$PROJECT_NAME" \
      CertificateArn="$CERTIFICATE_ARN" \
      DatabaseUser="$DB_ADMIN_USER" \
      DatabasePassword="$DB_ADMIN_PASS" \
      EhrbaseUser="$EHRBASE_USER" \
      EhrbasePassword="$EHRBASE_PASS" \
      EnableMultiAZ="$ENABLE_MULTI_AZ" \
    --capabilities CAPABILITY_IAM
}

# Video calls.
deploy_chime() {
  aws cloudformation deploy \
    --template-file cloudformation/chime-sdk-multi-region.yaml \
    --stack-name "${PROJECT_NAME}-chime-sdk-multi-region-${SECONDARY_REGION}" \
    --region "$SECONDARY_REGION" \
    --parameter-overrides \
      ProjectName="$PROJECT_NAME" \
      SupabaseUrl="$SUPABASE_URL" \
      SupabaseServiceKey="$SUPABASE_SERVICE_KEY" \
    --capabilities CAPABILITY_NAMED_IAM
}

# The assistant.
deploy_bedrock() {
  aws cloudformation deploy \
    --template-file cloudformation/bedrock-ai-multi-region.yaml \
    --stack-name "${PROJECT_NAME}-bedrock-ai-${SECONDARY_REGION}" \
    --region "$SECONDARY_REGION" \
    --parameter-overrides \
      ProjectName="$PROJECT_NAME" \
      BedrockRegion="$SECONDARY_REGION" \
      SupabaseUrl="$SUPABASE_URL" \
      SupabaseServiceKey="$SUPABASE_SERVICE_KEY" \
    --capabilities CAPABILITY_NAMED_IAM
}

show_status() {
  for region in "$PRIMARY_REGION" "$SECONDARY_REGION"; do
    echo "$region"
    aws cloudformation list-stacks \
      --region "$region" \
      --query "StackSummaries[?starts_with(StackName, '${PROJECT_NAME}-')].[StackName, StackStatus]" \
      --output table
  done
}

case "$1" in
  deploy)
    deploy_global
    deploy_ehrbase
    deploy_chime
    deploy_bedrock
    ;;
  status)
    show_status
    ;;
  *)
    echo "deploy or status?" >&2
    exit 2
    ;;
esac
