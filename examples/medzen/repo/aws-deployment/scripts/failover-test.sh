#!/bin/bash
# Asks ehr.medzenhealth.app every five seconds, and prints which region answers.
set -e

for i in $(seq 1 60); do
  address=$(dig +short ehr.medzenhealth.app | head -n 1)
  code=$(curl -s -o /dev/null -w '%{http_code}' "https://ehr.medzenhealth.app/ehrbase/management/health")
  echo "$i $(date -u +%H:%M:%S) $address $code"
  sleep 5
done
