package org.dsrhub.packaging;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the files of a package are called. Revision 1 has no number, so that the first
 * package of a request is simply {@code package.zip}.
 */
public final class PackageNames {

	private static final Pattern FILE = Pattern
		.compile("\\.?(?:package|manifest)(?:\\.([1-9][0-9]{0,8}))?\\.(?:zip|json)(?:\\..*)?");

	private PackageNames() {
	}

	/**
	 * {@code package.zip}, later {@code package.2.zip}.
	 */
	public static String zip(int revision) {
		return "package" + number(revision) + ".zip";
	}

	/**
	 * {@code manifest.json}, later {@code manifest.2.json}.
	 */
	public static String manifest(int revision) {
		return "manifest" + number(revision) + ".json";
	}

	/**
	 * Where a file of a request stands in the tenant's container:
	 * {@code contoso/<id>/package.zip}.
	 */
	public static String path(String tenant, UUID request, String name) {
		return folder(tenant, request) + "/" + name;
	}

	/**
	 * Where every file of a request stands: {@code contoso/<id>}.
	 */
	public static String folder(String tenant, UUID request) {
		return tenant + "/" + request;
	}

	/**
	 * Of which revision a file is by its name, finished or not; 0 if it tells of none.
	 */
	public static int revision(String name) {
		Matcher file = FILE.matcher(name);
		return !file.matches() ? 0 : (file.group(1) != null) ? Integer.parseInt(file.group(1)) : 1;
	}

	private static String number(int revision) {
		if (revision < 1) {
			throw new IllegalArgumentException("a package's revision is 1 or more, not " + revision);
		}
		return (revision == 1) ? "" : "." + revision;
	}

}
