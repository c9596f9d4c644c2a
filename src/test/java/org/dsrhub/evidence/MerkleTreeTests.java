package org.dsrhub.evidence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MerkleTreeTests {

	@Test
	void the_roots_are_those_of_certificate_transparency() {
		// The reference data of RFC 6962's first implementation.
		List<String> data = List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
				"606162636465666768696a6b6c6d6e6f");
		List<String> roots = List.of("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
				"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
				"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
				"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
				"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
				"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
				"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
				"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
		MerkleTree tree = new MerkleTree();
		assertThat(tree.root()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
		for (int i = 0; i < data.size(); i++) {
			tree.add(MerkleTree.leaf(HexFormat.of().parseHex(data.get(i))));
			assertThat(tree.root()).isEqualTo(roots.get(i));
		}
	}

	@Test
	void every_leaf_of_every_tree_is_proved_and_no_other() {
		for (int size = 1; size <= 33; size++) {
			List<byte[]> leaves = new ArrayList<>();
			MerkleTree tree = new MerkleTree();
			for (int i = 0; i < size; i++) {
				leaves.add(MerkleTree.leaf(new byte[] { (byte) i }));
				tree.add(leaves.get(i));
			}
			for (int i = 0; i < size; i++) {
				List<String> path = MerkleTree.path(leaves, i);
				assertThat(MerkleTree.proves(leaves.get(i), i, size, path, tree.root())).isTrue();
				assertThat(MerkleTree.proves(MerkleTree.leaf(new byte[] { 99 }), i, size, path, tree.root())).isFalse();
				assertThat(MerkleTree.proves(leaves.get(i), i, size, path, "0".repeat(64))).isFalse();
				for (int other = -1; other <= size; other++) {
					assertThat(MerkleTree.proves(leaves.get(i), other, size, path, tree.root()))
						.as("leaf %d as %d of %d", i, other, size)
						.isEqualTo(other == i);
				}
				if (path.size() > 1) {
					List<String> turned = new ArrayList<>(path);
					Collections.swap(turned, 0, 1);
					assertThat(MerkleTree.proves(leaves.get(i), i, size, turned, tree.root())).isFalse();
				}
			}
		}
	}

}
