package org.dsrhub.task;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.Digest;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.request.LockedRequest;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.WrongState;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Source;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What administrators call records that their source leaves {@code unclassified}. A
 * classification belongs to the record and its tenant, so it holds in later requests,
 * too.
 */
@Component
public class Classifications {

	private static final Pattern LABEL = Pattern.compile("\\p{L}[\\p{L}\\p{N} ._-]{0,59}");

	private final JdbcClient jdbc;

	private final Requests requests;

	private final Catalogue catalogue;

	private final EvidenceLog evidence;

	private final Digest digest;

	private final Clock clock;

	Classifications(JdbcClient jdbc, Requests requests, Catalogue catalogue, EvidenceLog evidence, Digest digest,
			Clock clock) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.catalogue = catalogue;
		this.evidence = evidence;
		this.digest = digest;
		this.clock = clock;
	}

	/**
	 * Sets the classification of a record that was found for a request.
	 * @param label 1 to 60 letters, digits, spaces, dots, underscores and hyphens, a
	 * letter first; {@code unclassified} takes an earlier one back
	 * @throws InvalidRequest if it is no such label
	 * @throws WrongState if the source's records need none, or the request is past where
	 * it would still show
	 */
	@Transactional
	public void set(UUID request, String source, String id, String label, String actor) {
		if (!LABEL.matcher(label).matches() || label.equals(Source.Classification.NOT_REQUIRED.label())) {
			throw new InvalidRequest(List.of(new FieldError("classification",
					"must be 1 to 60 letters, digits, spaces, dots, underscores and hyphens, a letter first, and not not-required")));
		}
		if (this.catalogue.get(source).classification() == Source.Classification.NOT_REQUIRED) {
			throw new WrongState("the records of %s need no classification".formatted(source));
		}
		LockedRequest locked = this.requests.lock(request);
		if (locked.state().closed() || locked.state() == RequestState.PACKAGING) {
			throw new WrongState("the request is %s; what was found in it can no longer be classified"
				.formatted(locked.state().label()));
		}
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		this.jdbc
			.sql("insert into classification (id, tenant, source, record, label, classified_by, at)"
					+ " values (?, ?, ?, ?, ?, ?, ?)")
			.params(UUID.randomUUID(), locked.tenant(), source, id, label, actor, Timestamps.of(now))
			.update();
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("source", source);
		data.put("record", this.digest.of(id));
		data.put("classification", label);
		this.evidence.append(request, "classified", actor, data);
	}

	/**
	 * The classifications of a source's records, by their ids: as many as people have
	 * set.
	 * @param until as of this time, or null for now
	 */
	Map<String, String> of(String tenant, String source, Instant until) {
		Map<String, String> labels = new HashMap<>();
		this.jdbc
			.sql("select record, label from classification where tenant = ? and source = ? and at <= ? order by at, id")
			.params(tenant, source, Timestamps.of((until != null) ? until : this.clock.instant()))
			.query((row) -> {
				labels.put(row.getString("record"), row.getString("label"));
			});
		return labels;
	}

}
