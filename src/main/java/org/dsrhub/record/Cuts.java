package org.dsrhub.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The ranges to take out of a text; those that touch each other's characters become one.
 */
final class Cuts {

	private record Range(int start, int end) {
	}

	private final String text;

	private final List<Range> ranges = new ArrayList<>();

	private List<Range> merged = List.of();

	Cuts(String text) {
		this.text = text;
	}

	void add(int start, int end) {
		if (end > start && !this.text.substring(start, end).equals(ThirdPartyRedaction.MARK)) {
			this.ranges.add(new Range(start, end));
			this.merged = null;
		}
	}

	int count() {
		return merged().size();
	}

	String apply() {
		StringBuilder left = new StringBuilder();
		int at = 0;
		for (Range cut : merged()) {
			left.append(this.text, at, cut.start).append(ThirdPartyRedaction.MARK);
			at = cut.end;
		}
		return left.append(this.text, at, this.text.length()).toString();
	}

	private List<Range> merged() {
		if (this.merged == null) {
			this.ranges.sort(Comparator.comparingInt(Range::start));
			List<Range> result = new ArrayList<>();
			for (Range range : this.ranges) {
				Range last = result.isEmpty() ? null : result.get(result.size() - 1);
				if (last != null && range.start < last.end) {
					result.set(result.size() - 1, new Range(last.start, Math.max(last.end, range.end)));
				}
				else {
					result.add(range);
				}
			}
			this.merged = result;
		}
		return this.merged;
	}

}
