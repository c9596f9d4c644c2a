package org.dsrhub.request;

/**
 * How many more requests may be taken. A door that is shut opens again only when a
 * twentieth of the bound is free, so that it does not open and shut with every request.
 *
 * @param all open requests of all tenants
 * @param tenant open requests of one tenant
 */
record OpenBounds(int all, int tenant) {

	private static final int PART = 20;

	/**
	 * How many requests of a tenant may be taken now.
	 * @param shut whether the door is shut
	 * @param open open requests of all tenants
	 * @param own those of the tenant
	 */
	long room(boolean shut, long open, long own) {
		return Math.min(left(this.all, shut, open), left(this.tenant, shut, own));
	}

	private static long left(int bound, boolean shut, long open) {
		int opens = shut ? bound - bound / PART : bound;
		return (open < opens) ? bound - open : 0;
	}

}
