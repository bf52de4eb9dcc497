-- A hosted project has the vault from the start; pg_cron and pg_net come with a migration that
-- creates them.
create schema if not exists vault;
create extension if not exists supabase_vault with schema vault;
