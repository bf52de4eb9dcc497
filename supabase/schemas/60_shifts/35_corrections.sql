-- What is wrong in a locked shift is asked to be put right, or let in late, and a manager decides. The
-- request is here, because the guard of shifts asks for it; what it does to records is in 75_shifts.
create table public.correction_requests (
  id uuid primary key default gen_random_uuid(),
  number text not null unique,
  site_id uuid not null,
  run_id uuid not null,
  kind text not null
    constraint "correction is a change or a late entry" check (kind in ('change', 'late_entry')),
  subject text not null
    constraint "subject of a correction has 1 to 200 characters" check (btrim(subject) <> '' and length(subject) <= 200),
  subject_type text
    constraint "stages, downtimes and materials are corrected" check (subject_type in ('stage_logs', 'downtimes', 'stage_materials')),
  subject_id uuid,
  changes jsonb,
  before jsonb,
  command text
    constraint "commands of the floor are entered late" check (
      command in (
        'log_stage', 'start_stage', 'finish_stage', 'log_downtime', 'end_downtime', 'allocate_material', 'return_material'
      )
    ),
  args jsonb,
  made_at timestamptz,
  entry_id uuid,
  reason text not null
    constraint "reason of a correction has 1 to 2000 characters" check (btrim(reason) <> '' and length(reason) <= 2000),
  effects jsonb not null,
  state text not null default 'requested'
    constraint "correction is requested, approved, declined or withdrawn" check (
      state in ('requested', 'approved', 'declined', 'withdrawn')
    ),
  requested_by uuid not null references public.profiles (id),
  requested_at timestamptz not null default app.now(),
  decided_by uuid references public.profiles (id),
  decided_at timestamptz,
  decision_note text
    constraint "note of a decision has at most 2000 characters" check (length(decision_note) <= 2000),
  result jsonb,
  transaction_id bigint,
  constraint "correction is of a run of its site" foreign key (run_id, site_id) references public.shift_runs (id, site_id),
  constraint "a change names its record, a late entry its command" check (
    case kind
      when 'change' then subject_type is not null and subject_id is not null and changes is not null and before is not null
        and command is null and args is null and made_at is null and entry_id is null
      else command is not null and args is not null and made_at is not null and entry_id is not null
        and subject_type is null and subject_id is null and changes is null and before is null
    end
  ),
  constraint "a correction is decided by another person" check (decided_by <> requested_by),
  constraint "a decided correction has a person, a time and a note" check (
    (state in ('requested', 'withdrawn')) = (decided_by is null)
    and (decided_by is null) = (decided_at is null) and (decided_by is null) = (decision_note is null)
  ),
  constraint "what was approved has its result" check ((state = 'approved') = (result is not null))
);
comment on table public.correction_requests is
  'Corrections of records of locked shifts, and entries that came too late for theirs, with their decisions (P3.07, P1.05); written by commands alone.';
comment on column public.correction_requests.run_id is 'The locked run whose record it is, or in which the entry was made.';
comment on column public.correction_requests.subject is 'What it is about, as sentences name it: Drying of MCC-24-051-A.';
comment on column public.correction_requests.changes is 'Columns with their new values; parameters of a stage by their keys.';
comment on column public.correction_requests.before is 'The same columns as they were when it was asked.';
comment on column public.correction_requests.args is 'What the command is called with.';
comment on column public.correction_requests.made_at is 'When the entry was made, by the clock of the device that kept it.';
comment on column public.correction_requests.entry_id is 'Request id under which the command is called, so that it happens once, however often the device sends it.';
comment on column public.correction_requests.effects is 'What it would have done at the moment it was asked.';
comment on column public.correction_requests.result is 'What it did: {effects, answer of the command}.';
comment on column public.correction_requests.transaction_id is 'The transaction that applied it; its changes are in audit.log under the same.';
create index correction_requests_run_id_idx on public.correction_requests (run_id, site_id);
create index correction_requests_site_id_idx on public.correction_requests (site_id, requested_at desc);
create index correction_requests_open_idx on public.correction_requests (site_id) where state = 'requested';
create index correction_requests_subject_id_idx on public.correction_requests (subject_id) where subject_id is not null;
create index correction_requests_requested_by_idx on public.correction_requests (requested_by, requested_at desc);
create index correction_requests_decided_by_idx on public.correction_requests (decided_by);
create unique index correction_requests_entry_id_idx on public.correction_requests (entry_id)
  where state in ('requested', 'approved');
-- No more than those that are being applied at this moment are in it: the guards ask it at every command.
create index correction_requests_applied_idx on public.correction_requests (transaction_id)
  where state = 'requested' and transaction_id is not null;
create trigger audit after insert or update or delete on public.correction_requests
  for each row execute function audit.record();
create trigger keep before update or delete on public.correction_requests
  for each row execute function audit.keep_but('state', 'decided_by', 'decided_at', 'decision_note', 'result', 'transaction_id');
create trigger keep_decided before update on public.correction_requests
  for each row when (old.state <> 'requested') execute function audit.keep();
alter table public.correction_requests enable row level security;
grant select on public.correction_requests to authenticated, service_role;

create function app.correction_requests_announce() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.announce(new.site_id, 'shifts', 'correction', pg_catalog.jsonb_build_object('correction', new.id, 'state', new.state));
  return null;
end $$;
comment on function app.correction_requests_announce() is 'Tells the site that a correction was asked for, decided or withdrawn.';
create trigger announce after insert or update of state on public.correction_requests
  for each row execute function app.correction_requests_announce();

-- The guards let a correction through while it is being applied and no longer: a request that is open
-- and names the transaction that asks. Nobody but decide_correction writes that, and nobody else ever
-- sees it, because it is decided when the transaction ends.
create function app.applied_correction() returns public.correction_requests
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  correction public.correction_requests;
begin
  select * into correction from public.correction_requests
  where state = 'requested' and transaction_id is not null and transaction_id = pg_catalog.txid_current_if_assigned();
  return correction;
end $$;
comment on function app.applied_correction() is 'The correction that this transaction is applying; null when it is none.';

create function app.entered_at() returns timestamptz
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return coalesce((app.applied_correction()).made_at, app.now());
end $$;
comment on function app.entered_at() is 'When what is being entered was recorded: now, or when a late entry was made.';
