-- Who may bring in existing records. Rows are not compared by db:diff: what has been changed since stays
-- as it is.
insert into public.permissions (name, description) values
  ('imports.run', 'bring in existing records');

insert into public.role_permissions (role, permission) values
  ('admin', 'imports.run');
