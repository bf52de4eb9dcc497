create table public.permissions (
  name text primary key
    constraint "permission is module.action" check (name ~ '^[a-z]+\.[a-z_]+$'),
  description text not null
    constraint "permission description has 1 to 200 characters" check (length(description) between 1 and 200)
);
comment on table public.permissions is
  'What can be permitted; each module''s migration adds its own. The part before the dot is the module.';
create trigger audit after insert or update or delete on public.permissions
  for each row execute function audit.record('name');
alter table public.permissions enable row level security;

create table public.role_permissions (
  role public.role not null,
  permission text not null references public.permissions (name),
  primary key (role, permission)
);
comment on table public.role_permissions is 'The permission matrix (P1.04): what a role may do.';
create index role_permissions_permission_idx on public.role_permissions (permission, role);
create trigger audit after insert or update or delete on public.role_permissions
  for each row execute function audit.record('role', 'permission');
alter table public.role_permissions enable row level security;

create table public.memberships (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles (id),
  site_id uuid references public.sites (id),
  role public.role not null,
  created_at timestamptz not null default app.now(),
  constraint "a person has a role at a site once" unique nulls not distinct (user_id, site_id, role)
);
comment on table public.memberships is 'Who is what, and where (P1.04).';
comment on column public.memberships.site_id is 'Null stands for every site, those to come included.';
create index memberships_site_id_idx on public.memberships (site_id);
create trigger audit after insert or update or delete on public.memberships
  for each row execute function audit.record();
alter table public.memberships enable row level security;
