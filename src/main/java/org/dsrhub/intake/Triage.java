package org.dsrhub.intake;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.mail.InboundMail;
import org.dsrhub.mail.InboundMails;
import org.dsrhub.mail.Settled;
import org.dsrhub.mail.Settled.End;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.request.Registration;
import org.dsrhub.request.RequestDocument;
import org.dsrhub.request.WrongState;
import org.dsrhub.security.Caller;
import org.dsrhub.security.NotThere;
import org.dsrhub.subject.TextScan;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The mails that wait for a person, who makes a request of each, on their own roles, or
 * dismisses it. Each is settled once.
 */
@Component
public class Triage {

	private static final Logger log = LoggerFactory.getLogger(Triage.class);

	private static final String UUID_TEXT = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

	private final InboundMails mails;

	private final RestFiling filing;

	private final EvidenceLog evidence;

	private final Transactions transactions;

	private final Tenants tenants;

	private final FreeSpace space;

	private final Clock clock;

	Triage(InboundMails mails, RestFiling filing, EvidenceLog evidence, Transactions transactions, Tenants tenants,
			FreeSpace space, Clock clock) {
		this.mails = mails;
		this.filing = filing;
		this.evidence = evidence;
		this.transactions = transactions;
		this.tenants = tenants;
		this.space = space;
		this.clock = clock;
	}

	/**
	 * Mails that wait, the one received first before the others.
	 * @param after the last one of the page before, or null
	 * @param rows how many at most
	 */
	public List<InboundMail> list(Collection<String> tenants, InboundMail after, int rows) {
		return tenants.stream()
			.flatMap((tenant) -> this.mails.triage(tenant, after, rows).stream())
			.sorted(Comparator.comparing(InboundMail::receivedAt).thenComparing((mail) -> mail.id().toString()))
			.limit(rows)
			.toList();
	}

	/**
	 * A mail of the caller's tenants that is, or was, in triage.
	 * @throws NotThere if there is none
	 */
	public InboundMail visible(String id, Caller caller) {
		return Optional.ofNullable(id)
			.filter((text) -> text.matches(UUID_TEXT))
			.map(UUID::fromString)
			.flatMap((mail) -> caller.tenants()
				.stream()
				.flatMap((tenant) -> this.mails.find(tenant, mail).stream())
				.findFirst())
			.filter((mail) -> mail.settled() != null)
			.orElseThrow(NotThere::new);
	}

	/**
	 * Makes a request of a mail; it was received when the mail was, unless it says
	 * otherwise.
	 * @return the receipt's id
	 * @throws InvalidRequest naming every field at fault
	 * @throws WrongState if the mail waits no longer
	 */
	public UUID file(InboundMail mail, ObjectNode document, Caller caller) {
		this.space.require();
		RequestDocument request = read(mail, document, caller);
		return this.transactions.run(() -> {
			Registration registration = this.filing.register(request, caller);
			settle(mail, new Settled(End.TAKEN, mail.settled().reason(), registration.request()), caller);
			this.evidence.append(registration.request(), "filed-from-mail", caller.name(), Map.of("mail",
					mail.id().toString(), "sha256", mail.sha256(), "receipt", registration.id().toString()));
			return registration.id();
		});
	}

	/**
	 * Settles a mail of which nothing is made.
	 * @throws InvalidRequest if the reason names somebody
	 * @throws WrongState if the mail waits no longer
	 */
	public void dismiss(InboundMail mail, String reason, Caller caller) {
		if (!new TextScan(this.tenants.get(mail.tenant()).region()).scan(reason).isEmpty()) {
			throw new InvalidRequest(
					List.of(new FieldError("reason", "holds an address or a number of somebody; leave it out")));
		}
		this.transactions.run(() -> {
			settle(mail, new Settled(End.IGNORED, "dismissed: " + reason, null), caller);
			return mail;
		});
		log.info("event=mail-dismissed mail={} tenant={} caller={}", mail.id(), mail.tenant(), caller.name());
	}

	private void settle(InboundMail mail, Settled settled, Caller caller) {
		if (!this.mails.settleTriage(mail, settled, caller.name())) {
			throw new WrongState("the mail is settled; it does not wait for a decision");
		}
	}

	private RequestDocument read(InboundMail mail, ObjectNode document, Caller caller) {
		if (!document.path("tenant").asText(mail.tenant()).equals(mail.tenant())) {
			throw new InvalidRequest(
					List.of(new FieldError("request.tenant", "must be the tenant whose mailbox the mail came to")));
		}
		document.put("tenant", mail.tenant());
		if (!document.has("receivedAt")) {
			document.put("receivedAt", receivedAt(mail).toString());
		}
		try {
			return this.filing.read(document, caller);
		}
		catch (InvalidRequest ex) {
			throw new InvalidRequest(ex.errors()
				.stream()
				.map((error) -> new FieldError("request." + error.field(), error.message()))
				.toList());
		}
	}

	private Instant receivedAt(InboundMail mail) {
		Instant now = this.clock.instant();
		return mail.receivedAt().isAfter(now) ? now : mail.receivedAt();
	}

}
