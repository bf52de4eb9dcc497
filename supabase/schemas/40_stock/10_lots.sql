-- A lot is what was received, made or packed at once and is treated as one. Its QC status is its own
-- and goes with it, whatever document or shelf it is on (DESIGN 4).
create table public.lots (
  id uuid primary key default gen_random_uuid(),
  code text not null
    constraint "lot code is 2 to 60 characters without spaces at its ends" check (code = btrim(code) and length(code) between 2 and 60),
  item_id uuid not null references public.items (id),
  site_id uuid not null references public.sites (id),
  receipt_id uuid references public.receipts (id),
  vendor_lot text
    constraint "vendor's lot code has at most 60 characters" check (length(vendor_lot) <= 60),
  initial_quantity numeric
    constraint "initial quantity is above zero" check (initial_quantity > 0),
  qc_status text not null default 'pending'
    constraint "QC status is pending, pass, fail or hold" check (qc_status in ('pending', 'pass', 'fail', 'hold')),
  rejection_reason_id uuid references public.reason_codes (id),
  rejection_note text
    constraint "rejection note has at most 2000 characters" check (length(rejection_note) <= 2000),
  manufactured_on date,
  received_on date not null,
  expires_on date,
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default app.now(),
  constraint "a lot code is given once" unique (code),
  constraint "a lot is not made after it came" check (manufactured_on <= received_on),
  constraint "a lot does not expire before it was made" check (expires_on >= manufactured_on)
);
comment on table public.lots is 'Lots with their QC status (P2.02, P4.05); written by commands alone.';
comment on column public.lots.site_id is 'Where the lot came into being.';
comment on column public.lots.expires_on is 'The last day on which it may be used, by the date of the site.';
comment on column public.lots.initial_quantity is 'What was received, made or packed; null while the batch is in work.';
create index lots_item_id_idx on public.lots (item_id, expires_on, received_on);
create index lots_site_id_idx on public.lots (site_id, created_at desc);
create index lots_waiting_idx on public.lots (site_id, qc_status) where qc_status in ('pending', 'hold');
create index lots_receipt_id_idx on public.lots (receipt_id);
create index lots_rejection_reason_id_idx on public.lots (rejection_reason_id) where rejection_reason_id is not null;
create index lots_created_by_idx on public.lots (created_by);
create trigger audit after insert or update or delete on public.lots
  for each row execute function audit.record();
alter table public.lots enable row level security;

-- A hold stops the lot and everything that came of it. It is a fact with its reason; releasing it is
-- another.
create table public.lot_holds (
  id uuid primary key default gen_random_uuid(),
  lot_id uuid not null references public.lots (id),
  cause_lot_id uuid not null references public.lots (id),
  reason_id uuid not null references public.reason_codes (id),
  note text
    constraint "hold note has at most 2000 characters" check (length(note) <= 2000),
  held_by uuid not null references public.profiles (id),
  held_at timestamptz not null default app.now(),
  released_by uuid references public.profiles (id),
  released_at timestamptz,
  release_note text
    constraint "release note has at most 2000 characters" check (length(release_note) <= 2000),
  constraint "a release has somebody and a time" check ((released_by is null) = (released_at is null))
);
comment on table public.lot_holds is 'Which lots are held, because of which lot, and why (P5.04, X.01).';
create index lot_holds_lot_id_idx on public.lot_holds (lot_id) where released_at is null;
create index lot_holds_lot_idx on public.lot_holds (lot_id);
create index lot_holds_cause_lot_id_idx on public.lot_holds (cause_lot_id);
create index lot_holds_reason_id_idx on public.lot_holds (reason_id);
create index lot_holds_held_by_idx on public.lot_holds (held_by);
create index lot_holds_released_by_idx on public.lot_holds (released_by);
create trigger audit after insert or update or delete on public.lot_holds
  for each row execute function audit.record();
alter table public.lot_holds enable row level security;

