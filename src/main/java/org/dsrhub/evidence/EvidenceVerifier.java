package org.dsrhub.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Checks documents of evidence without the hub: no ledger, no configuration, nothing but
 * the documents themselves and the ids of the keys that the auditor trusts. Each is
 * checked by itself, and all against each other.
 */
public final class EvidenceVerifier {

	private final Set<String> trusted;

	private final Map<String, EvidenceFile> files = new TreeMap<>();

	private final Map<String, AnchorFile> anchors = new TreeMap<>();

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
		documents.forEach(verifier::read);
		verifier.files.forEach(verifier::evidence);
		verifier.anchors.forEach(verifier::anchor);
		return verifier.findings;
	}

	private void read(String name, byte[] bytes) {
		try {
			JsonNode document = CanonicalJson.JSON.readTree(bytes);
			switch (document.path("format").asText()) {
				case EvidenceFile.FORMAT ->
					this.files.put(name, CanonicalJson.JSON.treeToValue(document, EvidenceFile.class));
				case AnchorFile.FORMAT ->
					this.anchors.put(name, CanonicalJson.JSON.treeToValue(document, AnchorFile.class));
				default -> bad(name, Fault.of("is no document of evidence that this version knows"));
			}
		}
		catch (IOException ex) {
			bad(name, Fault.of("is not a well-formed document of evidence"));
		}
	}

	private void evidence(String name, EvidenceFile file) {
		EvidenceCheck check = new EvidenceCheck(file, keys(file.keys()));
		List<Fault> faults = new ArrayList<>(check.faults());
		this.anchors.values()
			.stream()
			.filter((anchor) -> anchor.anchor().tenant().equals(file.tenant()))
			.forEach((anchor) -> anchor.leaves()
				.stream()
				.filter((leaf) -> leaf.request().equals(file.seal().request()))
				.forEach((leaf) -> check.held(anchor.anchor(), leaf).ifPresent(faults::add)));
		if (faults.isEmpty()) {
			this.findings.add(new Finding(name, null, null,
					"%d entries, sealed %s, held by %d anchors; keys %s".formatted(file.entries().size(),
							file.seal().at(), file.anchors().size(), String.join(", ", file.keys().keySet()))));
		}
		else {
			faults.sort(Fault.FIRST);
			bad(name, faults.get(0));
		}
	}

	private void anchor(String name, AnchorFile file) {
		Fault fault = AnchorCheck.fault(file, keys(file.keys())).orElseGet(() -> follows(file.anchor()));
		if (fault != null) {
			bad(name, fault);
			return;
		}
		this.findings.add(new Finding(name, null, null,
				"anchor %d of tenant %s, %s, %d chains; key %s".formatted(file.anchor().number(),
						file.anchor().tenant(), file.anchor().at(), file.anchor().chains(), file.anchor().key())));
	}

	private Fault follows(Anchor anchor) {
		return this.anchors.values()
			.stream()
			.map(AnchorFile::anchor)
			.filter((other) -> other.tenant().equals(anchor.tenant()) && other.number() == anchor.number() - 1)
			.filter((other) -> !other.hash().equals(anchor.prev()))
			.findFirst()
			.map((other) -> Fault.of("the anchor does not follow anchor %d".formatted(other.number())))
			.orElse(null);
	}

	private PublicKeys keys(Map<String, String> brought) {
		Map<String, String> keys = new HashMap<>(brought);
		if (!this.trusted.isEmpty()) {
			keys.keySet().retainAll(this.trusted);
		}
		return new PublicKeys(keys.entrySet()
			.stream()
			.filter((key) -> key.getValue() != null)
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
	}

	private void bad(String name, Fault fault) {
		this.findings.add(new Finding(name, fault.entry(), fault.text(), null));
	}

	/**
	 * What was found out about one document.
	 *
	 * @param entry the place of the first bad entry, or null
	 * @param fault what is wrong, or null if all is well
	 * @param checked what was checked, or null if something is wrong
	 */
	public record Finding(String document, Integer entry, String fault, String checked) {

		/**
		 * Whether all is well.
		 */
		public boolean valid() {
			return this.fault == null;
		}

		/**
		 * As the command prints it.
		 */
		public String line() {
			if (valid()) {
				return "ok   %s: %s".formatted(this.document, this.checked);
			}
			return "FAIL %s: %s".formatted(this.document,
					(this.entry != null) ? "entry %d %s".formatted(this.entry, this.fault) : this.fault);
		}

	}

}
