-- Who has the rules open sees what others make of them.
create trigger announce after update on public.alert_events
  for each statement execute function app.announce_everywhere('alerts');
create trigger announce after insert or update on public.alert_groups
  for each statement execute function app.announce_everywhere('alerts');
create trigger announce after insert or update or delete on public.alert_group_members
  for each statement execute function app.announce_everywhere('alerts');
create trigger announce after insert or update or delete on public.alert_targets
  for each statement execute function app.announce_everywhere('alerts');
create trigger announce after insert or update on public.alert_templates
  for each statement execute function app.announce_everywhere('alerts');
create trigger announce after insert or update on public.escalation_policies
  for each statement execute function app.announce_everywhere('alerts');
create trigger announce after insert or update or delete on public.escalation_steps
  for each statement execute function app.announce_everywhere('alerts');
