SET local check_function_bodies = off;

CREATE OR REPLACE FUNCTION public.alert_details (
  alert uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  found_alert public.alerts;
begin
  select * into found_alert from public.alerts where id = alert_details.alert;
  if not found or not (
    exists (select from public.notifications where alert_id = found_alert.id and user_id = auth.uid())
    or app.has('alerts.view_log', found_alert.site_id)
  ) then
    perform app.fail('NOT_FOUND', 'There is no such alert among yours.', 'alert');
  end if;
  return app.alert_answer(found_alert.id) || pg_catalog.jsonb_build_object(
    'people', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
        'id', profiles.id, 'name', profiles.full_name, 'level', notifications.level, 'told_at', notifications.created_at, 'read_at', notifications.read_at,
        'deliveries', (
          select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
            'id', deliveries.id, 'channel', deliveries.channel, 'state', deliveries.state, 'attempts', deliveries.attempts,
            'created_at', deliveries.created_at, 'sent_at', deliveries.sent_at, 'ended_at', deliveries.ended_at, 'error', deliveries.error
          ) order by deliveries.created_at, deliveries.id), '[]')
          from public.deliveries where deliveries.notification_id = notifications.id
        )
      ) order by notifications.level, notifications.created_at, profiles.full_name, notifications.id), '[]')
      from public.notifications join public.profiles on profiles.id = notifications.user_id
      where notifications.alert_id = found_alert.id
    ),
    'escalation', (select app.escalation_answer(escalations) from public.escalations where escalations.alert_id = found_alert.id)
  );
end $function$;
