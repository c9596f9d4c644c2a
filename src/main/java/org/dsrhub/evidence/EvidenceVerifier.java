package org.dsrhub.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Checks documents of evidence without the hub: no ledger, no configuration, nothing but
 * the documents themselves and the ids of the keys that the auditor trusts. Each is
 * checked by itself, and all against each other.
 */
public final class EvidenceVerifier {

	private final Set<String> trusted;

	private final Map<String, Signed> files = new TreeMap<>();

	private final Map<String, AnchorFile> anchors = new TreeMap<>();

	private final KnownAnchors given = new KnownAnchors();

	private final KnownAnchors all = new KnownAnchors();

	private final List<Finding> findings = new ArrayList<>();

	private EvidenceVerifier(Set<String> trusted) {
		this.trusted = Set.copyOf(trusted);
	}

	/**
	 * Checks documents.
	 * @param documents by the name to call them by
	 * @param trusted ids of keys; empty to take those that the documents bring along
	 */
	public static List<Finding> verify(Map<String, byte[]> documents, Set<String> trusted) {
		EvidenceVerifier verifier = new EvidenceVerifier(trusted);
		documents.forEach((name, bytes) -> verifier.each(name, () -> verifier.read(name, bytes)));
		verifier.files.forEach((name, file) -> verifier.each(name, () -> verifier.evidence(name, file)));
		verifier.anchors.forEach((name, file) -> verifier.each(name, () -> verifier.anchor(name, file)));
		verifier.given.gaps().forEach((gap) -> verifier.note(gap + " not among the files"));
		return verifier.findings;
	}

	/**
	 * Whatever a document holds, the others are checked.
	 */
	private void each(String name, Check check) {
		try {
			check.run();
		}
		catch (IOException | RuntimeException ex) {
			bad(name, Fault.of("is not a well-formed document of evidence"));
		}
	}

	private void read(String name, byte[] bytes) throws IOException {
		JsonNode document = CanonicalJson.JSON.readTree(bytes);
		switch (document.path("format").asText()) {
			case EvidenceFile.FORMAT -> {
				if (document.has("unsealed")) {
					bad(name, Fault.of("the hub did not seal it: " + document.path("unsealed").asText()));
					return;
				}
				EvidenceFile file = CanonicalJson.read(document, EvidenceFile.class);
				Set<Anchor> signed = file.signed(keys(file.keys()));
				signed.forEach(this.all::add);
				this.files.put(name, new Signed(file, signed));
			}
			case AnchorFile.FORMAT -> {
				AnchorFile file = CanonicalJson.read(document, AnchorFile.class);
				Optional<Fault> fault = AnchorCheck.fault(file, keys(file.keys()));
				if (fault.isPresent()) {
					bad(name, fault.get());
					return;
				}
				this.given.add(file.anchor());
				this.all.add(file.anchor());
				this.anchors.put(name, file);
			}
			default -> bad(name, Fault.of("is no document of evidence that this version knows"));
		}
	}

	private void evidence(String name, Signed read) {
		EvidenceFile file = read.file();
		List<AnchorFile> own = this.anchors.values()
			.stream()
			.filter((anchor) -> anchor.anchor().tenant().equals(file.tenant()))
			.toList();
		List<Held> elsewhere = own.stream()
			.flatMap((anchor) -> anchor.leaves()
				.stream()
				.filter((leaf) -> leaf.request().equals(file.seal().request()))
				.map((leaf) -> new Held(anchor.anchor(), leaf)))
			.toList();
		EvidenceCheck check = new EvidenceCheck(file, keys(file.keys()), read.anchors(), elsewhere);
		List<Fault> faults = new ArrayList<>(check.faults());
		file.anchors().forEach((held) -> this.all.fault(held.anchor()).ifPresent(faults::add));
		if (!faults.isEmpty()) {
			bad(name, faults.get(0));
			return;
		}
		good(name,
				"%d entries, sealed %s, anchored up to entry %d of %1$d by %d anchors%s; keys %s"
					.formatted(file.entries().size(), file.seal().at(),
							check.held().stream().mapToInt((held) -> held.leaf().seq()).max().orElse(0),
							check.held().stream().map((held) -> held.anchor().number()).distinct().count(),
							own.isEmpty() ? "" : ", in %s of the %d given"
								.formatted(elsewhere.isEmpty() ? "none" : String.valueOf(elsewhere.size()), own.size()),
							String.join(", ", file.keys().keySet())));
		check.late().ifPresent((late) -> note(name + ": " + late));
	}

	private void anchor(String name, AnchorFile file) {
		Anchor anchor = file.anchor();
		this.all.fault(anchor)
			.ifPresentOrElse((fault) -> bad(name, fault),
					() -> good(name, "anchor %d of tenant %s, %s, %d chains; key %s".formatted(anchor.number(),
							anchor.tenant(), anchor.at(), anchor.chains(), anchor.key())));
	}

	private PublicKeys keys(Map<String, String> brought) {
		Map<String, String> keys = new HashMap<>(brought);
		if (!this.trusted.isEmpty()) {
			keys.keySet().retainAll(this.trusted);
		}
		return new PublicKeys(keys);
	}

	private void good(String name, String checked) {
		this.findings.add(new Finding(name, null, null, checked));
	}

	private void bad(String name, Fault fault) {
		this.findings.add(new Finding(name, fault.entry(), fault.line(), null));
	}

	private void note(String text) {
		this.findings.add(new Finding(null, null, null, text));
	}

	/**
	 * A file, and those of its anchors that its keys signed.
	 */
	private record Signed(EvidenceFile file, Set<Anchor> anchors) {
	}

	/**
	 * A part of the work on one document.
	 */
	@FunctionalInterface
	private interface Check {

		void run() throws IOException;

	}

	/**
	 * What was found out about one document, or about all of them.
	 *
	 * @param document its name, or null if it is only a note
	 * @param entry the place of the first bad entry, or of the first that may be it, or
	 * null
	 * @param fault what is wrong, or null if all is well
	 * @param checked what was checked or is to be noted, or null if something is wrong
	 */
	public record Finding(String document, Integer entry, String fault, String checked) {

		/**
		 * Whether all is well.
		 */
		public boolean valid() {
			return this.fault == null;
		}

		/**
		 * As the command prints it, in one line whatever the documents hold.
		 */
		public String line() {
			String line = (this.document == null) ? "note " + this.checked : (valid() ? "ok   %s: %s" : "FAIL %s: %s")
				.formatted(this.document, valid() ? this.checked : this.fault);
			return line.replaceAll("\\p{Cntrl}", "?");
		}

	}

}
