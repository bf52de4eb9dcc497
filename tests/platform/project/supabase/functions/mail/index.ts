import { Resend } from 'npm:resend@6';
import twilio from 'npm:twilio@6';
import { json } from '../_shared/json.ts';

/** Sends `text` as an e-mail or as a text message, by the providers' own clients. */
Deno.serve(async (request) => {
	const { email, phone, text } = await request.json();
	if (email) {
		const resend = new Resend(Deno.env.get('RESEND_API_KEY'));
		const { data, error } = await resend.emails.send({
			from: 'Lotline <lotline@lotline.test>',
			to: email,
			subject: 'Platform test',
			text
		});
		return json({ id: data?.id, error }, error ? 502 : 200);
	}
	const client = twilio(Deno.env.get('TWILIO_ACCOUNT_SID'), Deno.env.get('TWILIO_AUTH_TOKEN'));
	const baseUrl = Deno.env.get('TWILIO_BASE_URL');
	if (baseUrl) client.api.baseUrl = baseUrl;
	const message = await client.messages.create({ from: '+15005550006', to: phone, body: text });
	return json({ id: message.sid });
});
