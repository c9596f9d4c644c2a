package org.dsrhub.retention;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.retention.OldRows.Kind;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;

/**
 * The category {@code mails}: what a mail said that will not be sent any more, and mails
 * that came and became nothing, with their answers. What a mail was known by stays as
 * long as its request, and a mail that waits for a person stays.
 */
@Component
class OldMails implements Category {

	private static final String OVER = "state not in ('planned', 'sending')";

	private static final Kind CONTENT = new Kind("mail/", "mail", "id", "coalesce(sent_at, written_at)", "request",
			"octet_length(content)", "content is not null and request is not null and " + OVER,
			List.of("update mail set content = null where id in (:ids)"), UUID::fromString);

	/**
	 * Nothing but the mail itself knows of one without a request.
	 */
	private static final Kind ANSWER = new Kind("answer/", "mail", "id", "coalesce(sent_at, written_at)", "request",
			"octet_length(content)", "request is null and " + OVER, List.of("delete from mail where id in (:ids)"),
			UUID::fromString);

	private final SeveralKinds kinds;

	private final Kind came;

	private final Path folder;

	OldMails(OldRows rows, DataSource ledger, HubProperties hub) {
		this.came = new Kind("inbound/", "inbound_mail", "settled_at", "request",
				"ending <> 'triage' and request is null and not exists "
						+ "(select 1 from inbox_file where inbox_file.mail = inbound_mail.id)",
				Dependents.removals(ledger, "inbound_mail"));
		this.kinds = new SeveralKinds(rows, List.of(CONTENT, ANSWER, this.came));
		this.folder = hub.data().resolve("mail");
	}

	@Override
	public String name() {
		return "mails";
	}

	@Override
	public Stream<Due> due(Tenant tenant, Keep keep, Instant now) {
		return this.kinds.due(tenant, keep, now);
	}

	@Override
	public List<Removal> remove(Tenant tenant, Keep keep, List<Due> things) {
		List<Removal> removals = this.kinds.remove(tenant, keep, things);
		for (int i = 0; i < removals.size(); i++) {
			if (this.came.has(things.get(i)) && gone(removals.get(i))) {
				forget(tenant, things.get(i));
			}
		}
		return removals;
	}

	private static boolean gone(Removal removal) {
		return removal.state() == Removal.State.REMOVED || removal.state() == Removal.State.GONE;
	}

	/**
	 * The mail as it was received, if a node that was killed left it.
	 */
	private void forget(Tenant tenant, Due thing) {
		try {
			Files.deleteIfExists(this.folder.resolve(tenant.tenant())
				.resolve(thing.thing().substring(this.came.prefix().length()) + ".eml"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("a mail that was received cannot be deleted from " + this.folder, ex);
		}
	}

}
