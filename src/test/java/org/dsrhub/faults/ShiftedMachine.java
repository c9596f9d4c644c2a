package org.dsrhub.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

import org.dsrhub.DsrHub;
import org.dsrhub.database.MachineClock;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/**
 * A hub on a machine whose clock is as far off as a file says, in seconds, so that
 * another process can make it jump. A file that is not there is no shift.
 */
public class ShiftedMachine {

	static final String FILE = "shift.file";

	public static void main(String[] args) {
		new SpringApplicationBuilder(DsrHub.class, ShiftedMachine.class).run(args);
	}

	@Bean
	@Primary
	MachineClock shiftedClock(Environment environment) {
		Path file = Path.of(environment.getRequiredProperty(FILE));
		InstantSource shifted = () -> shifted(file);
		return new MachineClock(shifted.withZone(ZoneOffset.UTC));
	}

	/**
	 * Makes the clock of the machine jump that reads this file.
	 */
	static void shift(Path file, Duration shift) {
		try {
			Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"),
					String.valueOf(shift.toSeconds()));
			Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Instant shifted(Path file) {
		try {
			return Clock.systemUTC()
				.instant()
				.plusSeconds(Files.exists(file) ? Long.parseLong(Files.readString(file)) : 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
