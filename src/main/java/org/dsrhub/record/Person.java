package org.dsrhub.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsrhub.subject.Mention;
import org.dsrhub.subject.Mention.Form;

/**
 * What the value of a person field says: its parts, one for each person that it lists.
 *
 * @param parts the parts in order; empty where it names nobody, such as an IP address
 */
record Person(List<Piece> parts) {

	static final Person NOBODY = new Person(List.of());

	/** Windows' own accounts, as well-known as their security identifiers. */
	private static final Set<String> NOBODYS_ACCOUNTS = Set.of("SYSTEM", "LOCAL SERVICE", "NETWORK SERVICE",
			"ANONYMOUS LOGON");

	private static final Pattern PART = Pattern.compile("[^;,|]+");

	/**
	 * Whom a part names: the subject by identifier, by name only, or somebody else.
	 */
	enum Part {

		IDENTIFIER, NAME, OTHER, NOBODY

	}

	record Piece(Part part, int start, int end) {
	}

	static Person of(String text, List<Mention> mentions, Judge judge, FieldName field) {
		String whole = text.strip();
		if (whole.isEmpty() || weak(whole, mentions)) {
			return NOBODY;
		}
		int start = text.indexOf(whole);
		if (judge.named(whole)) {
			return new Person(List.of(new Piece(Part.NAME, start, start + whole.length())));
		}
		List<Piece> pieces = new ArrayList<>();
		Matcher matcher = PART.matcher(text);
		while (matcher.find()) {
			String value = matcher.group().strip();
			if (!value.isEmpty()) {
				int from = text.indexOf(value, matcher.start());
				pieces.add(new Piece(part(value, from, from + value.length(), mentions, judge, field), from,
						from + value.length()));
			}
		}
		return pieces.stream().allMatch((piece) -> piece.part == Part.OTHER) && !pieces.isEmpty()
				? new Person(List.of(new Piece(Part.OTHER, start, start + whole.length()))) : new Person(pieces);
	}

	/** Addresses and phones alone name nobody; they are judged like anywhere else. */
	private static boolean weak(String text, List<Mention> mentions) {
		return mentions.stream()
			.anyMatch((mention) -> (mention.form() == Form.IP_ADDRESS || mention.form() == Form.PHONE)
					&& mention.end() - mention.start() >= text.length() - 2 && !mention.encoded());
	}

	private static Part part(String text, int start, int end, List<Mention> mentions, Judge judge, FieldName field) {
		String account = text.substring(text.lastIndexOf('\\') + 1).toUpperCase(Locale.ROOT);
		if (text.equals(ThirdPartyRedaction.MARK) || NOBODYS_ACCOUNTS.contains(account)
				|| text.chars().noneMatch(Character::isLetterOrDigit)) {
			return Part.NOBODY;
		}
		if (judge.named(text)) {
			return Part.NAME;
		}
		boolean subject = false;
		boolean nobody = false;
		for (Mention mention : mentions) {
			if (mention.start() < end && mention.end() > start && judge.strong(mention)) {
				Whose whose = judge.whose(mention, field);
				subject |= whose == Whose.SUBJECT && !mention.encoded();
				nobody |= whose == Whose.NOBODY && mention.form() == Form.SID;
			}
		}
		return subject ? Part.IDENTIFIER : nobody ? Part.NOBODY : Part.OTHER;
	}

}
