/** The time zone in which times are shown: that of the site at work. */
class CurrentZone {
	#zone = $state('Asia/Kolkata');

	get current(): string {
		return this.#zone;
	}

	set current(zone: string) {
		this.#zone = zone;
	}
}

export const zone = new CurrentZone();
