package org.dsrhub.packaging;

import java.io.IOException;
import java.io.OutputStream;

import com.fasterxml.jackson.core.JsonGenerator;
import org.dsrhub.packaging.Manifest.RequestPart;
import org.dsrhub.packaging.PackageContent.SourceContent;
import org.dsrhub.task.Outcome;

/**
 * Writes staged records as JSON, one after the other, and holds the sources to what they
 * counted.
 */
final class RecordWriter {

	private RecordWriter() {
	}

	/**
	 * The records of one source as an array.
	 * @throws IllegalStateException if they are not as many as the source's task counted
	 */
	static void writeArray(SourceContent content, OutputStream out) throws IOException {
		try (JsonGenerator json = PackageJson.writer().createGenerator(out)) {
			records(content, json);
		}
	}

	/**
	 * The whole aggregate as one document.
	 */
	static void writeSubject(PackageContent content, OutputStream out) throws IOException {
		try (JsonGenerator json = PackageJson.writer().createGenerator(out)) {
			json.writeStartObject();
			json.writePOJOField("request", RequestPart.of(content));
			json.writeArrayFieldStart("sources");
			for (SourceContent source : content.sources()) {
				json.writeStartObject();
				json.writeStringField("source", source.source().source());
				json.writeStringField("system", source.source().system());
				json.writeStringField("category", source.source().category());
				json.writeStringField("outcome", source.outcome().label());
				json.writeStringField("reason", source.reason());
				json.writeFieldName("records");
				records(source, json);
				json.writeEndObject();
			}
			json.writeEndArray();
			json.writeEndObject();
		}
	}

	private static void records(SourceContent content, JsonGenerator json) throws IOException {
		json.writeStartArray();
		if (Manifests.given(content)) {
			try (SegmentRecords records = new SegmentRecords(content)) {
				while (records.next()) {
					records.copyTo(json);
				}
				check(content, records.read());
			}
		}
		json.writeEndArray();
	}

	private static void check(SourceContent content, long written) {
		if (written != content.count() || (written + content.leftOut() > 0) != (content.outcome() == Outcome.FOUND)) {
			throw new IllegalStateException("source %s: its task counted %d records (%s), %d are staged"
				.formatted(content.source().source(), content.count(), content.outcome().label(), written));
		}
	}

}
