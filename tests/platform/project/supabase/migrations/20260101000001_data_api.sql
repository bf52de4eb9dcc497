-- Tables and functions that the Data API tests talk to.
create table public.notes (
  id uuid primary key default gen_random_uuid(),
  owner uuid not null default auth.uid(),
  title text not null constraint "title has 1 to 80 characters" check (length(title) between 1 and 80),
  weight numeric,
  pieces bigint,
  raw bytea,
  tags text[],
  extra jsonb,
  due date,
  created_at timestamptz not null default now(),
  unique (owner, title)
);
alter table public.notes enable row level security;
create policy "owners read" on public.notes for select to authenticated using (owner = (select auth.uid()));
create policy "owners insert" on public.notes for insert to authenticated with check (owner = (select auth.uid()));
create policy "owners update" on public.notes for update to authenticated
  using (owner = (select auth.uid())) with check (owner = (select auth.uid()));
create policy "owners delete" on public.notes for delete to authenticated using (owner = (select auth.uid()));
grant select, insert, update, delete on public.notes to authenticated, service_role;

create table public.comments (
  id bigint generated always as identity primary key,
  note uuid not null references public.notes (id),
  body text not null
);
alter table public.comments enable row level security;
create policy "readers of the note" on public.comments for select to authenticated
  using (exists (select from public.notes where notes.id = comments.note));
create policy "writers of the note" on public.comments for insert to authenticated
  with check (exists (select from public.notes where notes.id = comments.note));
grant select, insert on public.comments to authenticated;
grant all on public.comments to service_role;

-- Never granted: the Data API must not reach it.
create table public.unexposed (id int primary key);

create function public.whoami() returns jsonb
language sql stable
as $$
  select jsonb_build_object(
    'uid', auth.uid(), 'role', auth.role(), 'email', auth.email(),
    'current_user', current_user, 'session_user', session_user,
    'method', current_setting('request.method', true)
  )
$$;

create function public.add_numbers(a numeric, b numeric default 1) returns numeric
language sql immutable
as $$ select a + b $$;

create function public.raise_error(sqlstate_text text, message text) returns void
language plpgsql
as $$
begin
  raise exception using
    errcode = sqlstate_text,
    message = message,
    detail = '{"code":"LOT_ON_HOLD","field":"lot"}',
    hint = 'Ask QA to release it.';
end $$;

create function public.sleep_seconds(seconds numeric) returns void
language sql
as $$ select pg_sleep(seconds) $$;

create function public.numbers_and_times() returns jsonb
language sql stable
as $$
  select jsonb_build_object('half', 0.50, 'at', timestamptz '2026-11-20 06:00:00+05:30')
$$;

create function public.kind_of("position" jsonb, note text) returns jsonb
language sql stable
as $$
  select jsonb_build_object('kind', jsonb_typeof("position"), 'position', "position", 'note', note)
$$;

create function public.list_notes() returns setof public.notes
language sql stable
as $$ select * from public.notes $$;

create function public.write_in_get() returns void
language plpgsql
as $$
begin
  insert into public.unexposed values (1);
end $$;
