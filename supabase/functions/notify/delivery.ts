/** Something to be sent to one person by one channel, as `claim_deliveries` hands it out. */
export interface Delivery {
	id: string;
	channel: 'email' | 'sms' | 'push';
	/** An address, a number in E.164, or the endpoint of a push subscription. */
	destination: string;
	/** en, hi or ta. */
	language: string;
	severity: 'low' | 'medium' | 'high';
	title: string;
	body: string;
	/** At most 160 characters; null for a digest. */
	sms: string | null;
	/** A path in the app. */
	link: string | null;
	/** The same for everything that is said of one alert. */
	thread: string;
	/** The same for every attempt. */
	idempotency_key: string;
	/** Of them, with this one. */
	attempts: number;
	push: { endpoint: string; p256dh: string; auth: string } | null;
	unsubscribe_token: string | null;
	kind: 'alert' | 'digest' | 'test';
	/** Of a digest. */
	items: DigestItem[] | null;
}

/** One line of a digest. */
export interface DigestItem {
	title: string;
	body: string | null;
	severity: 'low' | 'medium' | 'high';
	link: string | null;
	/** How often it has happened. */
	count: number;
	/** Code of the site. */
	site: string | null;
}

/** What came of an attempt, as `finish_delivery` takes it. */
export interface Outcome {
	/** `retry`: later again; `failed`: never again; `gone`: the browser has ended its subscription. */
	outcome: 'sent' | 'retry' | 'failed' | 'gone';
	provider: string;
	providerId?: string;
	error?: string;
	/** Seconds that the provider asks to be left alone. */
	retryAfter?: number;
}
