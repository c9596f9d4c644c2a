package org.dsrhub.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
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
			assertThat(finding.line()).contains("12 entries", "held by 2 anchors", this.ledger.keyId());
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
	void a_tenant_without_news_gets_no_anchor_and_each_tenant_its_own() {
		assertThat(this.ledger.anchor("contoso")).isEqualTo(3);
		assertThat(this.ledger.anchor("contoso")).isZero();
		assertThat(this.ledger.anchor("fabrikam")).isZero();
		this.ledger.happen(this.ledger.request("fabrikam"), 2);
		assertThat(this.ledger.anchor("fabrikam")).isEqualTo(1);
	}

	@Test
	void anchors_from_the_container_speak_against_a_ledger_that_was_written_anew() {
		Map<String, byte[]> documents = documents();
		// Whoever owns the ledger forges the chain and its anchors, and lets the hub
		// sign.
		this.ledger.jdbc().sql("delete from anchor_leaf").update();
		this.ledger.jdbc().sql("delete from anchor").update();
		forge();
		this.ledger.anchor("contoso");
		documents.put("evidence.json", bytes(file()));
		List<Finding> findings = EvidenceVerifier.verify(documents, Set.of());
		assertThat(verify(file()).valid()).isTrue();
		assertThat(findings).filteredOn((finding) -> finding.document().equals("evidence.json"))
			.singleElement()
			.extracting(Finding::entry)
			.isEqualTo(1);
	}

	@Test
	void a_chain_that_was_wholly_hashed_anew_in_the_ledger_is_told_by_its_anchors() {
		forge();
		Finding finding = verify(file());
		assertThat(finding.entry()).isEqualTo(1);
		assertThat(finding.fault()).contains("up to entry 4", "anchor 1");
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
		int anchors = this.ledger.jdbc().sql("select count(*) from anchor").query(Integer.class).single();
		for (int number = 1; number <= anchors; number++) {
			documents.put("anchor-" + number + ".json", this.ledger.anchorFile("contoso", number));
		}
		return documents;
	}

	private String file() {
		return this.ledger.file("contoso", this.request);
	}

	private static Finding verify(String file) {
		List<Finding> findings = EvidenceVerifier.verify(Map.of("evidence.json", bytes(file)), Set.of());
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
