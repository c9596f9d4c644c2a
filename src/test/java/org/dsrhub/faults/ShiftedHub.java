package org.dsrhub.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.dsrhub.DsrHub;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/**
 * A hub whose clock is as far off as a file says, in seconds, so that another process can
 * make it jump. A file that is not there is no shift.
 */
public class ShiftedHub {

	static final String FILE = "shift.file";

	public static void main(String[] args) {
		new SpringApplicationBuilder(DsrHub.class, ShiftedHub.class).run(args);
	}

	@Bean
	@Primary
	Clock shiftedClock(Environment environment) {
		return new FileClock(Path.of(environment.getRequiredProperty(FILE)));
	}

	/**
	 * Makes the clock of all hubs that read this file jump.
	 */
	static void shift(Path file, Duration shift) {
		try {
			Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"),
					String.valueOf(shift.toSeconds()));
			Files.move(written, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE,
					java.nio.file.StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static final class FileClock extends Clock {

		private final Path file;

		FileClock(Path file) {
			this.file = file;
		}

		@Override
		public Instant instant() {
			try {
				return Files.exists(this.file) ? Instant.now().plusSeconds(Long.parseLong(Files.readString(this.file)))
						: Instant.now();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
