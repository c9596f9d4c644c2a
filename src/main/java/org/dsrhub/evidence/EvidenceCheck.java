package org.dsrhub.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.evidence.EvidenceFile.Anchored;
import org.dsrhub.evidence.EvidenceFile.Seal;

/**
 * Checks a request's evidence file: the chain in itself, against what was signed of it,
 * and against the anchors that held it before.
 */
final class EvidenceCheck {

	private final EvidenceFile file;

	private final PublicKeys keys;

	private final List<String> hashes;

	private final List<Fault> faults = new ArrayList<>();

	EvidenceCheck(EvidenceFile file, PublicKeys keys) {
		this.file = file;
		this.keys = keys;
		this.hashes = file.entries().stream().map((entry) -> entry.path("hash").asText()).toList();
	}

	/**
	 * What is wrong, the worst first; empty if all is well.
	 */
	List<Fault> faults() {
		chain();
		seal();
		this.file.anchors().stream().sorted(Comparator.comparingInt((held) -> held.leaf().seq())).forEach(this::anchor);
		return this.faults.stream().sorted(Fault.FIRST).toList();
	}

	private void chain() {
		List<String> lines = this.file.entries().stream().map(JsonNode::toString).toList();
		Verification chain = Verification.of(lines, lines.size(),
				this.hashes.isEmpty() ? EvidenceEntry.GENESIS : this.hashes.get(this.hashes.size() - 1));
		if (!chain.valid()) {
			this.faults.add(Fault.at(chain.firstBad(), chain.fault()));
		}
		String request = request().toString();
		for (int i = 0; i < this.file.entries().size(); i++) {
			if (!request.equals(this.file.entries().get(i).path("request").asText())) {
				this.faults.add(Fault.at(i + 1, "is of another request"));
			}
		}
	}

	private void seal() {
		Seal seal = this.file.seal();
		if (!this.file.tenant().equals(seal.tenant())
				|| !this.keys.verify(seal.key(), seal.signed(), seal.signature())) {
			this.faults.add(Fault.of("the seal is not signed by a known key"));
			return;
		}
		for (int i = 0; i < Math.max(this.hashes.size(), seal.hashes().size()); i++) {
			if (i == this.hashes.size()) {
				this.faults.add(Fault.at(i + 1, "is missing: the chain was cut off"));
			}
			else if (i == seal.hashes().size() || !this.hashes.get(i).equals(seal.hashes().get(i))) {
				this.faults.add(Fault.at(i + 1, "is not the one that was sealed"));
			}
			else {
				continue;
			}
			return;
		}
	}

	private void anchor(Anchored held) {
		Anchor anchor = held.anchor();
		Leaf leaf = held.leaf();
		if (!anchor.tenant().equals(this.file.tenant())
				|| !this.keys.verify(anchor.key(), anchor.signed(), anchor.signature())) {
			this.faults.add(Fault.of("anchor %d is not signed by a known key".formatted(anchor.number())));
		}
		else if (!leaf.request().equals(request())
				|| !MerkleTree.proves(leaf.digest(), held.index(), anchor.chains(), held.path(), anchor.root())) {
			this.faults.add(Fault.of("anchor %d is not proved to hold this chain".formatted(anchor.number())));
		}
		else {
			held(anchor, leaf).ifPresent(this.faults::add);
		}
	}

	/**
	 * What an anchor's leaf says of the chain. Which entry before the anchored one was
	 * changed, it cannot tell.
	 */
	Optional<Fault> held(Anchor anchor, Leaf leaf) {
		if (leaf.seq() < 1 || leaf.seq() > this.hashes.size()) {
			return Optional.of(Fault.at(this.hashes.size() + 1, "is missing: anchor %d of %s holds %d entries"
				.formatted(anchor.number(), anchor.at(), leaf.seq())));
		}
		if (!leaf.hash().equals(this.hashes.get(leaf.seq() - 1))) {
			return Optional
				.of(Fault.from(before(leaf) + 1, "or one up to entry %d is not the one that anchor %d of %s holds"
					.formatted(leaf.seq(), anchor.number(), anchor.at())));
		}
		return Optional.empty();
	}

	/**
	 * How far the anchors before a leaf hold the chain as it is.
	 */
	private int before(Leaf leaf) {
		return this.file.anchors()
			.stream()
			.map(Anchored::leaf)
			.filter((earlier) -> earlier.seq() >= 1 && earlier.seq() < leaf.seq())
			.filter((earlier) -> earlier.hash().equals(this.hashes.get(earlier.seq() - 1)))
			.mapToInt(Leaf::seq)
			.max()
			.orElse(0);
	}

	private UUID request() {
		return this.file.seal().request();
	}

}
