const region = Deno.env.get('REGION') ?? 'eu-west-1';

Deno.serve(() => new Response(region));
