// What is written beside a call.
const endpoint = Deno.env.get('CHIME_API_ENDPOINT') ?? '';
const region = Deno.env.get('AWS_REGION') ?? 'eu-west-1';

Deno.serve(async (request) => {
  const message = await request.json();
  const answer = await fetch(`${endpoint}/messages?region=${region}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(message),
  });
  return new Response(await answer.text(), { status: answer.status });
});
