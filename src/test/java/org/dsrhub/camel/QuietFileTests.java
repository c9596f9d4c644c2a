package org.dsrhub.camel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

import org.dsrhub.MovingClock;
import org.dsrhub.Workshop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Quiet is two seconds and patience thirty.
 */
class QuietFileTests {

	private final MovingClock clock = new MovingClock(Instant.parse("2026-02-01T00:00:00Z"));

	@TempDir
	Path folder;

	private QuietFile quiet;

	@BeforeEach
	void setUp() {
		this.quiet = new QuietFile(new Workshop(this.folder).hub(), this.clock);
	}

	@Test
	void a_whole_file_is_read_once_it_was_unchanged_for_a_while() throws IOException {
		Path file = write("a.json", "{}");
		assertThat(after(0, file)).isFalse();
		assertThat(after(1, file)).isFalse();
		assertThat(after(1, file)).isTrue();
	}

	@Test
	void an_old_time_of_change_proves_nothing() throws IOException {
		Path file = write("a.json", "{}");
		Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
		assertThat(after(0, file)).isFalse();
	}

	@Test
	void every_change_begins_the_waiting_anew() throws IOException {
		Path file = write("a.ndjson", "{}\n");
		assertThat(after(0, file)).isFalse();
		write("a.ndjson", "{}\n{}\n");
		assertThat(after(2, file)).isFalse();
		Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
		assertThat(after(2, file)).isFalse();
		assertThat(after(2, file)).isTrue();
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(quoteCharacter = '"', delimiter = '|',
			value = { "a.json | [{},", "a.json | [{}", "a.json | [{\"x\":[1]", "a.json | {\"a\":\"b",
					"a.json | {\"a\":tru", "a.json | [", "a.json | \"\"", "a.ndjson | {}", "a.csv | right;email",
					"a.CSV | \"\"" })
	void what_looks_cut_off_is_waited_for_longer(String name, String content) throws IOException {
		Path file = write(name, (content != null) ? content : "");
		assertThat(after(0, file)).isFalse();
		assertThat(after(2, file)).isFalse();
		assertThat(after(27, file)).isFalse();
		assertThat(after(1, file)).isTrue();
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(quoteCharacter = '"', delimiter = '|', value = { "a.json | [{}]", "a.JSON | {} ", "a.json | [{}}]",
			"a.ndjson | {}#", "a.ndjson | {#", "a.csv | x#" })
	void what_looks_whole_is_not(String name, String content) throws IOException {
		Path file = write(name, content.replace('#', '\n'));
		assertThat(after(0, file)).isFalse();
		assertThat(after(2, file)).isTrue();
	}

	private boolean after(int seconds, Path file) {
		this.clock.pass(Duration.ofSeconds(seconds));
		return this.quiet.quiet(file.toFile());
	}

	private Path write(String name, String content) throws IOException {
		return Files.writeString(this.folder.resolve(name), content);
	}

}
