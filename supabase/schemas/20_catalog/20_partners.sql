create table public.partners (
  id uuid primary key default gen_random_uuid(),
  code text not null unique
    constraint "partner code is 2 to 20 capital letters, digits or hyphens" check (code ~ '^[A-Z0-9][A-Z0-9-]{1,19}$'),
  name text not null
    constraint "partner name has 1 to 120 characters" check (btrim(name) <> '' and length(name) <= 120),
  kind text not null
    constraint "partner is a vendor, customer, retailer or distributor" check (kind in ('vendor', 'customer', 'retailer', 'distributor')),
  contact_name text
    constraint "contact name has at most 120 characters" check (length(contact_name) <= 120),
  email text
    constraint "e-mail address has the form name@domain" check (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and length(email) <= 254),
  phone text
    constraint "phone number is 7 to 15 digits" check (phone ~ '^\+?[0-9]{7,15}$'),
  gst_number text
    constraint "GST number has the form 22AAAAA0000A1Z5" check (gst_number ~ '^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]$'),
  address text
    constraint "address has at most 500 characters" check (length(address) <= 500),
  active boolean not null default true,
  created_at timestamptz not null default app.now()
);
comment on table public.partners is 'Vendors, customers, retailers and distributors (P2.01, W3.01).';
create index partners_kind_idx on public.partners (kind, name);
create trigger audit after insert or update or delete on public.partners
  for each row execute function audit.record();
alter table public.partners enable row level security;
create policy "partners are seen by permission" on public.partners for select to authenticated
  using ((select app.has('catalog.view_partners')));
create policy "partners are added by permission" on public.partners for insert to authenticated
  with check ((select app.has('catalog.edit_partners')));
create policy "partners are edited by permission" on public.partners for update to authenticated
  using ((select app.has('catalog.edit_partners')))
  with check ((select app.has('catalog.edit_partners')));
grant select on public.partners to authenticated, service_role;
grant insert (code, name, kind, contact_name, email, phone, gst_number, address),
  update (name, contact_name, email, phone, gst_number, address, active) on public.partners to authenticated;
