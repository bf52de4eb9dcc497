-- Who may upload and see documents, reserve stock and ask for transfers, to begin with: a Supervisor
-- asks, a Storekeeper moves (P5.02); and the private bucket that documents lie in. Rows are not
-- compared by db:diff: what has been changed since stays as it is.
insert into public.permissions (name, description) values
  ('documents.upload', 'upload documents'),
  ('documents.view', 'see documents'),
  ('stock.request_transfer', 'ask for transfers'),
  ('stock.reserve', 'reserve stock');

insert into public.role_permissions (role, permission)
select role, 'documents.upload'
from unnest(array['admin', 'manager', 'qa', 'supervisor', 'storekeeper', 'dispatch_clerk', 'distributor']::public.role[]) as role
union all
select role, 'documents.view' from unnest(enum_range(null::public.role)) as role;

insert into public.role_permissions (role, permission) values
  ('manager', 'stock.request_transfer'),
  ('manager', 'stock.reserve'),
  ('supervisor', 'stock.request_transfer'),
  ('storekeeper', 'stock.reserve'),
  ('dispatch_clerk', 'stock.reserve'),
  ('distributor', 'stock.reserve');

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types) values
  (
    'documents', 'documents', false, 10000000,
    array['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif']
  )
on conflict (id) do nothing;
