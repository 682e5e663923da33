// Asks the assistant.
const endpoint = Deno.env.get('BEDROCK_API_ENDPOINT') ?? '';

Deno.serve(async (request) => {
  const { message, conversationId, language } = await request.json();
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ message, conversationId, language }),
  });
  return new Response(await answer.text(), { status: answer.status });
});
