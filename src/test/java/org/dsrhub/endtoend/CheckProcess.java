package org.dsrhub.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.dsrhub.DsrHub;
import org.dsrhub.OwnProcess;

/**
 * {@code hub check} in a process of its own.
 *
 * @param code what it ended with
 * @param output everything that it wrote
 */
record CheckProcess(int code, String output) {

	/**
	 * Runs it to its end.
	 * @param environment what the process has in its environment besides this one's
	 */
	static CheckProcess run(Installation installation, Map<String, String> environment, String... tenants)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(OwnProcess.java(), "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
		command.addAll(OwnProcess.program(DsrHub.class));
		List<String> settings = new ArrayList<>();
		installation.settings().forEach((key, value) -> settings.add("--" + key + "=" + value));
		// They may stand on either side of the command.
		command.add(settings.remove(0));
		command.add("check");
		command.addAll(List.of(tenants));
		command.addAll(settings);
		Path log = Files.createTempFile("check", ".log");
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
			builder.environment().putAll(environment);
			Process process = builder.start();
			if (!process.waitFor(120, TimeUnit.SECONDS)) {
				process.destroyForcibly().waitFor();
			}
			return new CheckProcess(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
		}
		finally {
			Files.delete(log);
		}
	}

	/**
	 * The lines about one tenant, without its name.
	 */
	List<String> lines(String tenant) {
		return this.output.lines()
			.filter((line) -> line.matches("(ok  |warn|FAIL)  " + tenant + ": .*"))
			.map((line) -> line.replaceFirst(" +" + tenant + ": ", " "))
			.toList();
	}

}
