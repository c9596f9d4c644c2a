package org.dsrhub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A process that a test starts, which writes to a log and ends when this one does.
 */
public final class OwnProcess {

	private static final int LAST_LINES = 40;

	private final Process process;

	private final Path log;

	private OwnProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/**
	 * Starts it and does not wait.
	 * @param log what it writes goes behind what is there
	 */
	public static OwnProcess start(List<String> command, Path log) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
			return new OwnProcess(process, log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The Java that runs the tests.
	 */
	public static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	/**
	 * How Java is told to run this class of the project.
	 */
	public static List<String> program(Class<?> main) {
		return List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				main.getName());
	}

	/**
	 * Waits until it answers.
	 * @throws IllegalStateException if it ends before, or does not answer, with the last
	 * that it wrote
	 */
	public void await(Callable<Boolean> answers) {
		try {
			Awaitility.await("a process to answer")
				.atMost(Duration.ofMinutes(3))
				.pollInterval(Duration.ofMillis(100))
				.until(() -> !isAlive() || answers.call());
		}
		catch (ConditionTimeoutException ex) {
			throw new IllegalStateException("the process does not answer, see " + this.log + ":\n" + end(), ex);
		}
		if (!isAlive()) {
			throw new IllegalStateException("the process ended, see " + this.log + ":\n" + end());
		}
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	public long pid() {
		return this.process.pid();
	}

	/**
	 * Ends it at once, as {@code kill -9} does.
	 */
	public void kill() {
		try {
			this.process.destroyForcibly().waitFor();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Tells it to end, as {@code kill} does.
	 */
	public void terminate() {
		this.process.destroy();
	}

	/**
	 * Waits until it has ended.
	 */
	public void join(Duration longest) {
		try {
			if (!this.process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new IllegalStateException("it has not ended in " + longest + ", see " + this.log);
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The log may be gone with its folder before anybody looks.
	 */
	private String end() {
		try {
			List<String> lines = Files.readAllLines(this.log);
			return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
