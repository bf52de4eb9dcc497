-- A test is of a lot or of a stage of a batch. Its results keep the limits they were judged by; a repeat
-- is another test that names the one before (P4.07).
create table public.qc_tests (
  id uuid primary key default gen_random_uuid(),
  number text not null unique,
  site_id uuid not null references public.sites (id),
  kind text not null
    constraint "test is incoming, in-process or final" check (kind in ('incoming', 'in_process', 'final')),
  lot_id uuid not null references public.lots (id),
  stage_log_id uuid references public.stage_logs (id),
  plan_id uuid not null references public.qc_plans (id),
  retest_of uuid unique references public.qc_tests (id),
  attempt integer not null default 1
    constraint "attempt is 1 or above" check (attempt >= 1),
  status text not null
    constraint "test is pending, pass, fail or hold" check (status in ('pending', 'pass', 'fail', 'hold')),
  overridden boolean not null default false,
  document_path text
    constraint "document path has at most 300 characters" check (length(document_path) <= 300),
  remarks text
    constraint "test remarks have at most 2000 characters" check (length(remarks) <= 2000),
  sampled_at timestamptz not null,
  tested_by uuid not null references public.profiles (id),
  tested_at timestamptz not null default app.now(),
  constraint "a test in process names its stage, others do not" check ((stage_log_id is not null) = (kind = 'in_process')),
  constraint "a re-test is a further attempt" check ((retest_of is null) = (attempt = 1))
);
comment on table public.qc_tests is 'Tests of lots and stages (P4.02); written by commands alone.';
comment on column public.qc_tests.lot_id is 'The lot tested; for a stage, the lot of its batch.';
create index qc_tests_lot_id_idx on public.qc_tests (lot_id, tested_at);
create index qc_tests_stage_log_id_idx on public.qc_tests (stage_log_id, tested_at);
create index qc_tests_site_id_idx on public.qc_tests (site_id, tested_at desc);
create index qc_tests_plan_id_idx on public.qc_tests (plan_id);
create index qc_tests_open_idx on public.qc_tests (site_id) where status in ('pending', 'hold');
create index qc_tests_tested_by_idx on public.qc_tests (tested_by);
create trigger audit after insert or update or delete on public.qc_tests
  for each row execute function audit.record();
create trigger keep before update or delete on public.qc_tests
  for each row execute function audit.keep_but('status', 'overridden');
alter table public.qc_tests enable row level security;
create policy "members see the tests of their sites" on public.qc_tests for select to authenticated
  using (site_id = any ((select app.my_sites())::uuid[]));
grant select on public.qc_tests to authenticated, service_role;

create table public.qc_results (
  id uuid primary key default gen_random_uuid(),
  test_id uuid not null references public.qc_tests (id),
  parameter_id uuid not null references public.qc_parameters (id),
  position integer not null,
  name text not null,
  method text,
  unit text,
  minimum numeric,
  maximum numeric,
  accepted text[],
  required boolean not null,
  value numeric
    constraint "result is below 10^12" check (abs(value) < 1e12),
  observed text
    constraint "observed word has 1 to 200 characters" check (btrim(observed) <> '' and length(observed) <= 200),
  within_spec boolean not null,
  entered_by uuid not null references public.profiles (id),
  entered_at timestamptz not null default app.now(),
  replaced_at timestamptz,
  replaced_by uuid references public.profiles (id),
  replacement_reason text
    constraint "reason of a replacement has at most 2000 characters" check (length(replacement_reason) <= 2000),
  constraint "a result is a number or a word" check ((value is null) <> (observed is null)),
  constraint "a replaced result says by whom and why" check (
    (replaced_at is null) = (replaced_by is null) and (replaced_at is null) = (replacement_reason is null)
  )
);
comment on table public.qc_results is 'Results with the name, unit, limits and method they were judged by (P4.01, P4.03).';
comment on column public.qc_results.replaced_at is 'When a mistyped result was put right; it stays, another stands for it.';
create unique index qc_results_standing_idx on public.qc_results (test_id, parameter_id) where replaced_at is null;
create index qc_results_parameter_id_idx on public.qc_results (parameter_id, entered_at);
create index qc_results_entered_by_idx on public.qc_results (entered_by);
create index qc_results_replaced_by_idx on public.qc_results (replaced_by);
create trigger audit after insert or update or delete on public.qc_results
  for each row execute function audit.record();
