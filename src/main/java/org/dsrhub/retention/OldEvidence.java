package org.dsrhub.retention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.dsrhub.database.Transactions;
import org.dsrhub.retention.OldRows.Kind;
import org.dsrhub.task.Staging;
import org.dsrhub.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The category {@code evidence}, which is kept longest: a closed request with every row
 * that refers to it; then what no request refers to any more: by what inbox files were
 * known, what records were called, and anchors, the last one excepted, on which the next
 * one builds.
 */
@Component
class OldEvidence implements Category {

	private static final ClosedRequests.Kind REQUEST = new ClosedRequests.Kind("closed_at", "true", """
			not exists (select 1 from sealed where sealed.request = request.id and %s)
			and not exists (select 1 from sealed where sealed.lifted = request.id and sealed.request <> request.id)
			and (revision is null or package_gone_at is not null)""".formatted(ClosedRequests.UNLIFTED));

	private static final Kind INBOX = new Kind("inbox/", "inbox_file", "settled_at", Kind.NO_REQUEST,
			"target is null and not exists (select 1 from inbox_row where file = inbox_file.id and receipt is not null)",
			List.of("delete from inbox_row where file in (:ids)", "delete from inbox_file where id in (:ids)"));

	private static final Kind CLASSIFICATION = new Kind("classification/", "classification", "at", Kind.NO_REQUEST,
			"true", List.of("delete from classification where id in (:ids)"));

	private static final Kind ANCHOR = new Kind("anchor/", "anchor", "number", "stored_at", Kind.NO_REQUEST, "0", """
			number < (select max(later.number) from anchor later where later.tenant = anchor.tenant)
			and not exists (select 1 from anchor_leaf leaf join request on request.id = leaf.request
			where leaf.tenant = anchor.tenant and leaf.number = anchor.number)""",
			List.of("delete from anchor_leaf where tenant = :tenant and number in (:ids)",
					"delete from anchor where tenant = :tenant and number in (:ids)"),
			Integer::valueOf);

	private final ClosedRequests requests;

	private final SeveralKinds rest;

	private final Transactions transactions;

	private final JdbcClient jdbc;

	private final Staging staging;

	private final OldOutboxFiles outbox;

	private final List<String> removals;

	OldEvidence(ClosedRequests requests, OldRows rows, Transactions transactions, JdbcClient jdbc, DataSource ledger,
			Staging staging, OldOutboxFiles outbox) {
		this.requests = requests;
		this.rest = new SeveralKinds(rows, List.of(INBOX, CLASSIFICATION, ANCHOR, OldRuns.RUN));
		this.transactions = transactions;
		this.jdbc = jdbc;
		this.staging = staging;
		this.outbox = outbox;
		this.removals = new ArrayList<>();
		for (String table : List.of("filing_key", "inbox_row")) {
			this.removals.add("delete from %s where receipt in (:ids)".formatted(table));
			this.removals.add("delete from %s where receipt in (select id from duplicate where request in (:ids))"
				.formatted(table));
		}
		this.removals.addAll(Dependents.removals(ledger, "request"));
	}

	@Override
	public String name() {
		return "evidence";
	}

	@Override
	public Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		return Stream.concat(this.requests.due(REQUEST, tenant, keep, now), this.rest.due(tenant, keep, now));
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		return this.rest.remove(tenant, keep, things, (requests) -> removeRequests(tenant, keep, requests));
	}

	private List<Removal> removeRequests(Tenant tenant, Keep keep, List<Due> things) {
		return this.transactions.run(() -> this.requests.remove(REQUEST, tenant, keep, things, (going) -> {
			// The files first: without the rows nobody would know whose they are.
			this.outbox.delete(tenant, going);
			going.forEach((request) -> this.staging.delete(tenant.tenant(), request));
			this.removals.forEach((sql) -> this.jdbc.sql(sql).param("ids", going).update());
		}));
	}

}
