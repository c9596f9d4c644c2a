package org.dsrhub.demo;

import java.util.List;

import org.dsrhub.endtoend.Installation;

/**
 * The requests that the demo files: an export of Ana's, a table with one bad row, and an
 * access of hers in the tenant where she is a guest.
 */
final class SampleRequests {

	static final String BAD_FILE = "three.csv";

	private static final String EXPORT = """
			{
			  "reference": "DEMO-1",
			  "tenant": "contoso",
			  "right": "export",
			  "subject": {"email": "ana@contoso.example"}
			}
			""";

	private static final String THREE = """
			reference,right,email,ipAddresses,sources
			DEMO-2,discover,hana@contoso.example,,activity-log|defender-alerts|defender-jit-policies
			DEMO-3,access,nobody.here@contoso.example,,defender-security-contacts|entra-user
			DEMO-4,export,not-an-address,203.0.113.17,
			""";

	private static final String ACCESS = """
			{
			  "reference": "DEMO-5",
			  "tenant": "fabrikam",
			  "right": "access",
			  "subject": {"email": "ana@contoso.example"}
			}
			""";

	private SampleRequests() {
	}

	/**
	 * Drops the files.
	 * @return the references of what will be answered, as {@code tenant/reference}
	 */
	static List<String> drop(Installation installation) {
		installation.drop("contoso", "export.json", EXPORT);
		installation.drop("contoso", BAD_FILE, THREE);
		installation.drop("fabrikam", "access.json", ACCESS);
		return List.of("contoso/DEMO-1", "contoso/DEMO-2", "contoso/DEMO-3", "fabrikam/DEMO-5");
	}

}
