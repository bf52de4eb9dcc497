-- What asks nothing of anybody is over as soon as it is told; what is open of it until now is over too.
update public.alert_events set news = true where code in ('lot.status_changed', 'shifts.correction_decided', 'system.test');

select app.resolve_alert(alerts, 'It is news: nobody has to act.')
from public.alerts join public.alert_events on alert_events.code = alerts.event_code and alert_events.news
where alerts.state <> 'resolved'
order by alerts.id;

-- Everybody is told in his language. What an administrator has written himself stays.
insert into public.alert_templates (event_code, language, title, body) values
  ('quality.override_requested', 'hi', 'विशेष मंज़ूरी का अनुरोध: {subject}', '{person} ने {lot} के परीक्षण {test} को पास करने का अनुरोध किया है: {reason}। {justification}'),
  ('quality.override_requested', 'ta', 'சிறப்பு அனுமதி கோரிக்கை: {subject}', '{lot} இன் சோதனை {test} ஐத் தேர்ச்சியாக ஏற்க {person} கேட்கிறார்: {reason}. {justification}'),
  ('stock.expiring', 'hi', '{lot}: {days} दिन में अवधि समाप्त', '{site} पर {item}, लॉट {lot}, {quantity} {unit}: उपयोग की अवधि {date} को समाप्त होगी।'),
  ('stock.expiring', 'ta', '{lot} {days} நாட்களில் காலாவதியாகும்', '{site} இல் உள்ள {item}, லாட் {lot}, {quantity} {unit}: {date} அன்று காலாவதியாகும்.'),
  ('stock.transfer_requested', 'hi', 'माँग: {item}, {quantity} {unit}', '{person} ने {place} के लिए {item}, {quantity} {unit} की माँग की है। कब तक: {needed_by}।'),
  ('stock.transfer_requested', 'ta', 'கோரிக்கை: {item}, {quantity} {unit}', '{place} க்கு {item}, {quantity} {unit} வேண்டும் என {person} கேட்கிறார். எப்போது வேண்டும்: {needed_by}.'),
  ('lot.status_changed', 'hi', '{lot} की स्थिति: {after}', '{site} पर {item} के लॉट {lot} की स्थिति बदली: पहले {before}, अब {after}।'),
  ('lot.status_changed', 'ta', '{lot} நிலை: {after}', '{site} இல் {item}, லாட் {lot} இன் நிலை மாறியது: முன்பு {before}, இப்போது {after}.'),
  ('shift.entry_missing', 'hi', '{shift} लॉक हुई, अधूरा: {missing}', '{site} पर {shift} लॉक हो गई, पर यह दर्ज नहीं था: {gaps}'),
  ('shift.entry_missing', 'ta', '{shift} பூட்டப்பட்டது, விடுபட்டவை: {missing}', '{site} இல் {shift} பூட்டப்பட்டபோது இவை விடுபட்டிருந்தன: {gaps}'),
  ('shifts.correction_requested', 'hi', 'सुधार {number} का अनुरोध', '{person} ने {shift} में सुधार का अनुरोध किया है: {reason}'),
  ('shifts.correction_requested', 'ta', 'திருத்தம் {number} கோரப்பட்டது', '{shift} இல் திருத்தம் செய்ய {person} கேட்கிறார்: {reason}'),
  ('shifts.correction_decided', 'hi', 'सुधार {number}: {decision}', '{shift} में सुधार के आपके अनुरोध पर {person} का निर्णय: {decision}। {note}'),
  ('shifts.correction_decided', 'ta', 'திருத்தம் {number}: {decision}', '{shift} பற்றிய உங்கள் திருத்தக் கோரிக்கைக்கு {person} அளித்த முடிவு: {decision}. {note}'),
  ('input.suspicious', 'hi', 'प्रविष्टि जाँचें: {subject}', 'बैच {batch}, चरण {stage}: {finding}; {person} के नाम से दर्ज।'),
  ('input.suspicious', 'ta', 'பதிவைச் சரிபார்க்கவும்: {subject}', 'தொகுதி {batch}, {stage}: {finding}; {person} பெயரில் பதிவு செய்யப்பட்டது.'),
  ('anomaly.detected', 'hi', 'कुछ असामान्य मिला: {subject}', '{rule}: {finding}'),
  ('anomaly.detected', 'ta', 'வழக்கத்திற்கு மாறானது: {subject}', '{rule}: {finding}'),
  ('system.delivery_dead', 'hi', '{subject}: एक संदेश नहीं भेजा जा सका', '{person} के लिए संदेश नहीं भेजा जा सका: {error}'),
  ('system.delivery_dead', 'ta', '{subject}: ஒரு செய்தியை அனுப்ப முடியவில்லை', '{person} க்கான செய்தியை அனுப்ப முடியவில்லை: {error}'),
  ('system.address_off', 'hi', 'आपको भेजा गया ई-मेल लौट आया', '{address} पर अब कुछ नहीं भेजा जाता: {reason}। पता ठीक करें, या ई-मेल फिर से चालू करें।'),
  ('system.address_off', 'ta', 'உங்களுக்கு அனுப்பிய மின்னஞ்சல் திரும்பி வந்தது', '{address} க்கு இனி எதுவும் அனுப்பப்படாது: {reason}. முகவரியைத் திருத்தவும், அல்லது மின்னஞ்சலை மீண்டும் இயக்கவும்.')
on conflict (event_code, language) do nothing;
