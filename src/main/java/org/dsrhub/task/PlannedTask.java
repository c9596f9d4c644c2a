package org.dsrhub.task;

import java.util.List;

import org.dsrhub.request.HeldSubjects;
import org.dsrhub.source.Source;

/**
 * A task as the plan wants it: to be run, or ended at once by a rule.
 *
 * @param outcome how it ended at once, or null if it is to be run
 * @param reason why, or null
 * @param rule the rule of the hub that refused it, or null
 * @param items what it changes without reading its source before; empty for all others
 * @param instructions what a person is to do, or null
 */
record PlannedTask(Source source, Outcome outcome, String reason, String rule, List<Changing.Item> items,
		String instructions) {

	PlannedTask {
		items = List.copyOf(items);
	}

	static PlannedTask run(Source source) {
		return new PlannedTask(source, null, null, null, List.of(), null);
	}

	static PlannedTask change(Source source, List<Changing.Item> items) {
		return new PlannedTask(source, null, null, null, items, null);
	}

	static PlannedTask manual(Source source, String instructions) {
		return new PlannedTask(source, null, null, null, List.of(), instructions);
	}

	static PlannedTask ended(Source source, Outcome outcome, String reason, String rule) {
		return new PlannedTask(source, outcome, reason, rule, List.of(), null);
	}

	/**
	 * The same under a legal hold: what is not refused already, is.
	 */
	PlannedTask held() {
		return (this.outcome == Outcome.REFUSED) ? this
				: ended(this.source, Outcome.REFUSED, "rule", HeldSubjects.RULE);
	}

	Phase phase() {
		if (this.instructions != null) {
			return Phase.MANUAL;
		}
		return this.items.isEmpty() ? Phase.COLLECT : Phase.CHANGE;
	}

	TaskState state() {
		if (this.outcome == null) {
			return (this.instructions != null) ? TaskState.MANUAL : TaskState.PLANNED;
		}
		return (this.outcome == Outcome.FAILED) ? TaskState.FAILED : TaskState.DONE;
	}

}
