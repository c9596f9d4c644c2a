package org.dsrhub.evidence;

import java.util.Optional;
import java.util.Set;

/**
 * Checks an anchor by itself: its signature, and that its leaves make its root.
 */
final class AnchorCheck {

	private AnchorCheck() {
	}

	static Optional<Fault> fault(AnchorFile file, PublicKeys keys) {
		Anchor anchor = file.anchor();
		if (!anchor.signed(keys)) {
			return Optional.of(Fault.of("the anchor is not signed by a known key"));
		}
		if (!file.keys().keySet().equals(Set.of(anchor.key()))) {
			return Optional.of(Fault.of("the keys are not the one that signed it"));
		}
		MerkleTree tree = new MerkleTree();
		file.leaves().forEach((leaf) -> tree.add(leaf.digest()));
		if (tree.size() != anchor.chains() || !tree.root().equals(anchor.root())) {
			return Optional.of(Fault.of("the leaves are not those that the anchor was made of"));
		}
		return Optional.empty();
	}

}
