-- What is tested, on what, and within which limits. A plan is a draft until it is put in force; from then
-- on it stays as it is, and a change is a new version (P4.01).
create table public.qc_plans (
  id uuid primary key default gen_random_uuid(),
  kind text not null
    constraint "plan is for incoming goods, a stage, or the final product" check (kind in ('incoming', 'in_process', 'final')),
  item_id uuid references public.items (id),
  stage_id uuid references public.stages (id),
  version integer not null default 1
    constraint "plan version is 1 or above" check (version >= 1),
  effective_from date not null,
  active boolean not null default false,
  note text
    constraint "plan note has at most 2000 characters" check (length(note) <= 2000),
  created_by uuid references public.profiles (id) default auth.uid(),
  created_at timestamptz not null default app.now(),
  approved_by uuid references public.profiles (id),
  approved_at timestamptz,
  constraint "a plan has one of a version" unique nulls not distinct (kind, item_id, stage_id, version),
  constraint "a plan for a stage names it, others name the item" check (
    case when kind = 'in_process' then stage_id is not null else item_id is not null and stage_id is null end
  )
);
comment on table public.qc_plans is 'Versioned plans of tests per material, stage and product (P4.01).';
comment on column public.qc_plans.item_id is 'The material or product; for a stage, the product when the plan is for it alone.';
comment on column public.qc_plans.approved_at is 'When it was first put in force; from then on it stays as it is.';
comment on column public.qc_plans.active is 'In force; the newest version in force whose date has come is what is tested by.';
create index qc_plans_item_id_idx on public.qc_plans (item_id);
create index qc_plans_stage_id_idx on public.qc_plans (stage_id);
create index qc_plans_created_by_idx on public.qc_plans (created_by);
create index qc_plans_approved_by_idx on public.qc_plans (approved_by);
create trigger audit after insert or update or delete on public.qc_plans
  for each row execute function audit.record();
alter table public.qc_plans enable row level security;
create policy "everybody sees the plans" on public.qc_plans for select to authenticated using (true);
create policy "plans are added by permission" on public.qc_plans for insert to authenticated
  with check ((select app.has('quality.edit_plans')));
create policy "plans are edited by permission" on public.qc_plans for update to authenticated
  using ((select app.has('quality.edit_plans')))
  with check ((select app.has('quality.edit_plans')));
grant select on public.qc_plans to authenticated, service_role;
grant insert (kind, item_id, stage_id, version, effective_from, note), update (effective_from, note, active) on public.qc_plans to authenticated;

create table public.qc_parameters (
  id uuid primary key default gen_random_uuid(),
  plan_id uuid not null references public.qc_plans (id),
  position integer not null default 1
    constraint "parameter position is 1 to 100" check (position >= 1 and position <= 100),
  name text not null
    constraint "parameter name has 1 to 80 characters" check (btrim(name) <> '' and length(name) <= 80),
  method text
    constraint "method has at most 200 characters" check (length(method) <= 200),
  unit text references public.units (code),
  minimum numeric,
  maximum numeric,
  accepted text[]
    constraint "accepted words are 1 to 20" check (cardinality(accepted) >= 1 and cardinality(accepted) <= 20)
    constraint "accepted words are not empty" check ('' <> all (accepted) and array_position(accepted, null) is null),
  required boolean not null default true,
  constraint "a parameter stands in a plan once" unique (plan_id, name),
  constraint "a parameter is a number or one of the accepted words" check (accepted is null or (minimum is null and maximum is null and unit is null)),
  constraint "a parameter has a limit" check (accepted is not null or minimum is not null or maximum is not null),
  constraint "lowest value is not above the highest" check (minimum <= maximum),
  constraint "limits are below 10^12" check (abs(minimum) < 1e12 and abs(maximum) < 1e12)
);
comment on table public.qc_parameters is 'What a plan tests, with unit, limits and method (P4.01).';
comment on column public.qc_parameters.accepted is 'For what is seen and not measured: the words that pass, as "None" for foreign matter.';
create index qc_parameters_unit_idx on public.qc_parameters (unit);
create trigger audit after insert or update or delete on public.qc_parameters
  for each row execute function audit.record();
