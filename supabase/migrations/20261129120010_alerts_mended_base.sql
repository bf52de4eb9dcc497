-- What asks nothing of anybody is over as soon as it is told; what is open of it until now is over too.
update public.alert_events set news = true where code in ('lot.status_changed', 'shifts.correction_decided', 'system.test');

select app.resolve_alert(alerts, 'It is news: nobody has to act.')
from public.alerts join public.alert_events on alert_events.code = alerts.event_code and alert_events.news
where alerts.state <> 'resolved'
order by alerts.id;
