package org.dsrhub.packaging;

import java.util.List;
import java.util.stream.IntStream;

import org.dsrhub.packaging.Manifest.NotCovered;

/**
 * What the page's template can name.
 */
record PageView(PackageContent content, List<SourceView> sources) {

	static PageView of(PackageContent content) {
		return new PageView(content,
				IntStream.range(0, content.sources().size())
					.mapToObj((index) -> new SourceView(index + 1, content.sources().get(index)))
					.toList());
	}

	String right() {
		return PlainWords.right(this.content.right());
	}

	String id() {
		return this.content.id().toString();
	}

	String tenant() {
		return this.content.tenant();
	}

	String reference() {
		return this.content.reference();
	}

	String receivedAt() {
		return SourceView.time(this.content.receivedAt());
	}

	String packagedAt() {
		return SourceView.time(this.content.packagedAt());
	}

	String deadline() {
		return PlainWords.day(this.content.deadline());
	}

	int revision() {
		return this.content.revision();
	}

	boolean revised() {
		return this.content.revision() > 1;
	}

	String superseded() {
		return PackageNames.zip(this.content.revision() - 1);
	}

	String searchedBy() {
		return PlainWords.kinds(this.content.searchedBy());
	}

	String identification() {
		return PlainWords.identification(this.content.identified());
	}

	/**
	 * The whole in one sentence.
	 */
	String summary() {
		long found = this.sources.stream().filter(SourceView::some).count();
		long records = this.sources.stream()
			.filter(SourceView::some)
			.mapToLong((source) -> source.content().count())
			.sum();
		return "%d of %d sources hold data about you: %s in all.".formatted(found, this.sources.size(),
				PlainWords.records(records));
	}

	List<SourceView> notGiven() {
		return this.sources.stream().filter((source) -> !source.content().outcome().well()).toList();
	}

	boolean incomplete() {
		return !notGiven().isEmpty();
	}

	boolean searched() {
		return this.sources.stream().anyMatch(SourceView::given);
	}

	List<NotCovered> notCovered() {
		return Coverage.of(this.content.beyond());
	}

	List<String> limits() {
		return Coverage.LIMITS;
	}

}
