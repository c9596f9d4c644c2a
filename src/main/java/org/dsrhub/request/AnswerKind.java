package org.dsrhub.request;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.dsrhub.tenant.Tenant;

/**
 * What whoever asked is told by mail.
 */
public enum AnswerKind {

	/** The request is here; until when it is answered. */
	RECEIVED,
	/** The same, to a person who asked by a mail of their own, once that is confirmed. */
	VERIFIED,
	/** The answer takes longer, and why (GDPR art. 12(3)). */
	EXTENDED,
	/** Nothing is done, and why (GDPR art. 12(4)). */
	DECLINED,
	/** What was done and what was not (GDPR art. 12(3)). */
	COMPLETED;

	/**
	 * The name in files and rows: {@code received}.
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Which answers a request gets, fixed when it is registered: what a tenant begins to
	 * send later is not told of what is long over. Who asked by a mail of their own is
	 * told everything, and {@code verified} in place of {@code received}.
	 */
	static Set<AnswerKind> wanted(Tenant tenant, boolean byMailOfTheSubject) {
		Set<AnswerKind> wanted = EnumSet.allOf(AnswerKind.class);
		wanted.removeIf((kind) -> byMailOfTheSubject ? kind == RECEIVED
				: kind == VERIFIED || !tenant.answers().send().contains(kind.label()));
		return wanted;
	}

	/**
	 * Those of the wanted answers that a request's state calls for.
	 */
	public static Set<AnswerKind> due(Set<AnswerKind> wanted, RequestState state, boolean extended) {
		Set<AnswerKind> due = switch (state) {
			case UNVERIFIED, CANCELLED, EXPIRED -> EnumSet.noneOf(AnswerKind.class);
			case DECLINED -> EnumSet.of(DECLINED);
			case COMPLETED, COMPLETED_WITH_EXCEPTIONS -> EnumSet.of(COMPLETED);
			default -> extended ? EnumSet.of(RECEIVED, VERIFIED, EXTENDED) : EnumSet.of(RECEIVED, VERIFIED);
		};
		due.retainAll(wanted);
		return due;
	}

	/**
	 * As a row keeps them; null for none.
	 */
	static String labels(Set<AnswerKind> kinds) {
		return kinds.isEmpty() ? null : kinds.stream().map(AnswerKind::label).collect(Collectors.joining(","));
	}

	/**
	 * What {@link #labels} wrote.
	 */
	public static Set<AnswerKind> of(String labels) {
		return Arrays.stream((labels != null) ? labels.split(",") : new String[0])
			.map((label) -> valueOf(label.toUpperCase(Locale.ROOT)))
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(AnswerKind.class)));
	}

}
