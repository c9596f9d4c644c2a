package org.dsrhub.record;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.source.Source;
import org.dsrhub.subject.IdentifierKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecordNormaliserTests {

	private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");

	private static final SourceRecord.Provenance PROVENANCE = new SourceRecord.Provenance("https://arm.example/alerts",
			"2022-01-01");

	private final RecordNormaliser normaliser = new RecordNormaliser(new ThirdPartyRedaction());

	@Test
	void takes_what_concerns_the_subject() {
		SourceRecord taken = take(Records.ALERTS,
				"{'id':'/x/1','a':'ana@contoso.example','b':'192.0.2.10','c':'bob@contoso.example'}");
		assertThat(taken.source()).isEqualTo("defender-alerts");
		assertThat(taken.system()).isEqualTo("Example");
		assertThat(taken.category()).isEqualTo("security");
		assertThat(taken.classification()).isEqualTo(Source.Classification.UNCLASSIFIED);
		assertThat(taken.matchedBy()).containsExactly(IdentifierKind.USER_PRINCIPAL_NAME, IdentifierKind.EMAIL,
				IdentifierKind.IP_ADDRESS);
		assertThat(taken.retrievedAt()).isEqualTo(NOW);
		assertThat(taken.provenance()).isEqualTo(PROVENANCE);
		assertThat(taken.redactions()).isEqualTo(1);
		assertThat(taken.data())
			.isEqualTo(Records.json("{'id':'/x/1','a':'ana@contoso.example','b':'192.0.2.10','c':'[redacted]'}"));
	}

	@Test
	void leaves_what_does_not() {
		assertThat(this.normaliser.take("contoso", Records.ALERTS, Records.ANA,
				Records.json("{'a':'diana@contoso.example'}"), PROVENANCE, NOW))
			.isEmpty();
	}

	@Test
	void the_id_is_the_sources_name_and_the_records_own_id() {
		String first = take(Records.ALERTS, "{'id':'/x/1','a':'ana@contoso.example'}").id();
		assertThat(first).matches("[0-9a-f]{32}");
		assertThat(take(Records.ALERTS, "{'id':'/x/1','b':'ana@contoso.example'}").id()).isEqualTo(first);
		assertThat(take(Records.ALERTS, "{'id':'/x/2','a':'ana@contoso.example'}").id()).isNotEqualTo(first);
		assertThat(take(Records.JIT, "{'id':'/x/1','a':'ana@contoso.example'}").id()).isNotEqualTo(first);
	}

	@Test
	void without_an_own_id_the_content_is_the_id_in_any_order() {
		String first = take(Records.ALERTS, "{'a':'ana@contoso.example','b':1}").id();
		assertThat(take(Records.ALERTS, "{'b':1,'a':'ana@contoso.example'}").id()).isEqualTo(first);
		assertThat(take(Records.ALERTS, "{'id':null,'a':'ana@contoso.example','b':1}").id()).isNotEqualTo(first);
		assertThat(take(Records.ALERTS, "{'a':'ana@contoso.example','b':12345678901234567890}").id())
			.isNotEqualTo(take(Records.ALERTS, "{'a':'ana@contoso.example','b':12345678901234567891}").id());
		assertThat(take(Records.ALERTS, "{'a':'ana@contoso.example','b':1E400}").id()).isNotEqualTo(first);
		assertThat(take(Records.ALERTS, "['ana@contoso.example']").id())
			.isNotEqualTo(take(Records.ALERTS, "'ana@contoso.example'").id());
		assertThat(take(Records.ALERTS, "{'b':2,'a':'ana@contoso.example'}").id()).isNotEqualTo(first);
	}

	@Test
	void without_redaction_others_would_be_handed_over() {
		JsonNode raw = Records.json("{'a':'ana@contoso.example','c':'bob@contoso.example'}");
		RecordNormaliser open = new RecordNormaliser((reading) -> new Redacted(reading.raw(), 0));
		assertThat(open.take("contoso", Records.ALERTS, Records.ANA, raw, PROVENANCE, NOW)).get()
			.extracting(SourceRecord::data)
			.isSameAs(raw);
	}

	private SourceRecord take(Source source, String raw) {
		return this.normaliser.take("contoso", source, Records.ANA, Records.json(raw), PROVENANCE, NOW).orElseThrow();
	}

}
