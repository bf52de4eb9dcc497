-- Who sees the sign-ins of others (P1.06).
insert into public.permissions (name, description) values
  ('access.view_activity', 'see who signed in, when and from where');

insert into public.role_permissions (role, permission) values
  ('admin', 'access.view_activity'),
  ('manager', 'access.view_activity');
