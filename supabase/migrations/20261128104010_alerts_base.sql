-- What people are told about, who is told, in which words, and who is told next (documents, modules 1, 3
-- to 6 and 9; W4). Rows are not compared by db:diff: what an administrator has changed since stays as it is.
insert into public.permissions (name, description) values
  ('alerts.configure', 'change what people are told, whom and how, and send again what was given up'),
  ('alerts.view_log', 'see alerts of others and what was sent to them'),
  ('alerts.acknowledge', 'take and end alerts of others');

insert into public.role_permissions (role, permission) values
  ('admin', 'alerts.configure'),
  ('admin', 'alerts.view_log'),
  ('manager', 'alerts.view_log'),
  ('admin', 'alerts.acknowledge'),
  ('manager', 'alerts.acknowledge');

insert into public.settings (key, type, value, minimum, maximum, description) values
  ('alerts.deliver', 'boolean', 'true', null, null, 'Whether e-mails, text messages and push messages are sent; off while past records are brought in (P9.02).'),
  ('alerts.expiry_days', 'text', '"30,15,7"', null, null, 'Days before its expiry at which a lot is told of; the last of them is urgent (W4.01).'),
  ('alerts.digest_hour', 'number', '7', 0, 23, 'Hour of the site''s day at which digests are mailed (P9.05).'),
  ('alerts.business_hours', 'text', '"09:00-18:00"', null, null, 'Hours in which the clock of an escalation runs, where its policy keeps to business hours (P9.04).'),
  ('alerts.business_days', 'text', '"1,2,3,4,5,6"', null, null, 'Days for the same, 1 Monday to 7 Sunday.');

insert into public.alert_events (code, module, name, description, severity, window_minutes, channels, digest, params) values
  ('quality.test_failed', 'quality', 'QC failure', 'A test has a value outside its limits', 'high', 60, '{in_app,email,sms,push}', 'none',
    '{lot,item,stage,test,findings,person}'),
  ('quality.override_requested', 'quality', 'Override requested', 'Somebody asks a manager to pass a test that is on hold', 'medium', 30, '{in_app,email,push}', 'none',
    '{lot,test,person,reason,justification}'),
  ('stock.low', 'stock', 'Low stock', 'The usable stock of an item has fallen below its reorder level', 'medium', 240, '{in_app,email,push}', 'none',
    '{item,code,unit,available,level}'),
  ('stock.out', 'stock', 'Out of stock', 'Nothing usable of an item is left', 'high', 240, '{in_app,email,sms,push}', 'none',
    '{item,code,unit,available,level}'),
  ('stock.expiring', 'stock', 'Expiry near', 'A lot in stock expires in 30, 15 or 7 days', 'medium', 1440, '{in_app,email,push}', 'daily',
    '{lot,item,days,date,quantity,unit,threshold}'),
  ('stock.transfer_requested', 'stock', 'Stock requested', 'The floor asks the store for goods', 'low', 30, '{in_app,push}', 'none',
    '{item,quantity,unit,place,person,needed_by}'),
  ('lot.status_changed', 'stock', 'Lot status changed', 'A lot was released, held or rejected', 'low', 30, '{in_app,email}', 'daily',
    '{lot,item,before,after}'),
  ('shift.not_closed', 'shifts', 'Shift not closed', 'A shift is over and nobody has closed it', 'medium', 60, '{in_app,email,push}', 'none',
    '{shift,ended,locks}'),
  ('shift.entry_missing', 'shifts', 'Entry missing', 'A shift was locked while something was missing', 'medium', 60, '{in_app,email}', 'none',
    '{shift,missing,gaps}'),
  ('shifts.correction_requested', 'shifts', 'Correction requested', 'Somebody asks a manager to correct a locked shift', 'medium', 30, '{in_app,email,push}', 'none',
    '{number,shift,person,reason}'),
  ('shifts.correction_decided', 'shifts', 'Correction decided', 'A manager has decided on your correction', 'low', 30, '{in_app,push}', 'none',
    '{number,shift,person,decision,note}'),
  ('input.suspicious', 'production', 'Input error', 'What was entered for a stage breaks its limits', 'low', 60, '{in_app,email}', 'daily',
    '{batch,stage,loss,yield,finding,person}'),
  ('anomaly.detected', 'anomalies', 'Anomaly detected', 'A rule has found something unusual', 'medium', 60, '{in_app,email,push}', 'none',
    '{rule,finding,value,person}'),
  ('system.escalated', 'alerts', 'Escalation', 'Nobody has acted, and the next level is told', 'medium', 0, '{in_app}', 'none',
    '{title,body,sms,level,minutes,policy}'),
  ('system.delivery_dead', 'alerts', 'Message given up', 'A mail or message could not be sent', 'medium', 60, '{in_app}', 'none',
    '{person,error}'),
  ('system.address_off', 'alerts', 'Address turned off', 'A mail to your address came back', 'low', 60, '{in_app}', 'none',
    '{address,reason}'),
  ('system.test', 'alerts', 'Test', 'What you have sent yourself to try', 'low', 0, '{in_app}', 'none', '{channel}');

