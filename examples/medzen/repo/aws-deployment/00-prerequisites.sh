#!/bin/bash
# What a machine and an account need before anything is deployed:
#
#   1. the programs that the other scripts call
#   2. credentials, and the account that they belong to
#   3. a certificate for the load balancer
#   4. quotas that are large enough
#   5. a .env file, from which all other scripts take their values
#
# Nothing is changed but .env, and that only where there is none yet.
set -euo pipefail

cd "$(dirname "$0")"

DOMAIN_NAME="${DOMAIN_NAME:-medzenhealth.app}"
CHECK_REGION="${AWS_REGION:-af-south-1}"
problems=0

say() {
  printf '%s\n' "$1"
}

missing() {
  printf 'missing: %s\n' "$1" >&2
  problems=$((problems + 1))
}

# --- 1. Programs

need_program() {
  if ! command -v "$1" > /dev/null; then
    missing "$1: $2"
  fi
}

need_program aws "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html"
need_program jq "apt-get install jq"
need_program openssl "apt-get install openssl"
need_program curl "apt-get install curl"
need_program npx "https://nodejs.org"
need_program firebase "npm install --global firebase-tools"
need_program flutter "https://docs.flutter.dev/get-started/install"

# The second major version of the AWS CLI: the first one knows no chime-sdk-meetings.
if command -v aws > /dev/null; then
  case "$(aws --version 2>&1)" in
    aws-cli/2.*) ;;
    *) missing "version 2 of the AWS CLI" ;;
  esac
fi

if [ "$problems" -gt 0 ]; then
  say "Install what is missing, then run this again."
  exit 1
fi

# --- 2. Credentials

if ! ACCOUNT_ID=$(aws sts get-caller-identity --query Account --output text); then
  say "There are no credentials: run 'aws configure sso'."
  exit 1
fi
say "account $ACCOUNT_ID"

# Cape Town has to be switched on for an account before anybody can use it.
OPT_IN=$(aws ec2 describe-regions \
  --region eu-west-1 \
  --all-regions \
  --region-names af-south-1 \
  --query 'Regions[0].OptInStatus' \
  --output text)
if [ "$OPT_IN" = "not-opted-in" ]; then
  missing "af-south-1 is not switched on for account $ACCOUNT_ID"
fi

# --- 3. A certificate

CERTIFICATE_ARN=$(aws acm list-certificates \
  --region "$CHECK_REGION" \
  --certificate-statuses ISSUED \
  --query "CertificateSummaryList[?DomainName=='*.${DOMAIN_NAME}'].CertificateArn | [0]" \
  --output text)
if [ -z "$CERTIFICATE_ARN" ] || [ "$CERTIFICATE_ARN" = "None" ]; then
  missing "a certificate for *.${DOMAIN_NAME} in $CHECK_REGION"
fi

# --- 4. Quotas

# vCPUs of Fargate: six tasks of two each, and as many again while they are replaced.
VCPUS=$(aws service-quotas get-service-quota \
  --region "$CHECK_REGION" \
  --service-code fargate \
  --quota-code L-3032A538 \
  --query 'Quota.Value' \
  --output text)
if [ "${VCPUS%.*}" -lt 24 ]; then
  missing "a quota of 24 vCPUs of Fargate in $CHECK_REGION: there are $VCPUS"
fi

# Instances of RDS: one, its standby, and one that a snapshot is restored into.
INSTANCES=$(aws service-quotas get-service-quota \
  --region "$CHECK_REGION" \
  --service-code rds \
  --quota-code L-7B6409FD \
  --query 'Quota.Value' \
  --output text)
if [ "${INSTANCES%.*}" -lt 3 ]; then
  missing "a quota of 3 instances of RDS in $CHECK_REGION: there are $INSTANCES"
fi

# The model that the assistant asks. An account has to agree to Anthropic's terms once, before
# anybody can call it.
if ! aws bedrock get-foundation-model \
  --region eu-west-1 \
  --model-identifier anthropic.claude-3-sonnet-20240229-v1:0 \
  --query modelDetails.modelLifecycle.status \
  --output text > /dev/null; then
  missing "access to the model in eu-west-1"
fi

if [ "$problems" -gt 0 ]; then
  say "$problems things are missing."
  exit 1
fi

# --- 5. .env

if [ -f .env ]; then
  say ".env is there already, and stays as it is."
  exit 0
fi

# Hexadecimal: RDS takes neither '/' nor '@' nor '"' in a password.
new_password() {
  openssl rand -hex 16
}

DB_ADMIN_PASS=$(new_password)
EHRBASE_PASS=$(new_password)

: "${SUPABASE_URL:?the address of the Supabase project}"
: "${SUPABASE_SERVICE_KEY:?the service key of the Supabase project}"
: "${SUPABASE_ANON_KEY:?the public key of the Supabase project}"

umask 077
cat > .env <<EOF
# Written by 00-prerequisites.sh. It has passwords in it: it is not for git.

# AWS
AWS_ACCOUNT_ID=$ACCOUNT_ID
AWS_REGION=af-south-1
PROJECT_NAME=medzen
ENVIRONMENT=production
CERTIFICATE_ARN=$CERTIFICATE_ARN
DOMAIN_NAME=$DOMAIN_NAME

# Supabase
SUPABASE_URL=$SUPABASE_URL
SUPABASE_SERVICE_KEY=$SUPABASE_SERVICE_KEY
SUPABASE_ANON_KEY=$SUPABASE_ANON_KEY

# Database
DB_ADMIN_USER=ehrbase_admin
DB_ADMIN_PASS=$DB_ADMIN_PASS
EHRBASE_USER=ehrbase_user
EHRBASE_PASS=$EHRBASE_PASS
ENABLE_MULTI_AZ=true
EOF

say "wrote .env"
