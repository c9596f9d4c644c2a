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
 * names its article, and the rights to which that article speaks.
 */
public enum DeclineReason {

	MANIFESTLY_UNFOUNDED("12(5)(b)", EnumSet.allOf(Right.class), "the request is manifestly unfounded"),
	EXCESSIVE("12(5)(b)", EnumSet.allOf(Right.class),
			"the request is excessive, in particular because it repeats earlier ones"),
	IDENTITY_IN_DOUBT("12(6)", EnumSet.allOf(Right.class),
			"there are reasonable doubts about who made the request, and the information that would have settled them was "
					+ "not received"),
	NOT_IDENTIFIABLE("12(2) and 11(2)", EnumSet.allOf(Right.class),
			"we are not in a position to tell which data are about you"),
	RESTRICTED_BY_LAW("23", EnumSet.allOf(Right.class),
			"the law of the Union or of a Member State restricts this right here"),
	RIGHTS_OF_OTHERS("15(4) and 20(4)", EnumSet.of(Right.ACCESS, Right.EXPORT),
			"giving the data would adversely affect the rights and freedoms of others"),
	NOT_PORTABLE("20(1)", EnumSet.of(Right.EXPORT),
			"the right to take data to another organisation holds only for data that you provided and that are processed "
					+ "by automated means on your consent or for a contract"),
	NOT_INACCURATE("16", EnumSet.of(Right.RECTIFY), "the data are accurate and complete"),
	NO_GROUND_TO_RESTRICT("18(1)", EnumSet.of(Right.RESTRICT),
			"none of the grounds on which the use of data is restricted applies"),
	NO_GROUND_TO_ERASE("17(1)", EnumSet.of(Right.ERASE), "none of the grounds on which data are erased applies"),
	FREEDOM_OF_EXPRESSION("17(3)(a)", EnumSet.of(Right.ERASE),
			"the data are necessary for exercising the right of freedom of expression and information"),
	LEGAL_OBLIGATION("17(3)(b)", EnumSet.of(Right.ERASE),
			"the data are necessary for complying with a legal obligation that requires them to be processed"),
	PUBLIC_TASK("17(3)(b)", EnumSet.of(Right.ERASE),
			"the data are necessary for a task carried out in the public interest or in the exercise of official authority"),
	PUBLIC_HEALTH("17(3)(c)", EnumSet.of(Right.ERASE),
			"the data are necessary for reasons of public interest in the area of public health"),
	ARCHIVING_OR_RESEARCH("17(3)(d)", EnumSet.of(Right.ERASE),
			"the data are necessary for archiving in the public interest, for research or for statistics, which erasing them "
					+ "would make impossible or seriously impair"),
	LEGAL_CLAIMS("17(3)(e)", EnumSet.of(Right.ERASE),
			"the data are necessary for establishing, exercising or defending legal claims");

	private final String article;

	private final Set<Right> rights;

	private final String words;

	DeclineReason(String article, Set<Right> rights, String words) {
		this.article = article;
		this.rights = rights;
		this.words = words;
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
	 * The reason as the data subject is told it, to follow "because".
	 */
	public String words() {
		return this.words;
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