insert into public.alert_groups (code, name) values
  ('PLANT_HEAD', 'Plant Head'),
  ('PROCUREMENT', 'Procurement'),
  ('PROCUREMENT_HEAD', 'Procurement Head'),
  ('DEPARTMENT_HEADS', 'Department Heads');

insert into public.alert_targets (event_code, kind, role, on_duty) values
  ('quality.test_failed', 'role', 'qa', false),
  ('quality.test_failed', 'role', 'manager', false),
  ('quality.override_requested', 'role', 'manager', false),
  ('stock.low', 'role', 'storekeeper', false),
  ('stock.low', 'role', 'distributor', false),
  ('stock.low', 'role', 'retailer', false),
  ('stock.out', 'role', 'storekeeper', false),
  ('stock.out', 'role', 'distributor', false),
  ('stock.out', 'role', 'retailer', false),
  ('stock.expiring', 'role', 'storekeeper', false),
  ('stock.expiring', 'role', 'distributor', false),
  ('stock.expiring', 'role', 'retailer', false),
  ('stock.transfer_requested', 'role', 'storekeeper', false),
  ('lot.status_changed', 'role', 'storekeeper', false),
  ('lot.status_changed', 'role', 'qa', false),
  ('lot.status_changed', 'role', 'distributor', false),
  ('shift.not_closed', 'role', 'supervisor', true),
  ('shift.entry_missing', 'role', 'supervisor', true),
  ('shift.entry_missing', 'role', 'manager', false),
  ('shifts.correction_requested', 'role', 'manager', false),
  ('input.suspicious', 'role', 'supervisor', true),
  ('input.suspicious', 'role', 'admin', false),
  ('anomaly.detected', 'role', 'supervisor', true),
  ('anomaly.detected', 'role', 'manager', false),
  ('system.delivery_dead', 'role', 'admin', false);

insert into public.alert_targets (event_code, kind, group_id)
select row.event, 'group', alert_groups.id
from (values ('stock.low'), ('stock.out')) as row (event)
join public.alert_groups on alert_groups.code = 'PROCUREMENT';

