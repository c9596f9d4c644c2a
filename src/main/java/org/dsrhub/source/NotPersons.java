package org.dsrhub.source;

/**
 * Entries of a list of people that were looked at and are nobody's own.
 *
 * @param groups groups of which the person is not known to be a member
 * @param servicePrincipals accounts of applications
 */
public record NotPersons(long groups, long servicePrincipals) {

	public static final NotPersons NONE = new NotPersons(0, 0);

	public NotPersons plus(NotPersons more) {
		return new NotPersons(this.groups + more.groups, this.servicePrincipals + more.servicePrincipals);
	}

	public boolean none() {
		return equals(NONE);
	}

}
