-- The inbox's own database. It lies beside the project's, in the same cluster, so that neither a
-- diff nor an advisor of the project ever sees a mail.

-- One row per message that was accepted, whatever the road it came by.
create table messages (
  id uuid primary key default gen_random_uuid(),
  -- Orders what arrives within one microsecond, and is what a page of the list starts after.
  sequence bigint generated always as identity unique,
  channel text not null,
  provider text not null,
  -- What the sender was told: Resend's id, Twilio's SM…, the Message-ID of an SMTP mail, a push's id.
  provider_id text not null,
  sender text not null,
  recipients text[] not null,
  cc text[] not null default '{}',
  bcc text[] not null default '{}',
  reply_to text[] not null default '{}',
  -- Every recipient once more, bare and in lower case: what filters and rules compare with.
  addresses text[] not null,
  subject text,
  html text,
  text text,
  -- Pairs of name and value, in the order of the message.
  headers jsonb not null default '[]',
  tags jsonb not null default '[]',
  status text not null,
  history jsonb not null,
  -- What will still happen to it, and when: a scheduled mail, a bounce that comes later.
  plan jsonb,
  due_at timestamptz,
  scheduled_at timestamptz,
  status_callback text,
  idempotency_key text,
  -- Tells the same request apart from another one under the same key.
  fingerprint text,
  batch_position int not null default 0,
  created_at timestamptz not null default now(),
  constraint a_channel_is_known check (channel in ('email', 'sms', 'push')),
  constraint a_provider_is_known check (provider in ('resend', 'twilio', 'smtp', 'push')),
  constraint a_plan_has_its_time check ((plan is null) = (due_at is null))
);
create index messages_by_address on messages using gin (addresses);
create index messages_by_provider_id on messages (provider, provider_id);
create index messages_by_key on messages (idempotency_key) where idempotency_key is not null;
create index messages_due on messages (due_at) where due_at is not null;

-- Files, apart from the messages so that a list never reads them.
create table attachments (
  id uuid primary key default gen_random_uuid(),
  message_id uuid not null references messages on delete cascade,
  position int not null,
  name text not null,
  type text not null,
  size int not null,
  content_id text,
  content bytea not null
);
create index attachments_by_message on attachments (message_id);

-- What is told to the application about a message, with how that went.
create table webhooks (
  id text primary key,
  sequence bigint generated always as identity unique,
  message_id uuid not null references messages on delete cascade,
  provider text not null,
  event text not null,
  url text not null,
  body text not null,
  state text not null default 'pending',
  attempts int not null default 0,
  outcome text,
  next_attempt_at timestamptz not null,
  constraint a_webhook_is_pending_delivered_or_failed check (state in ('pending', 'delivered', 'failed'))
);
create index webhooks_by_message on webhooks (message_id);
create index webhooks_due on webhooks (next_attempt_at) where state = 'pending';

-- Failures that a person or a test has ordered; the newest that fits a recipient is obeyed.
create table rules (
  id uuid primary key default gen_random_uuid(),
  sequence bigint generated always as identity unique,
  channel text not null,
  -- A recipient in lower case, * for any run of characters.
  pattern text not null,
  matcher text not null generated always as (
    replace(replace(replace(replace(pattern, '\', '\\'), '%', '\%'), '_', '\_'), '*', '%')
  ) stored,
  outcome text not null,
  -- HTTP status that an outcome "respond" answers with; then `seconds` is its Retry-After.
  status int,
  seconds numeric not null,
  -- Obeyed this often, then no more; always when null.
  times int,
  hits int not null default 0,
  created_at timestamptz not null default now(),
  constraint a_rule_is_for_a_channel check (channel in ('email', 'sms', 'push'))
);

-- What a person has set on the page.
create table settings (
  name text primary key,
  value text not null
);
