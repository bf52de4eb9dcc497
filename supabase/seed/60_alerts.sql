-- Until there are others, the first account is the head of everything.
insert into public.alert_group_members (group_id, user_id)
select alert_groups.id, 'a0000000-0000-4000-8000-000000000001'
from public.alert_groups
on conflict do nothing;
