package org.dsrhub.packaging;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.dsrhub.packaging.PackageContent.SourceContent;
import org.dsrhub.record.ReleasedRecord;
import org.dsrhub.source.NotPersons;
import org.dsrhub.source.Right;
import org.dsrhub.subject.IdentifierKind;

/**
 * The hub's words said so that a person without any knowledge of the hub understands them
 * (GDPR art. 12(1)): concise, and nothing milder than what happened.
 */
final class PlainWords {

	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

	private PlainWords() {
	}

	static String outcome(SourceContent content) {
		return switch (content.outcome()) {
			case FOUND -> "%s about you %s found.%s".formatted(records(content.count()),
					content.count() == 1 ? "was" : "were", leftOut(content.leftOut())
							+ leftOutFields(content.leftOutFields()) + notPersons(content.notPersons()));
			case NOTHING_FOUND -> "Searched; nothing about you was found." + notPersons(content.notPersons());
			case ERASED -> "The data about you were erased.";
			case ALREADY_ABSENT -> "There was nothing left to erase.";
			case RECTIFIED -> "The data about you were corrected.";
			case LIFTED -> "The restriction of the data about you was lifted.";
			case RESTRICTED -> "The use of the data about you was restricted.";
			case RETAINED -> content.staged().isEmpty()
					? "Not given: the service keeps these data%s.%s".formatted(until(content), because(content))
					: "%s about you %s found, and the service keeps these data%s.%s".formatted(records(content.count()),
							content.count() == 1 ? "was" : "were", until(content), because(content));
			case REFUSED -> "Not given: a rule does not allow it for this request.%s".formatted(because(content));
			case NOT_SEARCHABLE -> ("Not searched: this source can only be searched by %s, and nothing of that kind is "
					+ "known about you.")
				.formatted(kinds(content.source().searchedBy()));
			case FAILED ->
				"Not known: %s, so this source may hold data about you.".formatted(failure(content.reason()));
		};
	}

	static String right(Right right) {
		return switch (right) {
			case DISCOVER -> "to be told what data about you are held (GDPR art. 15)";
			case ACCESS -> "a copy of the data about you (GDPR art. 15)";
			case EXPORT -> "the data about you in a form that another organisation can take over (GDPR art. 20)";
			case RECTIFY -> "that data about you be corrected (GDPR art. 16)";
			case RESTRICT -> "that the use of data about you be restricted (GDPR art. 18)";
			case ERASE -> "that data about you be erased (GDPR art. 17)";
		};
	}

	static String identification(String result) {
		return switch (result) {
			case "member" -> "One account was found in the organisation's directory: a member's.";
			case "guest" -> "One account was found in the organisation's directory: a guest's. The account's home is "
					+ "another organisation, which holds data of its own.";
			case "personal-account" -> "One account was found in the organisation's directory: a guest's who signs in "
					+ "with a personal Microsoft account. Microsoft itself holds the data of that account.";
			case "nobody" -> "No account was found in the organisation's directory, not among the deleted ones either. "
					+ "The sources were searched by the identifiers given in the request.";
			case "not-shown" -> "What the organisation's directory said is not part of this package.";
			case "not-searched" -> "The organisation's directory was not searched. The sources were searched by the "
					+ "identifiers given in the request.";
			case "failed" -> "The organisation's directory could not be searched. The sources were searched by the "
					+ "identifiers given in the request only, so something may have been missed.";
			default -> result.startsWith("deleted-")
					? "One account was found among the deleted ones of the organisation's directory ("
							+ result.substring("deleted-".length()).replace('-', ' ') + ")."
					: "The organisation's directory answered: " + result + ".";
		};
	}

	static String kinds(Collection<IdentifierKind> kinds) {
		List<String> words = kinds.stream().sorted().map(PlainWords::kind).toList();
		return words.isEmpty() ? "nothing" : String.join(", ", words);
	}

	static String kind(IdentifierKind kind) {
		return switch (kind) {
			case OBJECT_ID -> "account id";
			case USER_PRINCIPAL_NAME -> "sign-in name";
			case EMAIL -> "e-mail address";
			case SID -> "security identifier";
			case PHONE -> "phone number";
			case IP_ADDRESS -> "IP address";
		};
	}

	/**
	 * {@code 1 record}, {@code 12,345 records}.
	 */
	static String records(long count) {
		return number(count) + ((count == 1) ? " record" : " records");
	}

	/**
	 * Why something is missing inside a record (GDPR art. 15(4)).
	 */
	static String redactions(long count) {
		return values(count) + ((count == 1) ? " was" : " were") + " taken out, being about other people or secret";
	}

	private static String values(long count) {
		return number(count) + ((count == 1) ? " value" : " values");
	}

	static String number(long number) {
		return String.format(Locale.ENGLISH, "%,d", number);
	}

	static String day(TemporalAccessor day) {
		return DAY.format(day);
	}

	private static String leftOut(long count) {
		return (count == 0) ? "" : " %s more %s left out by a decision of the organisation.".formatted(number(count),
				(count == 1) ? "was" : "were");
	}

	private static String leftOutFields(long count) {
		return (count == 0) ? "" : " %s in what is given %s left out by a decision of the organisation and read%s “%s”."
			.formatted(values(count), (count == 1) ? "was" : "were", (count == 1) ? "s" : "", ReleasedRecord.LEFT_OUT);
	}

	private static String notPersons(NotPersons not) {
		return not.none() ? ""
				: " Looked at, but no persons: groups that you are not known to be a member of (%s), accounts of applications (%s)."
					.formatted(number(not.groups()), number(not.servicePrincipals()));
	}

	private static String until(SourceContent content) {
		return (content.retainedUntil() == null) ? ""
				: " until " + day(LocalDate.ofInstant(content.retainedUntil(), ZoneOffset.UTC));
	}

	private static String because(SourceContent content) {
		String why = List.of(Objects.toString(content.rule(), ""), Objects.toString(content.reason(), ""))
			.stream()
			.filter((text) -> !text.isBlank())
			.findFirst()
			.orElse("");
		return why.isEmpty() ? "" : " The rule: " + why + ".";
	}

	private static String failure(String reason) {
		return switch (Objects.toString(reason, "")) {
			case "unreachable" -> "the service could not be reached";
			case "not-permitted" -> "the service did not let the organisation's account read it";
			case "invalid-answer" -> "the service's answer could not be understood";
			case "purged" -> "what was found went with an earlier package, whose time was over";
			case "" -> "the search did not succeed";
			default -> "the search did not succeed (%s)".formatted(reason);
		};
	}

}
