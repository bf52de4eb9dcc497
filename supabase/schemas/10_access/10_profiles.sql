-- The person behind an account. A row comes into being with the account, and is never deleted:
-- what somebody signed keeps its name (P1.03).
create table public.profiles (
  id uuid primary key references auth.users (id),
  full_name text not null
    constraint "full name has 1 to 120 characters" check (length(full_name) between 1 and 120),
  active boolean not null default true,
  created_at timestamptz not null default app.now()
);
comment on table public.profiles is 'The person behind an account (P1.03, P1.07).';
comment on column public.profiles.active is 'Somebody who has left has no permission any more, whatever his memberships (P1.03).';
create trigger audit after insert or update or delete on public.profiles
  for each row execute function audit.record();
alter table public.profiles enable row level security;

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
