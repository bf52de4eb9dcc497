-- The clock of an alert runs only while what its policy waits for has not happened, and shows its next
-- level unless that was the last.
select escalations.id, escalations.state, alerts.state as alert
from public.escalations
join public.alerts on alerts.id = escalations.alert_id
join public.escalation_policies on escalation_policies.id = escalations.policy_id
where (
    escalations.state = 'running' and (
      alerts.state = 'resolved'
      or (alerts.state = 'acknowledged' and escalation_policies.condition <> 'unresolved')
    )
  )
  or (escalations.state <> 'running' and escalations.next_at is not null)
  or not exists (
    select from public.escalation_events where escalation_events.escalation_id = escalations.id and what = 'started'
  );
