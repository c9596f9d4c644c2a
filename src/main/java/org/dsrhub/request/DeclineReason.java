package org.dsrhub.request;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.dsrhub.source.Right;

/**
 * The reasons that the GDPR gives for not doing what was asked, or not all of it. Each
 * names its article, and the rights to which that article speaks; their words are in the
 * templates, {@code mail/en/answer-ground}.
 */
public enum DeclineReason {

	MANIFESTLY_UNFOUNDED("12(5)(b)", EnumSet.allOf(Right.class)), EXCESSIVE("12(5)(b)", EnumSet.allOf(Right.class)),
	IDENTITY_IN_DOUBT("12(6)", EnumSet.allOf(Right.class)),
	NOT_IDENTIFIABLE("12(2) and 11(2)", EnumSet.allOf(Right.class)),
	RESTRICTED_BY_LAW("23", EnumSet.allOf(Right.class)),
	RIGHTS_OF_OTHERS("15(4) and 20(4)", EnumSet.of(Right.ACCESS, Right.EXPORT)),
	NOT_PORTABLE("20(1)", EnumSet.of(Right.EXPORT)), NOT_INACCURATE("16", EnumSet.of(Right.RECTIFY)),
	NO_GROUND_TO_RESTRICT("18(1)", EnumSet.of(Right.RESTRICT)), NO_GROUND_TO_ERASE("17(1)", EnumSet.of(Right.ERASE)),
	FREEDOM_OF_EXPRESSION("17(3)(a)", EnumSet.of(Right.ERASE)), LEGAL_OBLIGATION("17(3)(b)", EnumSet.of(Right.ERASE)),
	PUBLIC_TASK("17(3)(b)", EnumSet.of(Right.ERASE)), PUBLIC_HEALTH("17(3)(c)", EnumSet.of(Right.ERASE)),
	ARCHIVING_OR_RESEARCH("17(3)(d)", EnumSet.of(Right.ERASE)), LEGAL_CLAIMS("17(3)(e)", EnumSet.of(Right.ERASE));

	private final String article;

	private final Set<Right> rights;

	DeclineReason(String article, Set<Right> rights) {
		this.article = article;
		this.rights = rights;
	}

	/**
	 * The name in decisions and rows: {@code manifestly-unfounded}.
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Where the GDPR says so: {@code 12(5)(b)}.
	 */
	public String article() {
		return this.article;
	}

	/**
	 * Whether it is a reason for not doing what this right asks.
	 */
	public boolean fits(Right right) {
		return this.rights.contains(right);
	}

	/**
	 * The reason with this label; empty for a reason in somebody's own words.
	 */
	public static Optional<DeclineReason> find(String reason) {
		return Arrays.stream(values()).filter((each) -> each.label().equals(reason)).findFirst();
	}

	static String fitting(Right right) {
		return Arrays.stream(values())
			.filter((each) -> each.fits(right))
			.map(DeclineReason::label)
			.collect(Collectors.joining(", "));
	}

}
