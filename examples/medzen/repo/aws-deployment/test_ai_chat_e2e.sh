#!/bin/bash
# Asks the assistant in three languages.
set -e

cd "$(dirname "$0")"
source .env

ask() {
  curl --fail -sS -X POST "$SUPABASE_URL/functions/v1/bedrock-ai-chat" \
    -H "Authorization: Bearer $SUPABASE_SERVICE_KEY" \
    -H "Content-Type: application/json" \
    -d "$1" |
    jq -e '.answer'
}

ask '{"message": "Hello", "language": "en", "conversationId": "test", "userId": "test-user"}'
ask '{"message": "Bonjour", "language": "fr", "conversationId": "test", "userId": "test-user"}'
ask '{"message": "Habari", "language": "sw", "conversationId": "test", "userId": "test-user"}'
