/** The words around what a mail says, which itself comes in the person's language. */
interface Words {
	severity: Record<'low' | 'medium' | 'high', string>;
	open: string;
	digest: string;
	why: string;
	settings: string;
	unsubscribe: string;
}

const EN: Words = {
	severity: { low: 'For information', medium: 'Needs attention', high: 'Urgent' },
	open: 'Open in Lotline',
	digest: 'What has happened',
	why: 'You get this mail because of your role in Lotline.',
	settings: 'Choose what you are told',
	unsubscribe: 'No more mails of this kind'
};

const ALL: Record<string, Words> = {
	en: EN,
	hi: {
		severity: { low: 'जानकारी के लिए', medium: 'ध्यान दें', high: 'अत्यावश्यक' },
		open: 'Lotline में खोलें',
		digest: 'क्या हुआ',
		why: 'यह मेल आपको Lotline में आपकी भूमिका के कारण मिला है।',
		settings: 'चुनें कि आपको क्या बताया जाए',
		unsubscribe: 'इस तरह के मेल अब न भेजें'
	},
	ta: {
		severity: { low: 'தகவலுக்கு', medium: 'கவனம் தேவை', high: 'அவசரம்' },
		open: 'Lotline-இல் திறக்கவும்',
		digest: 'நடந்தவை',
		why: 'Lotline-இல் உங்கள் பொறுப்பின் காரணமாக இந்த மின்னஞ்சல் வருகிறது.',
		settings: 'உங்களுக்கு என்ன தெரிவிக்க வேண்டும் என்பதைத் தேர்ந்தெடுக்கவும்',
		unsubscribe: 'இந்த வகை மின்னஞ்சல்கள் இனி வேண்டாம்'
	}
};

/** @param language en, hi or ta; English where it is another */
export function wordsOf(language: string): Words {
	return ALL[language] ?? EN;
}
