#!/bin/bash
# Makes a meeting and ends it.
set -e

cd "$(dirname "$0")"
source .env

curl --fail -sS -X POST "$SUPABASE_URL/functions/v1/chime-meeting-token" \
  -H "Authorization: Bearer $SUPABASE_SERVICE_KEY" \
  -H "Content-Type: application/json" \
  -d '{"appointmentId": "test-appointment", "userId": "test-user"}' |
  jq -e '.Meeting.MeetingId'
