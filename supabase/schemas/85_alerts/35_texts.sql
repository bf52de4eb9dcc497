-- What people typed goes into a text as text: on one line, not endless, and never as a name to be filled in.
create function app.render_text(template text, given jsonb, longest integer default 200) returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  return (
    select coalesce(
      pg_catalog.string_agg(
        case
          when part.words[1] ~ '^\{[a-z_]+\}$' then coalesce(
            nullif(left(pg_catalog.btrim(pg_catalog.regexp_replace(given ->> pg_catalog.btrim(part.words[1], '{}'), '[[:cntrl:]]+', ' ', 'g')), longest), ''),
            '–'
          )
          else part.words[1]
        end,
        '' order by part.place
      ),
      ''
    )
    from pg_catalog.regexp_matches(template, '\{[a-z_]+\}|[^{]+|\{', 'g') with ordinality as part (words, place)
  );
end $$;
comment on function app.render_text(text, jsonb, integer) is
  'A template with its {names} filled in, each with at most so many characters; what is missing is a dash. Plain text (P9.02).';

create function app.cut_text(given text, longest integer) returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  return case when length(given) <= longest then given else left(given, longest - 3) || '...' end;
end $$;
comment on function app.cut_text(text, integer) is 'A text of at most so many characters, with dots where something is missing.';

-- The words for one language; English where a language has none. A level of an escalation puts its own
-- around them.
create function app.alert_text(
  alert public.alerts, language text, escalation jsonb default null, out title text, out body text, out sms text
)
language plpgsql stable
security definer
set search_path = ''
as $$
declare
  given jsonb;
  words public.alert_templates;
begin
  given := alert.params || pg_catalog.jsonb_build_object(
    'subject', alert.subject,
    'site', (select sites.code from public.sites where sites.id = alert.site_id),
    'time', coalesce(app.site_clock(alert.site_id, alert.last_at), pg_catalog.to_char(alert.last_at at time zone 'UTC', 'HH24:MI "UTC"')),
    'count', alert.count,
    'severity', alert.severity
  );
  select * into words from public.alert_templates
  where event_code = alert.event_code and alert_templates.language in (alert_text.language, 'en')
  order by alert_templates.language = alert_text.language desc limit 1;
  title := app.cut_text(app.render_text(
    coalesce(words.title, (select name from public.alert_events where code = alert.event_code) || ': {subject}'), given), 200);
  body := app.cut_text(app.render_text(coalesce(words.body, '{subject}'), given), 2000);
  sms := app.cut_text(app.render_text(coalesce(words.sms, words.title, '{subject}'), given), 160);
  if escalation is not null then
    given := escalation || pg_catalog.jsonb_build_object('title', title, 'body', body, 'sms', sms);
    select * into words from public.alert_templates
    where event_code = 'system.escalated' and alert_templates.language in (alert_text.language, 'en')
    order by alert_templates.language = alert_text.language desc limit 1;
    title := app.cut_text(app.render_text(coalesce(words.title, '{title}'), given), 200);
    body := app.cut_text(app.render_text(coalesce(words.body, '{body}'), given, 2000), 2000);
    sms := app.cut_text(app.render_text(coalesce(words.sms, words.title, '{sms}'), given), 160);
  end if;
end $$;
comment on function app.alert_text(public.alerts, text, jsonb) is
  'Title, body and text message of an alert in a language; escalation {level, minutes, policy} or null. The text message has at most 160 characters.';

-- The end of a person's quiet hours, by the clock of a place; the instant itself when there are none.
create function app.end_of_quiet(quiet_from time, quiet_until time, time_zone text, at timestamptz) returns timestamptz
language plpgsql stable
set search_path = ''
as $$
declare
  clock timestamp := end_of_quiet.at at time zone end_of_quiet.time_zone;
  quiet boolean := case
    when quiet_from < quiet_until then clock::time >= quiet_from and clock::time < quiet_until
    else clock::time >= quiet_from or clock::time < quiet_until
  end;
begin
  if quiet is not true then
    return end_of_quiet.at;
  end if;
  return (clock::date + (clock::time >= quiet_until)::integer + quiet_until) at time zone end_of_quiet.time_zone;
end $$;
comment on function app.end_of_quiet(time, time, text, timestamptz) is
  'When somebody may be disturbed again: the end of the quiet hours that an instant lies in, else the instant (P9.02).';
