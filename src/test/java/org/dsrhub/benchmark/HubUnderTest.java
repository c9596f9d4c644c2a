package org.dsrhub.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The hub as it is delivered: the jar in a process of its own.
 */
final class HubUnderTest {

	private static final Path JAR = Path.of("target", "dsr-hub.jar");

	private HubUnderTest() {
	}

	/**
	 * Starts the only one in a folder and waits until it is ready.
	 */
	static Contestant start(Path java, HubFolder folder, Options options) throws IOException, InterruptedException {
		JavaProcess process = start(java, folder.path(), folder, options, Map.of());
		return new Contestant("hub", process, folder.path());
	}

	/**
	 * Starts one and waits until it is ready.
	 * @param logs where its logs go
	 * @param own settings of this one, which those of the options replace
	 */
	static JavaProcess start(Path java, Path logs, HubFolder folder, Options options, Map<String, String> own)
			throws IOException, InterruptedException {
		if (Files.notExists(JAR)) {
			throw new IllegalStateException("there is no " + JAR + "; say package before spring-boot:test-run");
		}
		List<String> command = new ArrayList<>(List.of("-Xmx" + options.heap()));
		command.addAll(options.jvm());
		command.addAll(List.of("-jar", JAR.toString()));
		command.addAll(settings(folder, options, own));
		JavaProcess process = JavaProcess.start(java, logs, command);
		process.await("event=ready");
		return process;
	}

	/**
	 * Each once: Spring would join the values of one that is given twice.
	 */
	private static List<String> settings(HubFolder folder, Options options, Map<String, String> own) {
		Map<String, String> settings = new LinkedHashMap<>(
				Map.of("server.port", "0", "hub.routes", "routes", "hub.quiet", "PT0.1S", "hub.poll", "PT0.1S"));
		for (String part : List.of("config", "data", "inbox", "outbox")) {
			settings.put("hub." + part, folder.path().resolve(part).toString());
		}
		settings.putAll(own);
		for (String setting : options.hubSettings()) {
			String[] pair = setting.replaceFirst("^--", "").split("=", 2);
			settings.put(pair[0], pair[1]);
		}
		return settings.entrySet().stream().map((one) -> "--" + one.getKey() + "=" + one.getValue()).toList();
	}

}
