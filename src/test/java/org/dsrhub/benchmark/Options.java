package org.dsrhub.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What may be said after the command, each as {@code name=value}.
 *
 * @param java the JDKs to measure on, their folders
 * @param run which parts: {@code hub}, {@code floor-a}, {@code floor-b},
 * {@code integration}, {@code alerts}, {@code growth}, {@code nodes}
 * @param requests how many are measured
 * @param warmup how many are filed before
 * @param heap {@code -Xmx} of the hub and of the floors
 * @param jvm more options for their JVMs, with {@code ;} between
 * @param hub more settings of the hub, such as {@code --hub.work.requests=8}, with
 * {@code ;} between
 * @param workers how many requests, and how many tasks, are worked on at once; 0 where
 * the hub is measured as it is delivered
 * @param latency how long the vendor takes for each answer
 * @param alerts how many alerts the one large subject has
 * @param page how many of them come in one answer
 * @param nodes how many hubs share a ledger, one run after the other
 * @param rate how many requests arrive there a second
 * @param sources the names of the sources that each request is answered from, but for
 * {@code growth}
 */
record Options(List<Path> java, List<String> run, int requests, int warmup, String heap, List<String> jvm,
		List<String> hub, int workers, Duration latency, long alerts, int page, List<Integer> nodes, int rate,
		List<String> sources) {

	private static final Map<String, String> USUAL = usual();

	private static final int FLOOR_WORKERS = 16;

	/**
	 * Reads them.
	 * @throws IllegalArgumentException if there is none of that name
	 */
	static Options of(String[] args) {
		Map<String, String> given = new LinkedHashMap<>(USUAL);
		for (String arg : args) {
			String[] pair = arg.split("=", 2);
			if (pair.length < 2 || !given.containsKey(pair[0])) {
				throw new IllegalArgumentException(arg + " is no option; there are " + USUAL);
			}
			given.put(pair[0], pair[1]);
		}
		return new Options(list(given.get("java"), ",").stream().map(Path::of).toList(), list(given.get("run"), ","),
				Integer.parseInt(given.get("requests")), Integer.parseInt(given.get("warmup")), given.get("heap"),
				list(given.get("jvm"), ";"), list(given.get("hub"), ";"), Integer.parseInt(given.get("workers")),
				Duration.ofMillis(Long.parseLong(given.get("latency"))), Long.parseLong(given.get("alerts")),
				Integer.parseInt(given.get("page")),
				list(given.get("nodes"), ",").stream().map(Integer::parseInt).toList(),
				Integer.parseInt(given.get("rate")), list(given.get("sources"), ","));
	}

	/**
	 * How many requests a floor works on at once.
	 */
	int floorWorkers() {
		return (this.workers > 0) ? this.workers : FLOOR_WORKERS;
	}

	/**
	 * The settings of the hub, the last of a name before all others.
	 */
	List<String> hubSettings() {
		List<String> settings = new ArrayList<>();
		if (this.workers > 0) {
			settings.add("--hub.work.requests=" + this.workers);
			settings.add("--hub.work.tasks=" + this.workers);
		}
		settings.addAll(this.hub);
		return settings;
	}

	private static Map<String, String> usual() {
		Map<String, String> usual = new LinkedHashMap<>();
		usual.put("java", System.getProperty("java.home"));
		usual.put("run", "hub,floor-a,floor-b,integration,alerts");
		usual.put("requests", "3000");
		usual.put("warmup", "6000");
		usual.put("heap", "256m");
		usual.put("jvm", "");
		usual.put("hub", "");
		usual.put("workers", "0");
		usual.put("latency", "0");
		usual.put("alerts", "1000000");
		usual.put("page", "1000");
		usual.put("nodes", "3");
		usual.put("rate", "20");
		usual.put("sources",
				"activity-log,defender-alerts,defender-jit-policies,defender-security-contacts,entra-user");
		return usual;
	}

	private static List<String> list(String text, String separator) {
		return Arrays.stream(text.split(separator)).filter((one) -> !one.isBlank()).toList();
	}

}
