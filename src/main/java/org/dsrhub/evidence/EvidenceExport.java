package org.dsrhub.evidence;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.evidence.EvidenceFile.Anchored;
import org.dsrhub.evidence.EvidenceFile.Link;
import org.dsrhub.evidence.EvidenceFile.Seal;
import org.dsrhub.evidence.EvidenceFile.Unsealed;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes a request's evidence as one file that anybody can check: see
 * {@link EvidenceVerifier}. What would not pass is not sealed, so that the hub does not
 * vouch for what somebody else did to its ledger.
 */
@Component
public class EvidenceExport {

	private final EvidenceLog log;

	private final AnchorRows anchors;

	private final SigningKey key;

	private final Clock clock;

	EvidenceExport(EvidenceLog log, AnchorRows anchors, SigningKey key, Clock clock) {
		this.log = log;
		this.anchors = anchors;
		this.key = key;
		this.clock = clock;
	}

	/**
	 * The file of a request.
	 */
	@Transactional(isolation = Isolation.REPEATABLE_READ, readOnly = true)
	public byte[] file(String tenant, UUID request) {
		// The anchors first: the chain may have grown since, but holds what they held.
		List<AnchorRows.Place> places = this.anchors.places(request);
		List<Anchored> held = places.stream().flatMap((place) -> anchored(place).stream()).toList();
		EvidenceLog.Chain log = this.log.chain(request);
		List<JsonNode> chain = log.entries().stream().map(CanonicalJson::tree).toList();
		Seal seal = Seal.sign(this.key, tenant, request, this.clock.instant().truncatedTo(ChronoUnit.MILLIS),
				chain.stream().map((entry) -> entry.path("hash").asText()).toList(),
				held.stream().map(Link::to).toList());
		EvidenceFile file = new EvidenceFile(EvidenceFile.FORMAT, tenant, chain, seal, held, keys(held));
		PublicKeys keys = new PublicKeys(file.keys());
		List<Fault> faults = new ArrayList<>(new EvidenceCheck(file, keys, file.signed(keys), List.of()).faults());
		Verification whole = log.verify();
		if (!whole.valid()) {
			faults.add(Fault.at(whole.firstBad(), whole.fault()));
		}
		if (held.size() < places.size()) {
			faults.add(Fault.of("an anchor that held it is missing from the ledger"));
		}
		return CanonicalJson.bytes(faults.stream()
			.min(Fault.FIRST)
			.<Object>map(
					(fault) -> new Unsealed(file.format(), tenant, request, fault.line(), chain, held, file.keys()))
			.orElse(file));
	}

	/**
	 * The public keys by their ids, for auditors to keep.
	 */
	public Map<String, String> keys() {
		return this.anchors.keys();
	}

	private Map<String, String> keys(List<Anchored> held) {
		Set<String> signers = new HashSet<>(Set.of(this.key.id()));
		held.forEach((each) -> signers.add(each.anchor().key()));
		return this.anchors.keys(signers);
	}

	private Optional<Anchored> anchored(AnchorRows.Place place) {
		List<Leaf> leaves = this.anchors.leaves(place.tenant(), place.number());
		// Where another leaf is missing its path proves nothing, and the check says so.
		int index = leaves.indexOf(place.leaf());
		return this.anchors.find(place.tenant(), place.number())
			.map((anchor) -> new Anchored(anchor, place.leaf(), place.place(),
					MerkleTree.path(leaves.stream().map(Leaf::digest).toList(), index)));
	}

}
