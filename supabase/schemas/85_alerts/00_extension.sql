-- The worker that sends mails and messages is woken from here.
create extension if not exists pg_net with schema extensions;
