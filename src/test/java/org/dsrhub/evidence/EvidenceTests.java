package org.dsrhub.evidence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EvidenceTests {

	private static final UUID REQUEST = UUID.fromString("00000000-0000-4000-8000-000000000001");

	private static final Instant AT = Instant.parse("2026-02-03T10:00:00.123456Z");

	private final List<String> lines = new ArrayList<>();

	private String last = EvidenceEntry.GENESIS;

	EvidenceTests() {
		for (int seq = 0; seq < 10; seq++) {
			EvidenceEntry entry = EvidenceEntry.after(seq, this.last, AT, REQUEST, "event-" + seq, "hub",
					Map.of("count", seq));
			this.lines.add(entry.line());
			this.last = entry.hash();
		}
	}

	@Test
	void the_hash_is_the_sha_256_of_the_canonical_json_without_it() throws Exception {
		EvidenceEntry entry = EvidenceEntry.after(0, EvidenceEntry.GENESIS, AT, REQUEST, "registered", "olga",
				Map.of("b", 1, "a", "ø"));
		String canonical = "{\"actor\":\"olga\",\"at\":\"2026-02-03T10:00:00.123Z\",\"data\":{\"a\":\"ø\",\"b\":1},"
				+ "\"event\":\"registered\",\"prev\":\"" + "0".repeat(64)
				+ "\",\"request\":\"00000000-0000-4000-8000-000000000001\",\"seq\":1}";
		assertThat(entry.hash()).isEqualTo(HexFormat.of()
			.formatHex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8))));
	}

	@Test
	void a_whole_chain_is_valid() {
		assertThat(verify()).isEqualTo(new Verification(true, 10, null, null));
	}

	@Test
	void every_changed_entry_is_named() {
		for (int i = 0; i < 10; i++) {
			String line = this.lines.get(i);
			this.lines.set(i, line.replace("\"count\":" + i, "\"count\":" + (i + 100)));
			assertThat(verify().firstBad()).isEqualTo(i + 1);
			this.lines.set(i, line.replace("\"actor\":\"hub\"", "\"actor\":\"eve\""));
			assertThat(verify().firstBad()).isEqualTo(i + 1);
			this.lines.set(i, "no entry");
			assertThat(verify().firstBad()).isEqualTo(i + 1);
			this.lines.set(i, line);
		}
	}

	@Test
	void every_removed_entry_shows_also_the_last() {
		for (int i = 0; i < 10; i++) {
			String line = this.lines.remove(i);
			assertThat(verify().valid()).isFalse();
			assertThat(verify().firstBad()).isEqualTo(i + 1);
			this.lines.add(i, line);
		}
	}

	@Test
	void entries_in_another_order_and_an_added_one_show() {
		for (int i = 0; i < 9; i++) {
			Collections.swap(this.lines, i, i + 1);
			assertThat(verify().firstBad()).isEqualTo(i + 1);
			Collections.swap(this.lines, i, i + 1);
		}
		this.lines.add(EvidenceEntry.after(10, this.last, AT, REQUEST, "forged", "eve", Map.of()).line());
		assertThat(verify().valid()).isFalse();
	}

	@Test
	void a_chain_that_was_wholly_written_anew_shows() {
		List<String> forged = new ArrayList<>();
		String prev = EvidenceEntry.GENESIS;
		for (int seq = 0; seq < 10; seq++) {
			EvidenceEntry entry = EvidenceEntry.after(seq, prev, AT, REQUEST, "forged-" + seq, "eve", Map.of());
			forged.add(entry.line());
			prev = entry.hash();
		}
		assertThat(Verification.of(forged, 10, this.last).valid()).isFalse();
	}

	private Verification verify() {
		return Verification.of(this.lines, 10, this.last);
	}

}
