package org.dsrhub.configuration;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The hub's own disk does not take what has to be written. What was to be done waits
 * until it does; nothing that was asked for is at fault.
 */
public class DiskFault extends RuntimeException {

	DiskFault(String message) {
		super(message);
	}

	private DiskFault(String message, IOException cause) {
		super(message, cause);
	}

	/**
	 * A fault of a folder.
	 * @param cause what the disk said when it was written to
	 */
	public static DiskFault of(Path folder, IOException cause) {
		return new DiskFault(
				"%s cannot be written: %s; make room there, the hub goes on by itself".formatted(folder, reason(cause)),
				cause);
	}

	/**
	 * What the disk said, without the name of a file.
	 */
	public static String reason(IOException cause) {
		String said = (cause instanceof FileSystemException named) ? named.getReason() : cause.getMessage();
		return (said != null) ? said : cause.getClass().getSimpleName();
	}

	/**
	 * The fault of a disk that is behind a problem, if there is one.
	 */
	public static Optional<DiskFault> behind(Throwable problem) {
		return Stream.iterate(problem, Objects::nonNull, Throwable::getCause)
			.filter(DiskFault.class::isInstance)
			.map(DiskFault.class::cast)
			.findFirst();
	}

}
