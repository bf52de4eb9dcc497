SET local check_function_bodies = off;

CREATE OR REPLACE FUNCTION app.start_escalation (
  alert public.alerts
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  policy public.escalation_policies;
  step public.escalation_steps;
  escalation uuid;
begin
  -- What the system says of itself has no next level, and what is over already needs none.
  if alert.event_code like 'system.%' or alert.state = 'resolved' then
    return;
  end if;
  select * into policy from public.escalation_policies
  where active
    and (event_code is null or event_code = alert.event_code)
    and (severity is null or severity = alert.severity)
    and (site_id is null or site_id = alert.site_id)
    and exists (select from public.escalation_steps where policy_id = escalation_policies.id)
  order by event_code is null, site_id is null, severity is null, created_at, id
  limit 1;
  if not found then
    return;
  end if;
  select * into strict step from public.escalation_steps where policy_id = policy.id order by position limit 1;
  insert into public.escalations (alert_id, policy_id, started_at, next_position, next_at)
  values (alert.id, policy.id, app.now(), step.position, app.step_at(app.now(), step.after_minutes, policy.business_hours, alert.site_id))
  returning id into escalation;
  insert into public.escalation_events (escalation_id, at, what, people)
  values (escalation, app.now(), 'started', app.people_named(array(select user_id from public.notifications where alert_id = alert.id)));
  if alert.site_id is not null then
    perform app.announce(alert.site_id, 'alerts', 'escalation', pg_catalog.jsonb_build_object('alert', alert.id, 'position', 0));
  end if;
end $function$;
