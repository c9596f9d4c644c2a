package org.dsrhub.intake;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArrivalTests {

	private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

	@TempDir
	Path folder;

	@Test
	void a_file_that_was_moved_here_came_then_however_old_it_is() throws IOException {
		Path export = Files.writeString(this.folder.resolve("export.csv"), "x");
		Files.setLastModifiedTime(export, FileTime.from(this.now.minus(Duration.ofDays(60))));
		Path file = Files.move(export, this.folder.resolve("moved.csv"));
		assertThat(arrival(file)).isBetween(this.now, this.now.plusSeconds(60));
	}

	@Test
	void where_the_file_system_does_not_tell_it_came_when_it_was_written() throws IOException {
		Instant written = this.now.minus(Duration.ofDays(60));
		try (FileSystem zip = FileSystems.newFileSystem(this.folder.resolve("x.zip"), Map.of("create", "true"))) {
			Path file = Files.writeString(zip.getPath("a.csv"), "x");
			Files.setLastModifiedTime(file, FileTime.from(written));
			assertThat(arrival(file)).isEqualTo(written);
		}
	}

	@Test
	void a_time_that_cannot_be_is_none() throws IOException {
		Path file = Files.writeString(this.folder.resolve("a.csv"), "x");
		FileTime old = FileTime.from(this.now.minus(Duration.ofDays(60)));
		assertThat(Arrival.of(file, FileTime.from(this.now.plus(Duration.ofHours(2))), this.now.plusSeconds(60)))
			.isNull();
		assertThat(Arrival.of(file, old, this.now.minusSeconds(1))).isNull();
	}

	@Test
	void a_file_that_is_gone_did_not_come() {
		assertThatThrownBy(() -> Arrival.of(this.folder.resolve("gone.csv"), FileTime.from(this.now), this.now))
			.isInstanceOf(NoSuchFileException.class);
	}

	private Instant arrival(Path file) throws IOException {
		return Arrival.of(file, Files.getLastModifiedTime(file), this.now.plusSeconds(60));
	}

}