alter table public.qc_parameters enable row level security;
create policy "everybody sees the parameters" on public.qc_parameters for select to authenticated using (true);
create policy "parameters are added by permission" on public.qc_parameters for insert to authenticated
  with check ((select app.has('quality.edit_plans')));
create policy "parameters are edited by permission" on public.qc_parameters for update to authenticated
  using ((select app.has('quality.edit_plans')))
  with check ((select app.has('quality.edit_plans')));
create policy "parameters of drafts are removed by permission" on public.qc_parameters for delete to authenticated
  using ((select app.has('quality.edit_plans')));
grant select, delete on public.qc_parameters to authenticated;
grant select on public.qc_parameters to service_role;
grant insert (plan_id, position, name, method, unit, minimum, maximum, accepted, required),
  update (position, name, method, unit, minimum, maximum, accepted, required) on public.qc_parameters to authenticated;

create function app.plan_name(plan public.qc_plans) returns text
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.format('Version %s of the %s plan of %s', plan.version,
      case plan.kind when 'in_process' then 'in-process' else plan.kind end,
      pg_catalog.concat_ws(' in ', (select stages.name from public.stages where id = plan.stage_id), (select items.code from public.items where id = plan.item_id)))
  );
end $$;
comment on function app.plan_name(public.qc_plans) is 'A plan as a sentence names it.';

create function app.qc_parameters_keep() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  plan public.qc_plans;
begin
  for plan in
    select * from public.qc_plans
    where id in (case when tg_op <> 'DELETE' then new.plan_id end, case when tg_op <> 'INSERT' then old.plan_id end)
    order by id for no key update
  loop
    if plan.approved_at is not null then
      perform app.fail('PLAN_IN_USE', pg_catalog.format('%s is, or was, in force and stays as it is.', app.plan_name(plan)), 'plan');
    end if;
  end loop;
  return coalesce(new, old);
end $$;
comment on function app.qc_parameters_keep() is 'Refuses with PLAN_IN_USE to change what tests are or were judged by (DESIGN 4, Specs are frozen).';
create trigger keep before insert or update or delete on public.qc_parameters
  for each row execute function app.qc_parameters_keep();

create function app.qc_plans_check() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' and old.approved_at is not null
    and pg_catalog.to_jsonb(new) - array['active', 'note'] <> pg_catalog.to_jsonb(old) - array['active', 'note'] then
    perform app.fail('PLAN_IN_USE', pg_catalog.format('%s is, or was, in force and stays as it is.', app.plan_name(old)), 'effective_from');
  end if;
  if new.active and new.approved_at is null then
    if not exists (select from public.qc_parameters where plan_id = new.id) then
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s tests nothing yet.', app.plan_name(new)), 'active');
    end if;
    new.approved_by := auth.uid();
    new.approved_at := app.now();
  end if;
  return new;
end $$;
comment on function app.qc_plans_check() is
  'A plan tests something before it is put in force, says by whom that was, and is only taken out of force and put back after (P4.01). Refuses with VALUE_INVALID, PLAN_IN_USE.';
create trigger check_plan before insert or update on public.qc_plans
  for each row execute function app.qc_plans_check();

create function app.plan_in_force(kind text, item_id uuid, stage_id uuid, on_date date) returns uuid
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select qc_plans.id from public.qc_plans
    where qc_plans.kind = plan_in_force.kind and qc_plans.active and qc_plans.effective_from <= plan_in_force.on_date
      and qc_plans.stage_id is not distinct from plan_in_force.stage_id
      and (qc_plans.item_id = plan_in_force.item_id or (qc_plans.kind = 'in_process' and qc_plans.item_id is null))
    order by qc_plans.item_id nulls last, qc_plans.effective_from desc, qc_plans.version desc
    limit 1
  );
end $$;
comment on function app.plan_in_force(text, uuid, uuid, date) is
  'The plan to test by on a date: for a stage the product''s own before the general one, of these the newest (P4.01).';
