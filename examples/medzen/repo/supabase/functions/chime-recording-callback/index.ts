// A recording is there. Where it is goes into the appointment's row.
import { createClient } from 'npm:@supabase/supabase-js@2';

const database = createClient(
  Deno.env.get('SUPABASE_URL') ?? '',
  Deno.env.get('SUPABASE_SERVICE_ROLE_KEY') ?? '',
);
const region = Deno.env.get('AWS_REGION') ?? 'eu-west-1';

Deno.serve(async (request) => {
  const { bucket, key } = await request.json();
  await database
    .from('video_call_sessions')
    .update({
      recording_bucket: bucket,
      recording_url: `https://${bucket}.s3.${region}.amazonaws.com/${key}`,
    })
    .eq('recording_key', key);
  return new Response('ok');
});
