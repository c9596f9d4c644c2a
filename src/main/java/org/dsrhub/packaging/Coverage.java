package org.dsrhub.packaging;

import java.util.List;
import java.util.stream.Stream;

import org.dsrhub.packaging.Manifest.NotCovered;
import org.dsrhub.source.Source;

/**
 * What a package cannot hold, said in every one of them: silence would read as "there is
 * nothing else".
 */
final class Coverage {

	private static final List<NotCovered> NOT_COVERED = List.of(
			new NotCovered(
					"Content in other services of the organisation, such as mailboxes, chats, documents, customer and "
							+ "personnel systems, and the organisation's own applications",
					"Only the sources named in this manifest are searched.",
					"Ask the organisation's privacy contact, naming the service."),
			new NotCovered("Your personal Microsoft account (for example outlook.com, Xbox, OneDrive for yourself)",
					"Microsoft holds these data for itself; the organisation has no access to them.",
					"Microsoft account privacy dashboard, https://account.microsoft.com/privacy"),
			new NotCovered("Other organisations' tenants, also those that you are a guest of",
					"A request is answered within one organisation's tenant and never reads another's.",
					"Ask each of these organisations."));

	static final List<String> LIMITS = List.of(
			"Records are found by exact identifiers. A name in free text, without an identifier beside it, cannot be "
					+ "found by rule: neither yours, to find a record, nor another person's, to take it out.",
			"A record that names you only by a phone number or an IP address, which people share, is given only if it "
					+ "names nobody else.",
			"Data about other people and secrets such as keys were taken out of the records and counted as redactions "
					+ "(GDPR art. 15(4)).",
			"Each source was read at the time given with it; what the service had deleted by then is not there.");

	private Coverage() {
	}

	/**
	 * What a package cannot hold.
	 * @param beyond sources that the tenant cannot ask
	 */
	static List<NotCovered> of(List<Source> beyond) {
		return Stream
			.concat(NOT_COVERED.stream(),
					beyond.stream()
						.map((source) -> new NotCovered("%s: %s".formatted(source.system(), source.category()),
								"The service writes its export into a storage account, and none is set up for it.",
								"Ask the organisation's privacy contact for it.")))
			.toList();
	}

}
