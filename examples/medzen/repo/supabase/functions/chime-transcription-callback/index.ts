// A transcript is there.
import { createClient } from 'npm:@supabase/supabase-js@2';

const database = createClient(
  Deno.env.get('SUPABASE_URL') ?? '',
  Deno.env.get('SUPABASE_SERVICE_ROLE_KEY') ?? '',
);

Deno.serve(async (request) => {
  const { meetingId, text } = await request.json();
  await database.from('transcripts').insert({ meeting_id: meetingId, text });
  return new Response('ok');
});