insert into public.alert_templates (event_code, language, title, body, sms) values
  ('quality.test_failed', 'en', 'QC failure: {subject}', '{findings}. Test {test} of {item}, {stage}, at {site}, entered by {person} at {time}.', 'QC failure {site}: {subject}: {findings}'),
  ('quality.test_failed', 'hi', 'QC विफल: {subject}', '{findings}। {item} का परीक्षण {test}, {stage}, {site}; {person} ने {time} पर दर्ज किया।', 'QC विफल {site}: {subject}: {findings}'),
  ('quality.test_failed', 'ta', 'QC தோல்வி: {subject}', '{findings}. {item} சோதனை {test}, {stage}, {site}; {person} {time} மணிக்கு பதிவு செய்தார்.', 'QC தோல்வி {site}: {subject}: {findings}'),
  ('quality.override_requested', 'en', 'Override requested: {subject}', '{person} asks to pass test {test} of {lot}: {reason}. {justification}', null),
  ('stock.low', 'en', 'Low stock: {item}', '{available} {unit} of {item} ({code}) are left at {site}, below the reorder level of {level} {unit}.', 'Low stock {site}: {item}, {available} {unit} left'),
  ('stock.low', 'hi', 'कम स्टॉक: {item}', '{site} पर {item} ({code}) का केवल {available} {unit} बचा है, पुनः ऑर्डर स्तर {level} {unit} से कम।', 'कम स्टॉक {site}: {item}, {available} {unit}'),
  ('stock.low', 'ta', 'குறைந்த இருப்பு: {item}', '{site} இல் {item} ({code}) {available} {unit} மட்டுமே உள்ளது, மறு ஆர்டர் அளவு {level} {unit} ஐ விடக் குறைவு.', 'குறைந்த இருப்பு {site}: {item}, {available} {unit}'),
  ('stock.out', 'en', 'Out of stock: {item}', 'Nothing of {item} ({code}) that may be used is left at {site}.', 'Out of stock {site}: {item}'),
  ('stock.out', 'hi', 'स्टॉक समाप्त: {item}', '{site} पर उपयोग योग्य {item} ({code}) नहीं बचा है।', 'स्टॉक समाप्त {site}: {item}'),
  ('stock.out', 'ta', 'இருப்பு இல்லை: {item}', '{site} இல் பயன்படுத்தக்கூடிய {item} ({code}) எதுவும் இல்லை.', 'இருப்பு இல்லை {site}: {item}'),
  ('stock.expiring', 'en', '{lot} expires in {days} days', '{quantity} {unit} of {item}, lot {lot}, at {site} expire on {date}.', null),
  ('stock.transfer_requested', 'en', 'Requested: {quantity} {unit} of {item}', '{person} asks for {quantity} {unit} of {item} at {place}, needed by {needed_by}.', null),
  ('lot.status_changed', 'en', '{lot} is {after}', 'Lot {lot} of {item} at {site} was {before} and is {after} now.', null),
  ('shift.not_closed', 'en', '{shift} is not closed', '{shift} at {site} ended at {ended} and locks at {locks}. Look what is missing, then close it.', '{shift} at {site} is not closed; it locks at {locks}'),
  ('shift.not_closed', 'hi', '{shift} बंद नहीं हुई', '{site} पर {shift} {ended} पर समाप्त हुई और {locks} पर लॉक होगी। जो कमी है उसे देखें, फिर बंद करें।', '{shift} {site} बंद नहीं हुई; {locks} पर लॉक'),
  ('shift.not_closed', 'ta', '{shift} மூடப்படவில்லை', '{site} இல் {shift} {ended} மணிக்கு முடிந்தது, {locks} மணிக்கு பூட்டப்படும். விடுபட்டதைப் பார்த்து மூடவும்.', '{shift} {site} மூடப்படவில்லை; {locks} மணிக்கு பூட்டப்படும்'),
  ('shift.entry_missing', 'en', '{shift} was locked with {missing} missing', '{shift} at {site} was locked while this was missing: {gaps}', null),
  ('shifts.correction_requested', 'en', 'Correction {number} requested', '{person} asks to correct {shift}: {reason}', null),
  ('shifts.correction_decided', 'en', 'Correction {number}: {decision}', '{person} has decided on your correction of {shift}: {decision}. {note}', null),
  ('input.suspicious', 'en', 'Check the entry: {subject}', '{stage} of batch {batch}: {finding}, entered for {person}.', null),
  ('anomaly.detected', 'en', 'Anomaly: {subject}', '{rule}: {finding}', null),
  ('system.escalated', 'en', 'Escalated: {title}', '{body} Nobody has acted for {minutes} minutes; you are level {level} of "{policy}".', 'Escalated: {sms}'),
  ('system.escalated', 'hi', 'आगे बढ़ाया गया: {title}', '{body} {minutes} मिनट से किसी ने कार्रवाई नहीं की; आप "{policy}" के स्तर {level} हैं।', 'आगे बढ़ाया: {sms}'),
  ('system.escalated', 'ta', 'மேல்நிலைக்கு: {title}', '{body} {minutes} நிமிடங்களாக யாரும் நடவடிக்கை எடுக்கவில்லை; நீங்கள் "{policy}" நிலை {level}.', 'மேல்நிலைக்கு: {sms}'),
  ('system.delivery_dead', 'en', '{subject}: a message was given up', 'What was for {person} could not be sent: {error}', null),
  ('system.address_off', 'en', 'A mail to you came back', 'Nothing more is sent to {address}: {reason}. Correct the address, or turn e-mail on again.', null),
  ('system.test', 'en', 'This is a test', 'You have sent yourself this by {channel}, and it has arrived.', 'This is a test of Lotline.'),
  ('system.test', 'hi', 'यह एक परीक्षण है', 'आपने यह स्वयं को {channel} से भेजा, और यह पहुँच गया है।', 'यह Lotline का परीक्षण है।'),
  ('system.test', 'ta', 'இது ஒரு சோதனை', 'இதை {channel} மூலம் நீங்களே அனுப்பினீர்கள்; அது வந்து சேர்ந்தது.', 'இது Lotline சோதனை.');

insert into public.escalation_policies (name, event_code, condition) values
  ('Failed test that nobody has seen', 'quality.test_failed', 'unseen'),
  ('Low stock without action', 'stock.low', 'unacknowledged'),
  ('No stock without action', 'stock.out', 'unacknowledged'),
  ('Shift that stays open', 'shift.not_closed', 'unresolved');

insert into public.escalation_steps (policy_id, position, after_minutes, kind, role, group_id, channels)
select escalation_policies.id, 1, row.after_minutes, case when row.role is null then 'group' else 'role' end, row.role::public.role, alert_groups.id, row.channels
from (values
  ('quality.test_failed', 30, null, 'PLANT_HEAD', '{in_app,email,sms,push}'::text[]),
  ('stock.low', 60, null, 'PROCUREMENT_HEAD', '{in_app,email}'),
  ('stock.out', 60, null, 'PROCUREMENT_HEAD', '{in_app,email,sms}'),
  ('shift.not_closed', 10, 'admin', null, '{in_app,email,push}')
) as row (event, after_minutes, role, head, channels)
join public.escalation_policies on escalation_policies.event_code = row.event
left join public.alert_groups on alert_groups.code = row.head;
