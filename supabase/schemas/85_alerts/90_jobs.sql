-- The hours are GMT. Expiry is looked at early in the day of most plants; each site's own date counts.
select cron.schedule('wake-notify', '* * * * *', 'select app.wake_if_due()');
select cron.schedule('run-escalations', '* * * * *', 'select app.run_escalations()');
select cron.schedule('scan-expiry', '30 0 * * *', 'select app.scan_expiry()');
select cron.schedule('send-digests', '0,30 * * * *', 'select app.send_digests()');
