package org.dsrhub.evidence;

import java.util.Optional;

/**
 * Checks an anchor by itself: its signature, and that its leaves make its root.
 */
final class AnchorCheck {

	private AnchorCheck() {
	}

	static Optional<Fault> fault(AnchorFile file, PublicKeys keys) {
		Anchor anchor = file.anchor();
		if (!keys.verify(anchor.key(), anchor.signed(), anchor.signature())) {
			return Optional.of(Fault.of("the anchor is not signed by a known key"));
		}
		MerkleTree tree = new MerkleTree();
		file.leaves().forEach((leaf) -> tree.add(leaf.digest()));
		if (tree.size() != anchor.chains() || !tree.root().equals(anchor.root())) {
			return Optional.of(Fault.of("the leaves are not those that the anchor was made of"));
		}
		return Optional.empty();
	}

}
