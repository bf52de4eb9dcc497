Deno.serve(() => new Response('This function is switched off and must not answer.'));
