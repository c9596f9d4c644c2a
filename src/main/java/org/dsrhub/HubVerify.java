package org.dsrhub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dsrhub.evidence.EvidenceVerifier;
import org.dsrhub.evidence.EvidenceVerifier.Finding;

/**
 * {@code java -jar dsr-hub.jar verify FILE... [--key=ID]...}: checks evidence that was
 * exported, and anchors from a container, anywhere: it needs no ledger, no configuration
 * and no network.
 */
final class HubVerify {

	static final String COMMAND = "verify";

	private static final String KEY = "--key=";

	private static final int NOT_BEGUN = 2;

	private HubVerify() {
	}

	/**
	 * Whether the first argument is the command.
	 */
	static boolean asked(String[] args) {
		return args.length > 0 && COMMAND.equals(args[0]);
	}

	/**
	 * Checks the files, and tells of each on standard output.
	 * @return what the process is to end with: 0 all is well, 1 something is wrong with
	 * the evidence, 2 the check could not begin
	 */
	static int run(String[] args, java.io.PrintStream out) {
		Map<String, byte[]> documents = new LinkedHashMap<>();
		Set<String> keys = new HashSet<>();
		for (String arg : List.of(args).subList(1, args.length)) {
			if (arg.startsWith(KEY)) {
				keys.add(arg.substring(KEY.length()));
				continue;
			}
			try {
				documents.put(arg, Files.readAllBytes(Path.of(arg)));
			}
			catch (IOException ex) {
				out.println("FAIL %s: cannot be read (%s)".formatted(arg, ex.getClass().getSimpleName()));
				return NOT_BEGUN;
			}
		}
		if (documents.isEmpty()) {
			out.println("usage: java -jar dsr-hub.jar verify FILE... [--key=ID]...");
			return NOT_BEGUN;
		}
		List<Finding> findings = EvidenceVerifier.verify(documents, keys);
		findings.forEach((finding) -> out.println(finding.line()));
		if (keys.isEmpty()) {
			out.println(
					"note the keys are those in the files; compare their ids with what the hub's operator published,"
							+ " or name them with --key=ID");
		}
		return findings.stream().allMatch(Finding::valid) ? 0 : 1;
	}

}
