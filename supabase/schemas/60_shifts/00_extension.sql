-- Runs come into being, open and lock by the clock.
create extension if not exists pg_cron;
