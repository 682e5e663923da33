// Symptoms and medication that a transcript names.
import {
  ComprehendMedicalClient,
  DetectEntitiesV2Command,
} from 'npm:@aws-sdk/client-comprehendmedical@3';

const client = new ComprehendMedicalClient({ region: Deno.env.get('AWS_REGION') ?? 'eu-west-1' });

Deno.serve(async (request) => {
  const { text } = await request.json();
  const { Entities } = await client.send(new DetectEntitiesV2Command({ Text: text }));
  return Response.json(Entities ?? []);
});
