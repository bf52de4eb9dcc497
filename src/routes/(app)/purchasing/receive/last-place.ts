/** Where this device has put goods last: they mostly go there again. */
export const lastPlace = {
	of: (siteId: string): string => localStorage.getItem(`lotline-place-${siteId}`) ?? '',
	keep: (siteId: string, placeId: string): void =>
		localStorage.setItem(`lotline-place-${siteId}`, placeId)
};
