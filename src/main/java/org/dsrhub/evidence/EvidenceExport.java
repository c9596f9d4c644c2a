package org.dsrhub.evidence;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.evidence.EvidenceFile.Anchored;
import org.dsrhub.evidence.EvidenceFile.Seal;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes a request's evidence as one file that anybody can check: see
 * {@link EvidenceVerifier}.
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
		List<EvidenceEntry> chain = this.log.entries(request).stream().map(EvidenceEntry::parse).toList();
		Seal seal = Seal.sign(this.key, tenant, request, this.clock.instant().truncatedTo(ChronoUnit.MILLIS),
				chain.stream().map(EvidenceEntry::hash).toList());
		return CanonicalJson.bytes(new EvidenceFile(EvidenceFile.FORMAT, tenant,
				chain.stream().<JsonNode>map(CanonicalJson.JSON::valueToTree).toList(), seal,
				this.anchors.places(request).stream().map(this::anchored).toList(), this.anchors.keys()));
	}

	/**
	 * The public keys by their ids, for auditors to keep.
	 */
	public Map<String, String> keys() {
		return this.anchors.keys();
	}

	private Anchored anchored(AnchorRows.Place place) {
		List<Leaf> leaves = this.anchors.leaves(place.tenant(), place.number());
		return new Anchored(this.anchors.get(place.tenant(), place.number()), leaves.get(place.place()), place.place(),
				MerkleTree.path(leaves.stream().map(Leaf::digest).toList(), place.place()));
	}

}
