#!/bin/bash
# Calls a callback again with what it was given, after an incident. Everything in here is made up.
set -e

export AWS_ACCESS_KEY_ID=AKIAMEDZENMEDZENMED2
TOKEN="eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoibWFkZS11cCIsImlzcyI6Im1lZHplbi1leGFtcGxlIn0.bWFkZS11cC1zaWduYXR1cmUtb2YtbWVkemVucy1maXh0dXJl"

curl --fail -sS -X POST "https://noaeltglphdlkbflipit.supabase.co/functions/v1/$1" \
  -H "Authorization: Bearer $TOKEN" \
  -H "Content-Type: application/json" \
  -d "$2"
