-- The last of a push. pg_cron hears of a new job by an invalidation of its cache, and overlooks it where
-- more of them come at once than Postgres keeps for a reader (4096), as so many new tables and functions
-- bring (pg_cron's pull request 406, in every version up to now): the job stands in cron.job and never
-- runs. Its scheduler wakes every second; when it has caught up, it is told once more, and reads all jobs.
select pg_sleep(2);
select cron.schedule('lock-shift-runs', '* * * * *', 'select app.lock_shift_runs()');
