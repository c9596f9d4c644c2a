package org.dsrhub.camel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;

/**
 * The anchors that lie in a tenant's container.
 */
@Component
class StoredAnchors {

	private static final Pattern ANCHOR = Pattern.compile("(?:.*/)?anchor-([1-9][0-9]{0,8})\\.json");

	/** Far more than the hub's own ever have. */
	private static final int BYTES = 16 * 1024 * 1024;

	private final Containers containers;

	StoredAnchors(Containers containers) {
		this.containers = containers;
	}

	/**
	 * Where an anchor lies.
	 */
	static String path(Tenant tenant, int number) {
		return "%s/anchor-%d.json".formatted(folder(tenant), number);
	}

	/**
	 * The numbers of those after a number, the last first.
	 * @throws IOException if the container cannot be asked
	 */
	List<Integer> after(Tenant tenant, int number) throws IOException {
		List<String> names;
		try {
			names = this.containers.list(tenant, folder(tenant));
		}
		catch (NoSuchFileException ex) {
			// The first thing that is stored makes the container.
			return List.of();
		}
		return names.stream()
			.map(ANCHOR::matcher)
			.filter(Matcher::matches)
			.map((name) -> Integer.valueOf(name.group(1)))
			.filter((stored) -> stored > number)
			.sorted(Comparator.reverseOrder())
			.toList();
	}

	/**
	 * What lies there under a number.
	 * @throws IOException if the container does not give it
	 */
	byte[] read(Tenant tenant, int number) throws IOException {
		try (InputStream in = this.containers.open(tenant, path(tenant, number))) {
			return in.readNBytes(BYTES);
		}
	}

	private static String folder(Tenant tenant) {
		return tenant.tenant() + "/evidence";
	}

}
