-- What has ended has its time, what was sent has its own, and what was given up, resent or came back has
-- its entry in the history.
select deliveries.id, deliveries.state
from public.deliveries
where (deliveries.state in ('delivered', 'bounced', 'failed', 'dead', 'cancelled')) <> (deliveries.ended_at is not null)
  or (deliveries.state in ('sent', 'delivered', 'bounced') and deliveries.sent_at is null)
  or (deliveries.state not in ('queued', 'sending') and not exists (
    select from public.delivery_events where delivery_events.delivery_id = deliveries.id
  ));
