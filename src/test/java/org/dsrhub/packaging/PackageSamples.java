package org.dsrhub.packaging;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongFunction;

import org.dsrhub.packaging.PackageContent.Segment;
import org.dsrhub.packaging.PackageContent.SourceContent;
import org.dsrhub.source.NotPersons;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;
import org.dsrhub.source.Source.Action;
import org.dsrhub.source.Source.Classification;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.task.Outcome;

/**
 * Made-up content of packages.
 */
final class PackageSamples {

	static final Instant PACKAGED_AT = Instant.parse("2026-02-03T10:15:30Z");

	private PackageSamples() {
	}

	static PackageContent content(int revision, SourceContent... sources) {
		return new PackageContent(UUID.fromString("6f9619ff-8b86-4d01-b42d-00cf4fc964ff"), "R-1", "contoso",
				Right.EXPORT, Instant.parse("2026-02-02T09:00:00Z"), LocalDate.of(2026, 3, 2), revision, PACKAGED_AT,
				Set.of(IdentifierKind.PHONE, IdentifierKind.EMAIL, IdentifierKind.OBJECT_ID), "member", List.of(), null,
				List.of(sources), List.of());
	}

	static Source source(String system, String name) {
		return new Source(name, system, "security alerts", "Protecting the organisation's systems",
				"The security team; Microsoft as processor", "legitimate interests (GDPR art. 6(1)(f))", "two years",
				Classification.UNCLASSIFIED, Set.of(IdentifierKind.EMAIL), Map.of(), List.of(), List.of(),
				new Action("arm-list-action", Map.of("path", "/subscriptions/{subscription}/alerts")), null, null, null,
				null);
	}

	static SourceContent found(Source source, long count, Segment... staged) {
		return new SourceContent(source, Outcome.FOUND, null, null, null, count, 2, 0, 0, NotPersons.NONE, "2022-01-01",
				Instant.parse("2026-02-02T09:05:00Z"), List.of(staged));
	}

	static SourceContent without(Source source, Outcome outcome, String reason, String rule, Instant retainedUntil) {
		return new SourceContent(source, outcome, reason, rule, retainedUntil, 0, 0, 0, 0, NotPersons.NONE, null,
				Instant.parse("2026-02-02T09:05:00Z"), List.of());
	}

	static Segment staged(Path file, String... lines) {
		return staged(file, lines.length, (number) -> lines[(int) number - 1]);
	}

	static Segment staged(Path file, long count, LongFunction<String> line) {
		try {
			try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
				for (long number = 1; number <= count; number++) {
					out.write(line.apply(number) + "\n");
				}
			}
			return new Segment(file, Files.size(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String record(String source, String data) {
		return """
				{"id":"0a1b","source":"%s","system":"Defender for Cloud","category":"security alerts",\
				"classification":"unclassified","matchedBy":["email"],"retrievedAt":"2026-02-02T09:05:00Z",\
				"provenance":{"url":"https://management.example/alerts","apiVersion":"2022-01-01"},\
				"redactions":2,"data":%s}""".formatted(source, data);
	}

}
