package org.dsrhub.correspondence;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.dsrhub.mail.Authenticity;
import org.dsrhub.mail.ReceivedMail;

/**
 * Whether a mail is from whom it seems to be.
 */
final class Sender {

	private static final int ALIKE = 2;

	private Sender() {
	}

	/**
	 * Why a mail is not taken for the vendor's; empty if it is.
	 * @param domains the vendor's, in lower case; a subdomain is another domain
	 */
	static Optional<String> suspicion(ReceivedMail mail, List<String> domains) {
		if (mail.from() == null) {
			return Optional.of("no-single-sender");
		}
		String domain = mail.from().substring(mail.from().lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
		if (!domains.contains(domain)) {
			return Optional
				.of(domains.stream().anyMatch((one) -> alike(domain, one)) ? "lookalike-sender" : "unknown-sender");
		}
		return (mail.authenticity() == Authenticity.PASSED) ? Optional.empty() : Optional.of("not-authenticated");
	}

	/**
	 * Whether a domain could be taken for another: it has the other's name in it, or
	 * hardly differs.
	 */
	private static boolean alike(String domain, String other) {
		String read = shape(IDN.toUnicode(domain));
		String meant = shape(other);
		String name = meant.substring(0, meant.indexOf('.'));
		return (name.length() > ALIKE + 1 && read.contains(name)) || distance(read, meant) <= ALIKE;
	}

	private static String shape(String domain) {
		return domain.toLowerCase(Locale.ROOT)
			.replace("rn", "m")
			.replace("vv", "w")
			.replace('0', 'o')
			.replace('1', 'l')
			.replace('i', 'l')
			.replace("-", "");
	}

	/**
	 * How many letters differ (Levenshtein).
	 */
	private static int distance(String one, String other) {
		int[] row = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int same = diagonal + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				diagonal = row[j];
				row[j] = Math.min(same, Math.min(row[j], row[j - 1]) + 1);
			}
		}
		return row[other.length()];
	}

}
