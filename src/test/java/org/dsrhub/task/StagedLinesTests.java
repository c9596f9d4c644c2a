package org.dsrhub.task;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StagedLinesTests {

	/** Around the size of what is read at once. */
	private final List<String> lines = IntStream
		.of(0, 1, 65_533, 65_534, 0, 65_535, 65_536, 65_537, 3, 131_071, 131_072, 131_073, 1_000_000, 2)
		.mapToObj((length) -> "é".repeat(length / 2) + "x".repeat(length % 2))
		.toList();

	@TempDir
	private Path folder;

	private Path file;

	@BeforeEach
	void write() throws IOException {
		this.file = this.folder.resolve("staged.ndjson");
		Files.writeString(this.file, String.join("\n", this.lines) + "\nnot committed");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 })
	void lines_are_whole_behind_any_number_that_is_passed_over(int skip) throws IOException {
		try (StagedLines staged = new StagedLines(this.file, committed())) {
			assertThat(staged.skip(skip)).isEqualTo(skip);
			assertThat(rest(staged)).isEqualTo(this.lines.subList(skip, this.lines.size()));
		}
	}

	@Test
	void no_more_is_passed_over_than_is_there() throws IOException {
		try (StagedLines staged = new StagedLines(this.file, committed())) {
			assertThat(staged.skip(Long.MAX_VALUE)).isEqualTo(this.lines.size());
			assertThat(staged.next()).isNull();
		}
	}

	@Test
	void an_empty_file_has_no_lines() throws IOException {
		try (StagedLines staged = new StagedLines(this.file, 0)) {
			assertThat(staged.skip(1)).isZero();
			assertThat(staged.next()).isNull();
		}
	}

	private long committed() throws IOException {
		return Files.size(this.file) - "not committed".length();
	}

	private static List<String> rest(StagedLines staged) throws IOException {
		List<String> rest = new ArrayList<>();
		for (byte[] line = staged.next(); line != null; line = staged.next()) {
			rest.add(new String(line, StandardCharsets.UTF_8));
		}
		return rest;
	}

}
