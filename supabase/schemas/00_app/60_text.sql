-- btrim() takes spaces only: a line end, a no-break space or an invisible mark would be a reason.
create function app.is_blank(given text) returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  return coalesce(given, '') !~ '[^[:space:]\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0]';
end $$;
comment on function app.is_blank(text) is 'Whether a text says nothing: it is missing, or has only spaces, line ends and invisible marks.';
