package org.dsrhub.evidence;

import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.dsrhub.configuration.Sha256;

/**
 * The Merkle tree of RFC 6962, section 2.1, over SHA-256: one hash stands for any number
 * of leaves, and a few hashes prove that a leaf is among them.
 */
final class MerkleTree {

	private static final HexFormat HEX = HexFormat.of();

	private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

	private final Deque<Node> whole = new ArrayDeque<>();

	private long size;

	/**
	 * Adds a leaf; of the leaves before, only as many hashes are kept as the tree is
	 * high.
	 * @param hash as {@link #leaf} makes it
	 */
	void add(byte[] hash) {
		Node node = new Node(hash, 1);
		while (!this.whole.isEmpty() && this.whole.peek().leaves == node.leaves) {
			node = new Node(inner(this.whole.pop().hash, node.hash), 2 * node.leaves);
		}
		this.whole.push(node);
		this.size++;
	}

	/**
	 * How many leaves there are.
	 */
	long size() {
		return this.size;
	}

	/**
	 * The hash of all leaves so far.
	 */
	String root() {
		byte[] root = null;
		for (Node node : this.whole) {
			root = (root != null) ? inner(node.hash, root) : node.hash;
		}
		return HEX.formatHex((root != null) ? root : Sha256.digest().digest());
	}

	/**
	 * The hash of a leaf.
	 */
	static byte[] leaf(byte[] data) {
		MessageDigest digest = Sha256.digest();
		digest.update((byte) 0);
		return digest.digest(data);
	}

	/**
	 * What proves a leaf, from its neighbour up to the root.
	 * @param leaves the hashes of all leaves
	 * @param index the leaf's place, from 0
	 */
	static List<String> path(List<byte[]> leaves, int index) {
		if (leaves.size() == 1) {
			return List.of();
		}
		int split = Integer.highestOneBit(leaves.size() - 1);
		List<byte[]> left = leaves.subList(0, split);
		List<byte[]> right = leaves.subList(split, leaves.size());
		List<String> path = new ArrayList<>((index < split) ? path(left, index) : path(right, index - split));
		path.add(root((index < split) ? right : left));
		return path;
	}

	/**
	 * Whether a path leads from a leaf to a root.
	 * @param leaf its hash
	 * @param index its place, from 0
	 * @param size how many leaves the tree has
	 */
	static boolean proves(byte[] leaf, long index, long size, List<String> path, String root) {
		if (index < 0 || index >= size
				|| !Stream.concat(path.stream(), Stream.of(root)).allMatch(HASH.asMatchPredicate())) {
			return false;
		}
		byte[] hash = leaf;
		long place = index;
		long last = size - 1;
		for (String sibling : path) {
			if (last == 0) {
				return false;
			}
			byte[] other = HEX.parseHex(sibling);
			if (place % 2 == 1 || place == last) {
				hash = inner(other, hash);
				while (place % 2 == 0 && place != 0) {
					place /= 2;
					last /= 2;
				}
			}
			else {
				hash = inner(hash, other);
			}
			place /= 2;
			last /= 2;
		}
		return last == 0 && Arrays.equals(hash, HEX.parseHex(root));
	}

	private static String root(List<byte[]> leaves) {
		MerkleTree tree = new MerkleTree();
		leaves.forEach(tree::add);
		return tree.root();
	}

	private static byte[] inner(byte[] left, byte[] right) {
		MessageDigest digest = Sha256.digest();
		digest.update((byte) 1);
		digest.update(left);
		return digest.digest(right);
	}

	private record Node(byte[] hash, long leaves) {
	}

}
