package org.dsrhub.check;

import org.dsrhub.source.VendorFault;

/**
 * What to grant or to correct for a source in a tenant's own database.
 */
public final class Databases {

	private Databases() {
	}

	/**
	 * Why a database gave no first page.
	 * @param name under {@code databases} in the tenant's file
	 * @param user whom the hub logs in as
	 * @param needs what has to be granted, or null where the source's file does not say
	 */
	public static String refused(String name, String user, VendorFault fault, String needs) {
		String said = "databases.%s: %s: ".formatted(name, fault.getMessage());
		return switch (fault.reason()) {
			case NOT_PERMITTED -> said + (login(fault)
					? "it refuses the login; correct user (%s) or password in the tenant file".formatted(user)
					: "grant %s %s".formatted(user, (needs != null) ? needs : "select on the tables of the query"));
			case NOT_FOUND -> said + "there is no such database; correct its url in the tenant file";
			case BAD_REQUEST ->
				said + "it does not understand the query; correct it in the source's file, or grant %s the schema"
					.formatted(user);
			case UNREACHABLE, THROTTLED ->
				said + "correct its url in the tenant file, open it in the firewall, or raise limits.responseTimeout";
			case INVALID_ANSWER -> said + "correct query, key or pageSize in the source's file";
			case BUSY, FOUND_AGAIN, NOT_EFFECTIVE, OPERATION_FAILED, NOT_FINISHED, NOT_CONFIGURED, INTERNAL ->
				said + "a fault of the hub";
		};
	}

	/**
	 * SQLSTATE class 28 is about the login, ISO/IEC 9075-2.
	 */
	private static boolean login(VendorFault fault) {
		return fault.getMessage().startsWith("SQLSTATE 28");
	}

}
