// A user's row becomes a record in EHRbase.
const ehrbase = Deno.env.get('EHRBASE_URL') ?? 'https://ehr.medzenhealth.app/ehrbase';
const user = Deno.env.get('EHRBASE_USER') ?? '';
const password = Deno.env.get('EHRBASE_PASS') ?? '';

Deno.serve(async (request) => {
  const { userId } = await request.json();
  const answer = await fetch(`${ehrbase}/rest/openehr/v1/ehr`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${btoa(`${user}:${password}`)}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ _type: 'EHR_STATUS', subject: { external_ref: { id: userId } } }),
  });
  return Response.json({ ehrId: answer.headers.get('ETag') }, { status: answer.status });
});
