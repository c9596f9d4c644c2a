package org.dsrhub.request;

import java.util.List;

/**
 * A person's word on a request.
 *
 * @param decision {@link Decisions#APPROVE} or {@link Decisions#DECLINE}
 * @param reason the label of a {@link DeclineReason}, or the person's own words; null
 * where none was given
 * @param leaveOut what is not released or changed, though the rest is
 * @param subjectTold whether the data subject was told that the restriction is lifted
 * (GDPR art. 18(3)); null where nothing was said
 */
public record Decision(String decision, String reason, List<LeftOut> leaveOut, Boolean subjectTold) {

	public Decision {
		leaveOut = List.copyOf(leaveOut);
	}

	boolean approves() {
		return Decisions.APPROVE.equals(this.decision);
	}

}
