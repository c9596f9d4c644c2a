package org.dsrhub.evidence;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.evidence.EvidenceFile.Anchored;
import org.dsrhub.evidence.EvidenceFile.Link;
import org.dsrhub.evidence.EvidenceFile.Seal;

/**
 * Checks a request's evidence file: the chain in itself, against what was signed of it,
 * and against the anchors that held it before.
 */
final class EvidenceCheck {

	private static final Duration LATE = Duration.ofDays(3);

	private static final Comparator<Held> SHORTEST = Comparator.<Held>comparingInt((held) -> held.leaf().seq())
		.thenComparing((held) -> held.anchor().number())
		.thenComparing((held) -> held.leaf().hash());

	private final EvidenceFile file;

	private final PublicKeys keys;

	private final Set<Anchor> signed;

	private final List<String> hashes;

	private final List<Instant> dates;

	private final Set<Held> held = new TreeSet<>(SHORTEST);

	private final List<Fault> faults = new ArrayList<>();

	/**
	 * @param signed those of the file's anchors that these keys signed
	 * @param given what good anchors from elsewhere hold of the chain
	 */
	EvidenceCheck(EvidenceFile file, PublicKeys keys, Set<Anchor> signed, List<Held> given) {
		this.file = file;
		this.keys = keys;
		this.signed = signed;
		this.hashes = file.entries().stream().map((entry) -> entry.path("hash").asText()).toList();
		this.dates = file.entries().stream().map(EvidenceCheck::date).toList();
		this.held.addAll(given);
		chain();
		seal();
		file.anchors().forEach(this::proof);
		this.held.forEach((each) -> history(each).or(() -> future(each)).ifPresent(this.faults::add));
		this.faults.sort(Fault.FIRST);
	}

	/**
	 * What is wrong, the worst first; empty if all is well.
	 */
	List<Fault> faults() {
		return this.faults;
	}

	/**
	 * What is proved to be held of the chain, the shortest first.
	 */
	Set<Held> held() {
		return this.held;
	}

	/**
	 * What is not wrong, but strange: that it took days until something was anchored.
	 */
	Optional<String> late() {
		int first = 1;
		for (Held each : this.held) {
			for (int seq = first; seq <= each.leaf().seq(); seq++) {
				if (this.dates.get(seq - 1).plus(LATE).isBefore(each.anchor().at())) {
					return Optional.of("entry %d of %s was first anchored on %s".formatted(seq, this.dates.get(seq - 1),
							each.anchor().at()));
				}
			}
			first = each.leaf().seq() + 1;
		}
		return Optional.empty();
	}

	private void chain() {
		List<String> lines = this.file.entries().stream().map(JsonNode::toString).toList();
		Verification chain = Verification.of(lines, lines.size(), hash(lines.size()));
		if (!chain.valid()) {
			this.faults.add(Fault.at(chain.firstBad(), chain.fault()));
		}
		String request = request().toString();
		Instant latest = Instant.EPOCH;
		for (int seq = 1; seq <= this.hashes.size(); seq++) {
			if (!request.equals(this.file.entries().get(seq - 1).path("request").asText())) {
				this.faults.add(Fault.at(seq, "is of another request"));
			}
			Instant at = this.dates.get(seq - 1);
			if (at.isBefore(latest.minus(Anchor.CLOCKS))) {
				this.faults.add(Fault.at(seq, "is dated before what it follows"));
			}
			latest = (at.isAfter(latest)) ? at : latest;
		}
	}

	private void seal() {
		Seal seal = this.file.seal();
		if (!this.file.tenant().equals(seal.tenant())
				|| !this.keys.verify(seal.key(), seal.signed(), seal.signature())) {
			this.faults.add(Fault.of("the seal is not signed by a known key"));
			return;
		}
		if (!seal.anchors().equals(this.file.anchors().stream().map(Link::to).toList())) {
			this.faults.add(Fault.of("the anchors are not those that were sealed"));
		}
		Set<String> signers = new HashSet<>(Set.of(seal.key()));
		this.file.anchors().forEach((each) -> signers.add(each.anchor().key()));
		if (!signers.equals(this.file.keys().keySet())) {
			this.faults.add(Fault.of("the keys are not those that signed it"));
		}
		for (int seq = 1; seq <= Math.max(this.hashes.size(), seal.hashes().size()); seq++) {
			if (seq > this.hashes.size()) {
				this.faults.add(Fault.at(seq, "is missing: the chain was cut off"));
				return;
			}
			if (seq > seal.hashes().size() || !hash(seq).equals(seal.hashes().get(seq - 1))) {
				this.faults.add(Fault.at(seq, "is not the one that was sealed"));
				return;
			}
		}
	}

	private void proof(Anchored proof) {
		Anchor anchor = proof.anchor();
		Leaf leaf = proof.leaf();
		if (!anchor.tenant().equals(this.file.tenant()) || !this.signed.contains(anchor)) {
			this.faults.add(Fault.of("anchor %d is not signed by a known key".formatted(anchor.number())));
		}
		else if (!leaf.request().equals(request())
				|| !MerkleTree.proves(leaf.digest(), proof.index(), anchor.chains(), proof.path(), anchor.root())) {
			this.faults.add(Fault.of("anchor %d is not proved to hold this chain".formatted(anchor.number())));
		}
		else {
			this.held.add(new Held(anchor, leaf));
		}
	}

	/**
	 * What is held of the chain and is not what it says. Which entry before the held one
	 * was changed, an anchor cannot tell.
	 */
	private Optional<Fault> history(Held each) {
		Anchor anchor = each.anchor();
		int seq = each.leaf().seq();
		if (seq < 0 || seq > this.hashes.size()) {
			return Optional.of(Fault.at(this.hashes.size() + 1,
					"is missing: anchor %d of %s holds another history of this request, of %d entries"
						.formatted(anchor.number(), anchor.at(), seq)));
		}
		if (!holds(each)) {
			int before = this.held.stream()
				.map((other) -> (other.leaf().seq() < seq && holds(other)) ? other.leaf().seq() : 0)
				.max(Comparator.naturalOrder())
				.orElse(0);
			return Optional
				.of(Fault.within(before + 1, seq, "differs: anchor %d of %s holds another history of this request"
					.formatted(anchor.number(), anchor.at())));
		}
		return Optional.empty();
	}

	private Optional<Fault> future(Held each) {
		for (int seq = 1; seq <= each.leaf().seq(); seq++) {
			if (!each.anchor().follows(this.dates.get(seq - 1))) {
				return Optional.of(Fault.at(seq, "is dated after anchor %d of %s, which holds it"
					.formatted(each.anchor().number(), each.anchor().at())));
			}
		}
		return Optional.empty();
	}

	private boolean holds(Held each) {
		int seq = each.leaf().seq();
		return seq >= 0 && seq <= this.hashes.size() && each.leaf().hash().equals(hash(seq));
	}

	/**
	 * The hash of an entry, or what the first one names as the one before.
	 */
	private String hash(int seq) {
		return (seq > 0) ? this.hashes.get(seq - 1) : EvidenceEntry.GENESIS;
	}

	private static Instant date(JsonNode entry) {
		try {
			return Instant.parse(entry.path("at").asText());
		}
		catch (DateTimeException ex) {
			// Such an entry is bad by itself.
			return Instant.EPOCH;
		}
	}

	private UUID request() {
		return this.file.seal().request();
	}

}
