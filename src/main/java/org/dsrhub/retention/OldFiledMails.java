package org.dsrhub.retention;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The category {@code filed-mails}: mails in the folders of the mailboxes into which they
 * go once they are settled. What belongs to a request goes after the request's close; a
 * mail that waits for a person stays. The intake mailbox is the hub's own, so that what
 * lies in those folders goes even if the ledger knows it no more; of the administrator's
 * only what the hub took.
 */
@Component
class OldFiledMails implements Category {

	/** Between the place of a mail and its row. */
	private static final String SEPARATOR = "#";

	private final FiledMails mails;

	private final ClosedRequests requests;

	private final Transactions transactions;

	private final JdbcClient jdbc;

	OldFiledMails(FiledMails mails, ClosedRequests requests, Transactions transactions, JdbcClient jdbc) {
		this.mails = mails;
		this.requests = requests;
		this.transactions = transactions;
		this.jdbc = jdbc;
	}

	@Override
	public String name() {
		return "filed-mails";
	}

	@Override
	public Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		Instant before = keep.before(now);
		return this.mails.before(tenant, before)
			.stream()
			.flatMap((mail) -> due(tenant, keep, mail).stream())
			.filter((due) -> !due.since().isAfter(now));
	}

	private Optional<Due> due(Tenant tenant, Keep keep, FiledMail mail) {
		List<Came> came = this.jdbc
			.sql("select id, ending, settled_at from inbound_mail where tenant = ? and mailbox = ? and sha256 = ?")
			.params(tenant.tenant(), mail.mailbox().label(), mail.sha256())
			.query((row, number) -> new Came(row.getObject("id", UUID.class), row.getString("ending"),
					Timestamps.read(row, "settled_at")))
			.list();
		if (came.isEmpty()) {
			return (mail.mailbox() == MailboxName.INTAKE)
					? Optional.of(new Due(mail.place(), null, mail.bytes(), keep.until(mail.receivedAt())))
					: Optional.empty();
		}
		Came known = came.get(0);
		if (known.settledAt() == null || known.ending().equals("triage")) {
			return Optional.empty();
		}
		Instant from = known.settledAt();
		UUID request = null;
		for (Map.Entry<UUID, Optional<Instant>> of : requests(known.id()).entrySet()) {
			if (of.getValue().isEmpty()) {
				return Optional.empty();
			}
			request = of.getKey();
			from = of.getValue().get().isAfter(from) ? of.getValue().get() : from;
		}
		return Optional.of(new Due(mail.place() + SEPARATOR + known.id(), request, mail.bytes(), keep.until(from)));
	}

	@Override
	public int batch() {
		return 20;
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		return this.transactions.run(() -> {
			Map<Due, Removal> ends = new HashMap<>();
			things.forEach((thing) -> stays(tenant, keep, thing).ifPresent((removal) -> ends.put(thing, removal)));
			Map<String, Removal> removed = this.mails.remove(tenant,
					things.stream().filter((thing) -> !ends.containsKey(thing)).map(OldFiledMails::place).toList());
			return things.stream()
				.map((thing) -> ends.containsKey(thing) ? ends.get(thing) : removed.get(place(thing)))
				.toList();
		});
	}

	/**
	 * Why a mail stays: one of its requests was taken up again, or is held.
	 */
	private Optional<Removal> stays(Tenant tenant, Keep keep, Due thing) {
		String[] parts = thing.thing().split(SEPARATOR);
		return (parts.length == 1) ? Optional.empty()
				: this.requests
					.kept(ClosedRequests.Kind.PLAIN, tenant, keep, requests(UUID.fromString(parts[1])).keySet())
					.values()
					.stream()
					.filter((removal) -> removal.state() != Removal.State.GONE)
					.findFirst();
	}

	private static String place(Due thing) {
		return thing.thing().split(SEPARATOR)[0];
	}

	/**
	 * The requests that came with a mail or that it belongs to, and when each was closed.
	 */
	private Map<UUID, Optional<Instant>> requests(UUID mail) {
		Map<UUID, Optional<Instant>> requests = new HashMap<>();
		this.jdbc.sql("""
				select id, closed_at from request where id in (
				select request from inbound_mail where id = :mail
				union select coalesce(duplicate.request, inbox_row.receipt) from inbox_file
				join inbox_row on inbox_row.file = inbox_file.id left join duplicate on duplicate.id = inbox_row.receipt
				where inbox_file.mail = :mail)""").param("mail", mail).query((row) -> {
			requests.put(row.getObject("id", UUID.class), Optional.ofNullable(Timestamps.read(row, "closed_at")));
		});
		return requests;
	}

	private record Came(UUID id, String ending, Instant settledAt) {
	}

}
