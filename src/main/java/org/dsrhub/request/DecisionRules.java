package org.dsrhub.request;

import java.util.Set;
import java.util.stream.Collectors;

import org.dsrhub.source.Right;
import org.dsrhub.subject.Subject;
import org.dsrhub.subject.TextScan;

/**
 * What a decision must say and must not, by the right that it is about.
 */
final class DecisionRules {

	private DecisionRules() {
	}

	/**
	 * Holds a decision to the rules.
	 * @param asked what it is about
	 * @param subject whom it is about, as far as is known
	 * @throws InvalidRequest naming every field at fault
	 */
	static void check(Decision decision, Asked asked, Subject subject) {
		Faults faults = new Faults();
		Right right = asked.right();
		DeclineReason.find(decision.reason()).filter((reason) -> !reason.fits(right)).ifPresent((reason) -> {
			faults.add("reason", "%s (GDPR art. %s) is no reason not to %s; use %s, or your own words"
				.formatted(reason.label(), reason.article(), right.label(), DeclineReason.fitting(right)));
		});
		if (decision.reason() != null && names(subject, decision.reason())) {
			faults.add("reason",
					"holds an identifier of the person; leave it out, since answers and rows repeat the reason");
		}
		boolean packaged = right.packaged() || asked.exportFirst();
		for (int i = 0; i < decision.leaveOut().size(); i++) {
			if (!packaged && !decision.leaveOut().get(i).whole()) {
				faults.add("leaveOut[" + i + "].field",
						"a field can only be left out of a package; leave out the record, or nothing of it");
			}
		}
		boolean told = decision.approves() && asked.lift();
		if (told && !Boolean.TRUE.equals(decision.subjectTold())) {
			faults.add("subjectTold",
					"must be true: the data subject is told before the restriction is lifted (GDPR art. 18(3))");
		}
		if (!told && decision.subjectTold() != null) {
			faults.add("subjectTold", "belongs to approving that a restriction is lifted; take it out");
		}
		faults.raise();
	}

	/**
	 * Whether a text names the subject by one of their identifiers.
	 */
	static boolean names(Subject subject, String text) {
		Set<String> identifiers = subject.identifiers()
			.values()
			.stream()
			.flatMap(Set::stream)
			.collect(Collectors.toUnmodifiableSet());
		return new TextScan(subject.region()).scan(text)
			.stream()
			.anyMatch((mention) -> identifiers.contains(mention.value()));
	}

}
