-- The person behind an account. A row comes into being with the account, and is never deleted:
-- what somebody signed keeps its name (P1.03).
create table public.profiles (
  id uuid primary key references auth.users (id),
  full_name text not null
    constraint "full name has 1 to 120 characters" check (length(full_name) between 1 and 120),
  created_at timestamptz not null default app.now()
);
comment on table public.profiles is 'The person behind an account (P1.03, P1.07).';

alter table public.profiles enable row level security;

create policy "a person sees his own profile" on public.profiles
  for select to authenticated
  using (id = (select auth.uid()));

create policy "a person edits his own profile" on public.profiles
  for update to authenticated
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));

grant select on public.profiles to authenticated, service_role;
grant update (full_name) on public.profiles to authenticated;

create function app.users_create_profile() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.profiles (id, full_name)
  values (
    new.id,
    left(coalesce(nullif(trim(new.raw_user_meta_data ->> 'full_name'), ''), split_part(new.email, '@', 1), 'Unnamed'), 120)
  );
  return new;
end $$;
comment on function app.users_create_profile() is
  'Gives each new account its profile: the name given with it, else the name part of its e-mail.';

create trigger users_create_profile
  after insert on auth.users
  for each row execute function app.users_create_profile();
