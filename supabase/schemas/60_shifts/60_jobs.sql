-- The hours are GMT; runs are created well ahead, so it does not matter when in a site's day.
select cron.schedule('create-shift-runs', '0 3 * * *', 'select app.create_shift_runs()');
select cron.schedule('lock-shift-runs', '* * * * *', 'select app.lock_shift_runs()');
