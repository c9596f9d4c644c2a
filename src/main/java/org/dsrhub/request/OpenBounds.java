package org.dsrhub.request;

/**
 * How many more requests may be taken. A tenant that has less than its even share open is
 * let in however many the others have: they shut no doors but their own. All together may
 * so come to nearly twice the bound. A door that is shut opens again only when a
 * twentieth of the bound is free, so that it does not open and shut with every request.
 *
 * @param all open requests of all tenants
 * @param share of those, what is every tenant's own
 * @param tenant open requests of one tenant
 */
record OpenBounds(int all, int share, int tenant) {

	private static final int PART = 20;

	/**
	 * How many requests of a tenant may be taken now.
	 * @param shut whether the door is shut
	 * @param open open requests of all tenants
	 * @param own those of the tenant
	 */
	long room(boolean shut, long open, long own) {
		long shared = Math.max(left(this.all, shut, open), left(this.share, shut, own));
		return Math.min(shared, left(this.tenant, shut, own));
	}

	private static long left(int bound, boolean shut, long open) {
		int opens = shut ? bound - bound / PART : bound;
		return (open < opens) ? bound - open : 0;
	}

}
