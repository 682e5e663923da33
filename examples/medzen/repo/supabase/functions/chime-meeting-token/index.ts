// A token with which a user joins a meeting.
const endpoint = Deno.env.get('CHIME_API_ENDPOINT') ?? '';

Deno.serve(async (request) => {
  const { appointmentId, userId } = await request.json();
  const answer = await fetch(`${endpoint}/meetings`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ appointmentId, userId }),
  });
  return new Response(await answer.text(), { status: answer.status });
});
