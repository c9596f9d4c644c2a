package org.dsrhub.retention;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.dsrhub.configuration.Sha256;
import org.dsrhub.evidence.Signatures;
import org.dsrhub.request.Work;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * The record of a run as the tenant's container keeps it: what was done, when, on whose
 * word, and every thing on the list with what became of it. The same bytes each time. It
 * outlives the ledger, and tells after a restore what had been removed; the signature in
 * its last line is about all lines before.
 */
@Component
public class RunRecords {

	/** The first field of a record, by which one is known. */
	public static final String FORMAT = "dsr-retention-run/1";

	private static final JsonMapper JSON = JsonMapper.builder()
		.addModule(new JavaTimeModule())
		.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
		.build();

	private final Runs runs;

	private final Items items;

	private final Tenants tenants;

	private final Signatures signatures;

	RunRecords(Runs runs, Items items, Tenants tenants, Signatures signatures) {
		this.runs = runs;
		this.items = items;
		this.tenants = tenants;
		this.signatures = signatures;
	}

	/**
	 * A claimed run that has ended and whose record is to be stored. That of a tenant
	 * that is not configured any more has nowhere to go.
	 */
	public Optional<ToStore> toStore(Work work) {
		return Optional.of(this.runs.claimed(work))
			.filter((run) -> run.state().ended() && this.tenants.find(run.tenant()).isPresent())
			.map((run) -> new ToStore(run.id(), run.tenant()));
	}

	/**
	 * Writes a run's record.
	 * @throws IOException if the stream does not take it
	 */
	public void write(UUID id, OutputStream out) throws IOException {
		RunRow run = this.runs.find(id).orElseThrow();
		MessageDigest digest = Sha256.digest();
		try (JsonGenerator json = JSON.createGenerator(new DigestOutputStream(out, digest))) {
			json.writeStartObject();
			json.writeStringField("format", FORMAT);
			json.writeStringField("run", id.toString());
			json.writeStringField("tenant", run.tenant());
			json.writeStringField("rule", run.rule());
			json.writeStringField("keep", run.keep().toString());
			json.writeStringField("askedBy", run.askedBy());
			json.writePOJOField("scheduledFor", run.scheduledFor());
			json.writePOJOField("listOf", run.listOf());
			json.writePOJOField("startedAt", run.startedAt());
			json.writePOJOField("endedAt", run.endedAt());
			json.writeStringField("state", run.state().label());
			json.writeStringField("reason", run.reason());
			json.writeNumberField("listed", run.listed());
			json.writeNumberField("bytes", run.bytes());
			json.writeNumberField("removed", run.removed());
			json.writePOJOField("counts", this.items.counts(id));
			json.writeArrayFieldStart("things");
			this.items.each(id, (item) -> write(json, item));
			json.writeEndArray();
			json.writeRaw('\n');
			json.flush();
			json.writeStringField("key", this.signatures.key());
			json.writeStringField("signature", this.signatures.sign(SignedRecords.signed(digest)));
			json.writeEndObject();
		}
	}

	/**
	 * The record is in the container.
	 * @throws org.dsrhub.request.LeaseLost if the claim no longer holds
	 */
	public void stored(Work work) {
		this.runs.stored(work);
	}

	private static void write(JsonGenerator json, Item item) {
		try {
			json.writeRaw('\n');
			json.writePOJO(ItemView.of(item));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What is to be stored where.
	 */
	public record ToStore(UUID run, String tenant) {

		/**
		 * Its path in the tenant's container.
		 */
		public String path() {
			return "%s/retention/%s.json".formatted(this.tenant, this.run);
		}

	}

}
