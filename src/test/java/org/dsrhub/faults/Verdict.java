package org.dsrhub.faults;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a history comes to.
 *
 * @param accepted how many requests were accepted
 * @param completed how many of them were completed
 * @param lost what was accepted and is not there
 * @param twice what is there more than once
 * @param wrong what is other than it should be
 */
record Verdict(int accepted, int completed, List<String> lost, List<String> twice, List<String> wrong) {

	List<String> problems() {
		return Stream
			.of(this.lost.stream().map("lost: "::concat), this.twice.stream().map("twice: "::concat),
					this.wrong.stream().map("wrong: "::concat))
			.flatMap((each) -> each)
			.toList();
	}

	@Override
	public String toString() {
		return "accepted=%d completed=%d lost=%d twice=%d wrong=%d".formatted(this.accepted, this.completed,
				this.lost.size(), this.twice.size(), this.wrong.size());
	}

}