create trigger keep before update or delete on public.qc_results
  for each row execute function audit.keep_but('replaced_at', 'replaced_by', 'replacement_reason');
create trigger keep_replaced before update on public.qc_results
  for each row when (old.replaced_at is not null) execute function audit.keep();
alter table public.qc_results enable row level security;
create policy "results are seen with their test" on public.qc_results for select to authenticated
  using (test_id in (select id from public.qc_tests));
grant select on public.qc_results to authenticated, service_role;

create table public.qc_overrides (
  id uuid primary key default gen_random_uuid(),
  test_id uuid not null references public.qc_tests (id),
  reason_id uuid not null references public.reason_codes (id),
  justification text not null
    constraint "justification has 10 to 2000 characters" check (length(btrim(justification)) >= 10 and length(justification) <= 2000),
  document_path text not null
    constraint "document path has 1 to 300 characters" check (btrim(document_path) <> '' and length(document_path) <= 300),
  state text not null default 'requested'
    constraint "override is requested, approved, rejected or withdrawn" check (state in ('requested', 'approved', 'rejected', 'withdrawn')),
  requested_by uuid not null references public.profiles (id),
  requested_at timestamptz not null default app.now(),
  decided_by uuid references public.profiles (id),
  decided_at timestamptz,
  decision_note text
    constraint "decision note has at most 2000 characters" check (length(decision_note) <= 2000),
  constraint "another person decides" check (decided_by <> requested_by),
  constraint "a decision has a person, a time and a note" check (
    (state in ('requested', 'withdrawn')) = (decided_by is null)
    and (decided_by is null) = (decided_at is null) and (decided_by is null) = (decision_note is null)
  )
);
comment on table public.qc_overrides is 'Requests to pass a test that is on hold, and their decisions (P4.06).';
create unique index qc_overrides_open_idx on public.qc_overrides (test_id) where state = 'requested';
create index qc_overrides_test_id_idx on public.qc_overrides (test_id);
create index qc_overrides_reason_id_idx on public.qc_overrides (reason_id);
create index qc_overrides_requested_by_idx on public.qc_overrides (requested_by, requested_at desc);
create index qc_overrides_decided_by_idx on public.qc_overrides (decided_by);
create trigger audit after insert or update or delete on public.qc_overrides
  for each row execute function audit.record();
create trigger keep before update or delete on public.qc_overrides
  for each row execute function audit.keep_but('state', 'decided_by', 'decided_at', 'decision_note');
create trigger keep_decided before update on public.qc_overrides
  for each row when (old.state <> 'requested') execute function audit.keep();
alter table public.qc_overrides enable row level security;
create policy "overrides are seen with their test" on public.qc_overrides for select to authenticated
  using (test_id in (select id from public.qc_tests));
grant select on public.qc_overrides to authenticated, service_role;

create function app.qc_tests_announce() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.announce(new.site_id, 'quality', 'test', pg_catalog.jsonb_build_object(
    'test', new.number, 'status', new.status, 'overridden', new.overridden, 'kind', new.kind,
    'lot', (select code from public.lots where id = new.lot_id)));
  return null;
end $$;
comment on function app.qc_tests_announce() is 'Tells the site what a test says.';
create trigger announce after insert or update on public.qc_tests
  for each row execute function app.qc_tests_announce();

create function app.qc_overrides_announce() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.announce(qc_tests.site_id, 'quality', 'override', pg_catalog.jsonb_build_object('test', qc_tests.number, 'state', new.state))
  from public.qc_tests where qc_tests.id = new.test_id;
  return null;
end $$;
comment on function app.qc_overrides_announce() is 'Tells the site that an override was asked for or decided.';
create trigger announce after insert or update on public.qc_overrides
  for each row execute function app.qc_overrides_announce();
