package org.dsrhub.task;

import org.dsrhub.source.Source;

/**
 * A task as the plan wants it: to be run, or ended at once by a rule.
 *
 * @param outcome how it ended at once, or null if it is to be run
 * @param reason why, or null
 * @param rule the rule of the hub that refused it, or null
 */
record PlannedTask(Source source, Outcome outcome, String reason, String rule) {

	static PlannedTask run(Source source) {
		return new PlannedTask(source, null, null, null);
	}

	static PlannedTask ended(Source source, Outcome outcome, String reason, String rule) {
		return new PlannedTask(source, outcome, reason, rule);
	}

	TaskState state() {
		if (this.outcome == null) {
			return TaskState.PLANNED;
		}
		return (this.outcome == Outcome.FAILED) ? TaskState.FAILED : TaskState.DONE;
	}

}
