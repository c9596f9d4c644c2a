package org.dsrhub.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.evidence.EvidenceVerifier.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EvidenceVerifierTests {

	private static final int MUTATIONS = 10_000;

	private AnchoredLedger ledger;

	private UUID request;

	@BeforeEach
	void setUp(@TempDir Path folder) throws IOException {
		this.ledger = new AnchoredLedger(folder);
		this.request = this.ledger.request("contoso");
		UUID other = this.ledger.request("contoso");
		this.ledger.happen(this.request, 4);
		this.ledger.happen(other, 3);
		this.ledger.anchor("contoso");
		this.ledger.happen(this.request, 5);
		this.ledger.anchor("contoso");
		this.ledger.happen(this.request, 3);
	}

	@Test
	void evidence_that_nobody_touched_is_valid() {
		assertThat(verify(file())).satisfies((finding) -> {
			assertThat(finding.valid()).isTrue();
			assertThat(finding.line()).contains("12 entries", "anchored up to entry 9 of 12 by 2 anchors",
					this.ledger.keyId());
		});
	}

	@Test
	void what_another_key_signed_is_refused_where_the_auditor_names_theirs() {
		Map<String, byte[]> files = Map.of("evidence.json", bytes(file()));
		assertThat(EvidenceVerifier.verify(files, Set.of(this.ledger.keyId()))).allMatch(Finding::valid);
		assertThat(EvidenceVerifier.verify(files, Set.of("0".repeat(64)))).noneMatch(Finding::valid);
	}

	@Test
	void a_replaced_key_leaves_the_old_proofs_good() throws IOException {
		String before = this.ledger.keyId();
		this.ledger.start("rotated");
		this.ledger.happen(this.request, 1);
		this.ledger.anchor("contoso");
		assertThat(this.ledger.keyId()).isNotEqualTo(before);
		assertThat(verify(file()).line()).startsWith("ok").contains(before, this.ledger.keyId());
		assertThat(EvidenceVerifier.verify(documents(), Set.of(before, this.ledger.keyId()))).hasSize(4)
			.allMatch(Finding::valid);
	}

	@Test
	void a_day_without_news_has_an_empty_anchor_and_each_tenant_its_own() {
		assertThat(this.ledger.anchor("contoso")).isEqualTo(3);
		assertThat(this.ledger.anchor("contoso")).isEqualTo(4);
		assertThat(this.ledger.anchor("fabrikam")).isEqualTo(1);
		assertThat(verify(documents())).hasSize(5)
			.allMatch(Finding::valid)
			.anySatisfy((finding) -> assertThat(finding.line()).contains("anchor 4 of tenant contoso", " 0 chains"));
	}

	@Test
	void many_chains_are_held_by_several_anchors_that_follow_each_other() {
		for (int i = 0; i < 5; i++) {
			this.ledger.happen(this.ledger.request("contoso"), 1);
		}
		assertThat(this.ledger.anchor("contoso", 2)).containsExactly(3, 4, 5);
		assertThat(this.ledger.anchor("contoso", 2)).containsExactly(6);
		this.ledger.happen(this.request, 1);
		assertThat(this.ledger.anchor("contoso", 1)).containsExactly(7);
		assertThat(verify(documents())).hasSize(8).allMatch(Finding::valid);
	}

	@Test
	void the_hub_seals_nothing_that_was_changed_or_taken_out_of_its_ledger() {
		for (String sql : List.of("update evidence set entry = replace(entry, 'collected', 'deleted') where seq = 7",
				"delete from evidence where seq = 12", "update evidence set entry = 'x' where seq = 2",
				"update request set evidence_seq = 11", "update anchor_leaf set seq = 3 where number = 1")) {
			refused(sql, "the hub did not seal it");
		}
		assertThat(verify(file()).fault()).contains("entry 2 is not an evidence entry");
	}

	@Test
	void where_the_ledger_lacks_an_anchor_or_a_leaf_the_rest_is_handed_out_unsealed() {
		refused("update anchor set document = '{}' where number = 2", "an anchor that held it is missing");
		refused("delete from anchor where number = 2", "an anchor that held it is missing");
		refused("delete from anchor_leaf where request <> '" + this.request + "'", "anchor 1 is not proved to hold");
		refused("delete from evidence_key", "not signed by a known key");
	}

	private void refused(String sql, String fault) {
		assertThat(this.ledger.jdbc().sql(sql).update()).as(sql).isPositive();
		assertThat(verify(file())).as(sql).satisfies((finding) -> {
			assertThat(finding.valid()).isFalse();
			assertThat(finding.line()).contains("FAIL", "the hub did not seal it: ", fault);
		});
	}

	@Test
	void anchors_from_the_container_speak_against_a_ledger_that_was_written_anew() {
		Map<String, byte[]> documents = documents();
		forge();
		assertThat(verify(file()).fault()).contains("the hub did not seal it", "up to entry 4", "anchor 1");
		// Without the anchors the ledger knows nothing against it, but the container
		// does.
		this.ledger.forgetAnchors(1);
		documents.put("evidence.json", bytes(file()));
		assertThat(verify(file()).line()).contains("anchored up to entry 0 of 12 by 0 anchors");
		assertThat(evidence(documents)).satisfies((finding) -> {
			assertThat(finding.entry()).isEqualTo(1);
			assertThat(finding.fault()).contains("entry 1 or one up to entry 4 differs", "another history");
		});
	}

	@Test
	void whoever_has_the_key_cannot_make_a_file_fit_the_anchors() {
		Map<String, byte[]> documents = documents();
		documents.put("evidence.json", bytes(this.ledger.forged(file(), 3, 5, (entry) -> entry.put("actor", "eve"))));
		assertThat(evidence(documents).fault()).startsWith("entry 1 or one up to entry 4 differs: anchor 1");
		documents.put("evidence.json", bytes(this.ledger.forged(file(), 6, 12, (entry) -> entry.put("actor", "eve"))));
		assertThat(evidence(documents).fault()).startsWith("entry 5 or one up to entry 9 differs: anchor 2");
		documents.put("evidence.json", bytes(this.ledger.forged(file(), 6, 5, (entry) -> entry.put("actor", "eve"))));
		assertThat(evidence(documents).fault()).startsWith("entry 6 is missing: anchor 2");
	}

	@Test
	void after_a_restore_the_next_anchor_follows_those_in_the_container() {
		Map<String, byte[]> documents = documents();
		this.ledger.forgetAnchors(2);
		assertThat(this.ledger.adopt("contoso", 2, documents.get("anchor-1.json"))).isFalse();
		assertThat(this.ledger.adopt("contoso", 2, bytes("{}"))).isFalse();
		assertThat(this.ledger.adopt("contoso", 2, documents.get("anchor-2.json"))).isTrue();
		assertThat(this.ledger.anchor("contoso")).isEqualTo(3);
		documents.put("evidence.json", bytes(file()));
		documents.put("anchor-3.json", this.ledger.anchorFile("contoso", 3));
		assertThat(verify(documents)).hasSize(4).allMatch(Finding::valid);
	}

	@Test
	void two_anchors_of_one_number_are_told_wherever_they_stand() {
		Map<String, byte[]> documents = documents();
		byte[] second = documents.remove("anchor-2.json");
		this.ledger.forgetAnchors(2);
		this.ledger.anchor("contoso");
		documents.put("another-2.json", this.ledger.anchorFile("contoso", 2));
		assertThat(verify(documents)).filteredOn((finding) -> !finding.valid())
			.extracting(Finding::line)
			.containsExactly("FAIL evidence.json: there are two anchors 2 of tenant contoso",
					"FAIL another-2.json: there are two anchors 2 of tenant contoso");
		assertThat(verify(Map.of("a", second, "b", documents.get("another-2.json")))).filteredOn(Finding::valid)
			.extracting(Finding::line)
			.containsExactly("note anchor 1 of tenant contoso is not among the files");
	}

	@Test
	void what_is_not_among_the_anchors_that_are_given_is_told() {
		for (int i = 0; i < 3; i++) {
			this.ledger.anchor("contoso");
		}
		Map<String, byte[]> documents = documents();
		documents.keySet().removeAll(Set.of("anchor-1.json", "anchor-2.json", "anchor-4.json"));
		assertThat(verify(documents)).allMatch(Finding::valid)
			.extracting(Finding::line)
			.contains("note anchors 1..2 of tenant contoso are not among the files",
					"note anchor 4 of tenant contoso is not among the files")
			.anySatisfy((line) -> assertThat(line).contains("by 3 anchors, in 1 of the 2 given"));
		documents.remove("anchor-3.json");
		assertThat(evidence(documents).line()).contains("by 3 anchors, in none of the 1 given");
	}

	@Test
	void what_a_forged_anchor_file_says_counts_nothing() throws IOException {
		Map<String, byte[]> documents = documents();
		ObjectNode first = (ObjectNode) CanonicalJson.JSON.readTree(documents.get("anchor-1.json"));
		((ObjectNode) first.path("leaves").get(0)).put("hash", "0".repeat(64));
		documents.put("anchor-1.json", CanonicalJson.bytes(first));
		assertThat(verify(documents)).filteredOn((finding) -> !finding.valid())
			.extracting(Finding::line)
			.containsExactly("FAIL anchor-1.json: the leaves are not those that the anchor was made of");
	}

	@Test
	void a_file_with_nothing_where_something_belongs_is_told_and_the_others_are_checked() throws IOException {
		Map<String, byte[]> good = documents();
		for (List<String> place : List.of(List.of("evidence.json", "/anchors"), List.of("evidence.json", "/entries"),
				List.of("evidence.json", "/anchors/0/path"), List.of("evidence.json", "/seal/hashes"),
				List.of("evidence.json", "/seal/anchors"), List.of("anchor-1.json", "/leaves"))) {
			Map<String, byte[]> documents = new LinkedHashMap<>(good);
			ObjectNode document = (ObjectNode) CanonicalJson.JSON.readTree(documents.get(place.get(0)));
			((ArrayNode) document.at(place.get(1))).removeAll().addNull();
			documents.put(place.get(0), bytes(document.toString()));
			assertThat(verify(documents)).as("%s", place)
				.filteredOn((finding) -> finding.document() != null)
				.hasSize(3)
				.filteredOn((finding) -> !finding.valid())
				.extracting(Finding::line)
				.containsExactly("FAIL %s: is not a well-formed document of evidence".formatted(place.get(0)));
		}
	}

	@Test
	void entries_that_run_backwards_or_come_after_their_anchor_are_told() {
		Map<String, byte[]> documents = documents();
		documents.put("evidence.json", bytes(this.ledger.forged(file(), 10, 12,
				(entry) -> entry.put("at", "2026-02-%02dT10:00:00Z".formatted(20 - entry.path("seq").asInt())))));
		assertThat(evidence(documents).fault()).isEqualTo("entry 11 is dated before what it follows");
		UUID late = this.ledger.request("fabrikam");
		this.ledger.pass(Duration.ofDays(9));
		this.ledger.happen(late, 1);
		this.ledger.pass(Duration.ofDays(-9));
		this.ledger.anchor("fabrikam");
		assertThat(verify(this.ledger.file("fabrikam", late)).fault())
			.contains("the hub did not seal it: entry 1 is dated" + " after anchor 1 of 2026-02-06");
	}

	@Test
	void anchors_that_run_backwards_are_told() {
		this.ledger.pass(Duration.ofDays(-2));
		this.ledger.anchor("contoso");
		assertThat(verify(documents())).filteredOn((finding) -> !finding.valid())
			.extracting(Finding::fault)
			.contains("anchor 3 is dated before anchor 2");
	}

	@Test
	void an_entry_that_was_anchored_days_later_is_noted() {
		this.ledger.pass(Duration.ofDays(5));
		this.ledger.anchor("contoso");
		assertThat(verify(Map.of("evidence.json", bytes(file())))).allMatch(Finding::valid)
			.extracting(Finding::line)
			.anyMatch((line) -> line.startsWith("note evidence.json: entry 10 of 2026-02-05")
					&& line.contains("was first anchored on 2026-02-11"));
	}

	@Test
	void anchors_that_do_not_follow_each_other_are_told() throws IOException {
		Map<String, byte[]> documents = documents();
		ObjectNode second = (ObjectNode) CanonicalJson.JSON.readTree(documents.get("anchor-2.json"));
		((ObjectNode) second.path("anchor")).put("prev", "0".repeat(64));
		documents.put("anchor-2.json", CanonicalJson.bytes(second));
		assertThat(EvidenceVerifier.verify(documents, Set.of())).filteredOn((finding) -> !finding.valid())
			.extracting(Finding::document)
			.containsExactly("anchor-2.json");
	}

	@Test
	void a_document_that_is_none_is_told() {
		for (String text : List.of("", "{}", "[]", "null", "{\"format\":\"dsr-evidence/1\"}", "no JSON",
				"{\"format\":\"dsr-evidence/2\"}", file() + "{}")) {
			assertThat(verify(text).valid()).as(text).isFalse();
		}
	}

	@Test
	void each_of_ten_thousand_mutations_is_found_and_the_first_bad_entry_named() throws IOException {
		Random random = new Random(20260203);
		Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
		String file = file();
		for (int i = 0; i < MUTATIONS; i++) {
			Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
			ObjectNode document = (ObjectNode) CanonicalJson.JSON.readTree(file);
			Integer bad = kind.mutate(document, random);
			Finding finding = verify(document.toString());
			assertThat(finding.valid()).as("%s %s", kind, document).isFalse();
			if (bad != null) {
				assertThat(finding.entry()).as("%s %s", kind, finding.line()).isEqualTo(bad);
			}
			counts.merge(kind, 1, Integer::sum);
		}
		assertThat(counts).hasSize(Kind.values().length)
			.allSatisfy((kind, count) -> assertThat(count).isGreaterThan(500));
	}

	private void forge() {
		this.ledger.jdbc().sql("delete from evidence where request = ?").param(this.request).update();
		this.ledger.jdbc()
			.sql("update request set evidence_seq = 0, evidence_hash = ? where id = ?")
			.params(EvidenceEntry.GENESIS, this.request)
			.update();
		this.ledger.happen(this.request, 12);
	}

	private Map<String, byte[]> documents() {
		Map<String, byte[]> documents = new LinkedHashMap<>();
		documents.put("evidence.json", bytes(file()));
		int anchors = this.ledger.jdbc()
			.sql("select max(number) from anchor where tenant = 'contoso'")
			.query(Integer.class)
			.single();
		for (int number = 1; number <= anchors; number++) {
			documents.put("anchor-" + number + ".json", this.ledger.anchorFile("contoso", number));
		}
		return documents;
	}

	private String file() {
		return this.ledger.file("contoso", this.request);
	}

	private static List<Finding> verify(Map<String, byte[]> documents) {
		return EvidenceVerifier.verify(documents, Set.of());
	}

	private static Finding evidence(Map<String, byte[]> documents) {
		return verify(documents).stream()
			.filter((finding) -> "evidence.json".equals(finding.document()))
			.findFirst()
			.orElseThrow();
	}

	private static Finding verify(String file) {
		List<Finding> findings = verify(Map.of("evidence.json", bytes(file)));
		assertThat(findings).hasSize(1);
		return findings.get(0);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * The kinds of mutation; each says which entry is the first bad one, or null where it
	 * is none of them.
	 */
	private enum Kind {

		CHANGED {
			@Override
			Integer mutate(ObjectNode document, Random random) {
				int index = random.nextInt(entries(document).size());
				ObjectNode entry = (ObjectNode) entries(document).get(index);
				String field = List.of("at", "request", "event", "actor", "data", "prev", "hash", "seq")
					.get(random.nextInt(8));
				change(entry, field, random);
				return index + 1;
			}
		},
		REMOVED {
			@Override
			Integer mutate(ObjectNode document, Random random) {
				int index = random.nextInt(entries(document).size());
				entries(document).remove(index);
				return index + 1;
			}
		},
		REORDERED {
			@Override
			Integer mutate(ObjectNode document, Random random) {
				ArrayNode entries = entries(document);
				int first = random.nextInt(entries.size() - 1);
				int second = first + 1 + random.nextInt(entries.size() - 1 - first);
				JsonNode kept = entries.get(first);
				entries.set(first, entries.get(second));
				entries.set(second, kept);
				return first + 1;
			}
		},
		ADDED {
			@Override
			Integer mutate(ObjectNode document, Random random) {
				ArrayNode entries = entries(document);
				int index = random.nextInt(entries.size());
				entries.insert(index, entries.get(index).deepCopy());
				// The copy stands where it says it does; what follows it does not.
				return index + 2;
			}
		},
		TRUNCATED {
			@Override
			Integer mutate(ObjectNode document, Random random) {
				ArrayNode entries = entries(document);
				int left = random.nextInt(entries.size());
				while (entries.size() > left) {
					entries.remove(entries.size() - 1);
				}
				return left + 1;
			}
		},
		HASHED_ANEW {
			@Override
			Integer mutate(ObjectNode document, Random random) {
				ArrayNode entries = entries(document);
				int index = random.nextInt(entries.size());
				((ObjectNode) entries.get(index)).put("actor", "eve");
				hash(entries, index);
				return index + 1;
			}
		},
		HASHED_ANEW_WITHOUT_THE_ENTRY {
			@Override
			Integer mutate(ObjectNode document, Random random) {
				ArrayNode entries = entries(document);
				int index = random.nextInt(entries.size());
				entries.remove(index);
				hash(entries, index);
				return index + 1;
			}
		},
		SEAL {
			@Override
			Integer mutate(ObjectNode document, Random random) {
				ObjectNode seal = (ObjectNode) document.path("seal");
				String field = List.of("tenant", "request", "at", "hashes", "key", "signature").get(random.nextInt(6));
				change(seal, field, random);
				return null;
			}
		},
		ANCHOR {
			@Override
			Integer mutate(ObjectNode document, Random random) {
				JsonNode held = document.path("anchors").get(random.nextInt(2));
				ObjectNode part = (ObjectNode) List.of(held, held.path("anchor"), held.path("leaf"))
					.get(random.nextInt(3));
				List<String> fields = new ArrayList<>();
				part.fieldNames().forEachRemaining(fields::add);
				fields.removeIf((name) -> part.path(name).isObject());
				change(part, fields.get(random.nextInt(fields.size())), random);
				return null;
			}
		},
		ANCHOR_REMOVED {
			@Override
			Integer mutate(ObjectNode document, Random random) {
				((ArrayNode) document.path("anchors")).remove(random.nextInt(2));
				return null;
			}
		},
		KEYS {
			@Override
			Integer mutate(ObjectNode document, Random random) {
				ObjectNode keys = (ObjectNode) document.path("keys");
				String id = keys.fieldNames().next();
				switch (random.nextInt(3)) {
					case 0 -> keys.remove(id);
					case 1 -> change(keys, id, random);
					default -> keys.put(UUID.randomUUID().toString(), keys.path(id).asText());
				}
				return null;
			}
		},
		WRITTEN_OTHERWISE {
			@Override
			Integer mutate(ObjectNode document, Random random) {
				int index = random.nextInt(entries(document).size());
				ObjectNode entry = (ObjectNode) entries(document).get(index);
				int seq = entry.path("seq").asInt();
				switch (random.nextInt(4)) {
					case 0 -> entry.put("seq", seq + random.nextDouble());
					case 1 -> entry.put("seq", String.valueOf(seq));
					case 2 -> entry.put("at", entry.path("at").asText().replace("Z", ".000Z"));
					default -> entry.put("request", entry.path("request").asText().toUpperCase(Locale.ROOT));
				}
				return index + 1;
			}
		},
		FIELD_REMOVED {
			@Override
			Integer mutate(ObjectNode document, Random random) {
				List<ObjectNode> objects = new ArrayList<>(List.of(document, (ObjectNode) document.path("seal"),
						(ObjectNode) document.path("anchors").get(0), (ObjectNode) entries(document).get(5)));
				ObjectNode object = objects.get(random.nextInt(objects.size()));
				List<String> fields = new ArrayList<>();
				object.fieldNames().forEachRemaining(fields::add);
				object.remove(fields.get(random.nextInt(fields.size())));
				return null;
			}
		};

		abstract Integer mutate(ObjectNode document, Random random);

		static ArrayNode entries(ObjectNode document) {
			return (ArrayNode) document.path("entries");
		}

		static void change(ObjectNode object, String field, Random random) {
			JsonNode value = object.path(field);
			if (value.isInt() || value.isLong()) {
				object.put(field, value.asInt() + 1 + random.nextInt(5));
			}
			else if (value.isArray()) {
				ArrayNode array = (ArrayNode) value;
				if (array.isEmpty() || random.nextBoolean()) {
					array.add("0".repeat(64));
				}
				else {
					array.remove(random.nextInt(array.size()));
				}
			}
			else if (value.isObject()) {
				((ObjectNode) value).put("count", 1_000 + random.nextInt(1_000));
			}
			else {
				object.put(field, other(field, value.asText(), random));
			}
		}

		private static String other(String field, String text, Random random) {
			return switch (field) {
				case "at" -> "2026-02-0%dT11:11:11.%03dZ".formatted(4 + random.nextInt(5), random.nextInt(1_000));
				case "request" -> UUID.randomUUID().toString();
				default -> {
					int place = random.nextInt(text.length());
					char before = text.charAt(place);
					yield text.substring(0, place) + ((before == 'A') ? 'B' : 'A') + text.substring(place + 1);
				}
			};
		}

		private static void hash(ArrayNode entries, int from) {
			for (int i = from; i < entries.size(); i++) {
				ObjectNode entry = (ObjectNode) entries.get(i);
				entry.put("seq", i + 1);
				entry.put("prev", (i > 0) ? entries.get(i - 1).path("hash").asText() : EvidenceEntry.GENESIS);
				entry.put("hash", EvidenceEntry.parse(entry.toString()).computedHash());
			}
		}

	}

}
