package org.dsrhub.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.dsrhub.packaging.PackageContent.SourceContent;
import org.dsrhub.source.Source;

/**
 * A source as the page shows it, with the facts that GDPR art. 15(1) asks for.
 *
 * @param number its place in the plan, from 1: what links point at
 */
record SourceView(int number, SourceContent content) {

	private static final int SHOWN = 50;

	String name() {
		return source().source();
	}

	String title() {
		return source().system() + ": " + source().source();
	}

	String category() {
		return source().category();
	}

	String outcome() {
		return this.content.outcome().label();
	}

	String outcomeWords() {
		return outcome().replace('-', ' ');
	}

	String meaning() {
		return PlainWords.outcome(this.content);
	}

	String retrievedAt() {
		return time(this.content.retrievedAt());
	}

	String records() {
		return given() ? PlainWords.records(this.content.count()) : "–";
	}

	String redactions() {
		long count = given() ? this.content.redactions() : 0;
		return (count == 0) ? "" : PlainWords.redactions(count) + ".";
	}

	/**
	 * The facts of art. 15(1) that differ from source to source.
	 */
	List<Fact> facts() {
		return List.of(new Fact("What kind of data", source().category()), new Fact("What for", source().purpose()),
				new Fact("On what legal basis", source().legalBasis()),
				new Fact("Who receives them", source().recipients()),
				new Fact("How long they are kept", source().keptFor()),
				new Fact("Where the data come from",
						"%s, as the organisation uses it; read there on %s%s".formatted(source().system(),
								retrievedAt(), (this.content.apiVersion() == null) ? "."
										: " (interface version " + this.content.apiVersion() + ").")));
	}

	boolean given() {
		return Manifests.given(this.content);
	}

	boolean some() {
		return given() && this.content.count() > 0;
	}

	String file() {
		return PackageAssembler.fileOf(source());
	}

	/**
	 * The file's address from the page.
	 */
	String link() {
		try {
			return new URI(null, null, "./" + file(), null).toASCIIString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("source " + name() + ": no address can be made of its file's name", ex);
		}
	}

	boolean more() {
		return this.content.count() > SHOWN;
	}

	/**
	 * What is shown of how much.
	 */
	String shown() {
		return "The first %d of %s are shown here.".formatted(SHOWN, PlainWords.records(this.content.count()));
	}

	/**
	 * The first records, read when the page comes to them.
	 */
	List<RecordView> first() {
		List<RecordView> views = new ArrayList<>();
		try (SegmentRecords records = new SegmentRecords(this.content)) {
			while (views.size() < SHOWN && records.next()) {
				views.add(RecordView.of(records.read(), records.tree()));
			}
			return views;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("source " + name() + ": its staged records cannot be read", ex);
		}
	}

	static String time(Instant instant) {
		return (instant == null) ? "–" : PlainWords.day(instant.atZone(java.time.ZoneOffset.UTC)) + ", "
				+ instant.truncatedTo(ChronoUnit.MINUTES).toString().substring(11, 16) + " UTC";
	}

	private Source source() {
		return this.content.source();
	}

	/**
	 * One line of the facts.
	 */
	record Fact(String name, String value) {

		Fact {
			value = Objects.requireNonNullElse(value, "Ask the organisation.");
		}

	}

}