-- The genealogy, written by the act.
create table public.lot_links (
  id bigint generated always as identity primary key,
  parent_id uuid not null references public.lots (id),
  child_id uuid not null references public.lots (id),
  quantity numeric not null
    constraint "linked quantity is above zero" check (quantity > 0),
  at timestamptz not null default app.now(),
  constraint "no lot is its own parent" check (parent_id <> child_id)
);
comment on table public.lot_links is 'How much of which lot went into which (DESIGN 4, Genealogy).';
create index lot_links_parent_id_idx on public.lot_links (parent_id);
create index lot_links_child_id_idx on public.lot_links (child_id);
create trigger audit after insert or update or delete on public.lot_links
  for each row execute function audit.record();
alter table public.lot_links enable row level security;

-- What was linked stays linked. Only where a correction says that less of a lot was used than was
-- written down does its link become smaller, or go: a recall must not follow what never went in. How it
-- was before is kept by the audit and with the correction.
create function app.lot_links_keep() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if (app.applied_correction()).kind is distinct from 'change'
    or (tg_op = 'UPDATE' and (pg_catalog.to_jsonb(new) - 'quantity' <> pg_catalog.to_jsonb(old) - 'quantity' or new.quantity > old.quantity)) then
    perform app.fail('APPEND_ONLY', pg_catalog.format('public.lot_links is append-only: %s is refused.', lower(tg_op)));
  end if;
  return coalesce(new, old);
end $$;
comment on function app.lot_links_keep() is
  'Refuses to change or remove a link, unless an approved correction is being applied and it becomes smaller (P3.07).';
create trigger keep before update or delete on public.lot_links
  for each row execute function app.lot_links_keep();

create function app.lot_links_check_circle() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if exists (
    with recursive below as (
      select new.child_id as id
      union
      select lot_links.child_id from public.lot_links join below on lot_links.parent_id = below.id
    )
    select from below where id = new.parent_id
  ) then
    perform app.fail('CIRCLE', 'A lot would be its own ancestor.', 'lot');
  end if;
  return new;
end $$;
comment on function app.lot_links_check_circle() is 'Refuses a link that would make a lot its own ancestor.';
create trigger check_circle before insert on public.lot_links
  for each row execute function app.lot_links_check_circle();

-- The one definition of "expired": valid through its expiry day, by the date of the site.
create function app.is_expired(expires_on date, site_id uuid) returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  -- Nowhere is it more than 14 hours later than at UTC: what cannot have expired anywhere does not ask the
  -- date of the site.
  return is_expired.expires_on is not null
    and is_expired.expires_on < ((app.now() + interval '14 hours') at time zone 'UTC')::date
    and is_expired.expires_on < app.business_date(is_expired.site_id);
end $$;
comment on function app.is_expired(date, uuid) is 'Whether a lot with this expiry date is expired at a site today.';
grant execute on function app.is_expired(date, uuid) to authenticated;

-- Why a lot may not be used, as words for a sentence; null when it may.
create function app.lot_obstacle(lot public.lots, site_id uuid) returns text
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if exists (select from public.lot_holds where lot_holds.lot_id = lot.id and released_at is null) then
    return 'is on hold';
  end if;
  return case
    when lot.qc_status = 'hold' then 'is on hold'
    when lot.qc_status = 'pending' then 'waits for QC'
    when lot.qc_status = 'fail' then 'has failed QC'
    when app.is_expired(lot.expires_on, lot_obstacle.site_id)
      then 'expired on ' || pg_catalog.to_char(lot.expires_on, 'DD Mon YYYY')
  end;
end $$;
comment on function app.lot_obstacle(public.lots, uuid) is 'What keeps a lot from use at a site, or null (P2.05, P2.08, P5.04).';

create function app.assert_lot_usable(lot public.lots, site_id uuid, purpose text, field text default 'lot') returns void
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  obstacle text := app.lot_obstacle(lot, assert_lot_usable.site_id);
begin
  if obstacle is not null then
    perform app.fail(
      'LOT_NOT_USABLE', pg_catalog.format('Lot %s %s and may not be %s.', lot.code, obstacle, assert_lot_usable.purpose), assert_lot_usable.field,
      pg_catalog.jsonb_build_object('lot', lot.code, 'qc_status', lot.qc_status, 'expires_on', lot.expires_on)
    );
  end if;
end $$;
comment on function app.assert_lot_usable(public.lots, uuid, text, text) is
  'Refuses with LOT_NOT_USABLE a lot that waits for QC, failed, is held or expired. The guard of every command that touches a lot.';
