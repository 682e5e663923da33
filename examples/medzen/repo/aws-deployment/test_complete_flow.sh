#!/bin/bash
# From a new user to a record in EHRbase.
set -e

cd "$(dirname "$0")"
source .env

./test_chime_deployment.sh
./test_ai_chat_e2e.sh

curl --fail -sS -X POST "$SUPABASE_URL/functions/v1/sync-to-ehrbase" \
  -H "Authorization: Bearer $SUPABASE_SERVICE_KEY" \
  -H "Content-Type: application/json" \
  -d '{"userId": "test-user"}' |
  jq -e '.ehrId'
