package org.dsrhub.intake;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.mail.Authenticity;
import org.dsrhub.mail.Automatic;
import org.dsrhub.mail.MailDesk;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.mail.Settled;
import org.dsrhub.mail.Settled.End;
import org.dsrhub.request.Door;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.request.OpenRequests;
import org.dsrhub.request.Registrar;
import org.dsrhub.request.Registration;
import org.dsrhub.request.RequestDocument;
import org.dsrhub.request.RequestReader;
import org.dsrhub.request.TooManyOpen;
import org.dsrhub.security.Caller;
import org.dsrhub.source.Right;
import org.dsrhub.subject.Identifiers;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Takes people's own mails: one that asks for exactly one right becomes a request about
 * its sender, and a code is mailed to them; everything else is read by a person, and not
 * answered.
 */
@Component
@Order(40)
class SubjectDesk implements MailDesk {

	private final Tenants tenants;

	private final RightWords words;

	private final RequestReader reader;

	private final Registrar registrar;

	private final Confirmations confirmations;

	private final ConfirmationMails mails;

	private final TakenMails taken;

	private final FreeSpace space;

	private final OpenRequests open;

	private final Clock clock;

	SubjectDesk(Tenants tenants, RightWords words, RequestReader reader, Registrar registrar,
			Confirmations confirmations, ConfirmationMails mails, TakenMails taken, FreeSpace space, OpenRequests open,
			Clock clock) {
		this.tenants = tenants;
		this.words = words;
		this.reader = reader;
		this.registrar = registrar;
		this.confirmations = confirmations;
		this.mails = mails;
		this.taken = taken;
		this.space = space;
		this.open = open;
		this.clock = clock;
	}

	@Override
	public Optional<Settled> take(ReceivedMail mail) {
		if (mail.mailbox() != MailboxName.INTAKE || mail.automatic() != Automatic.NO) {
			return Optional.empty();
		}
		Tenant tenant = this.tenants.get(mail.tenant());
		Optional<String> doubt = doubt(mail, tenant);
		if (doubt.isPresent()) {
			return Optional.of(triage(doubt.get()));
		}
		Optional<RightWords.Asked> asked = this.words.find(mail.subject() + "\n" + mail.text());
		if (asked.isEmpty()) {
			return Optional.of(triage("right-not-recognised"));
		}
		if (asked.get().right() == Right.RECTIFY) {
			return Optional.of(triage("corrections-needed"));
		}
		this.space.require();
		return Optional.of(this.taken.once(mail, () -> register(mail, tenant, asked.get())));
	}

	/**
	 * Why nothing is begun for a mail, whatever it asks.
	 */
	private static Optional<String> doubt(ReceivedMail mail, Tenant tenant) {
		if (mail.fault() != null) {
			return Optional.of(mail.fault());
		}
		if (mail.from() == null) {
			return Optional.of("no-single-sender");
		}
		if (mail.authenticity() != Authenticity.PASSED) {
			return Optional.of("sender-not-authenticated");
		}
		if (mail.from().equals(Identifiers.email(tenant.mailboxes().intake().address()).orElse(null))) {
			return Optional.of("own-address");
		}
		return (tenant.inbox() == null) ? Optional.of("no-principal") : Optional.empty();
	}

	private Settled register(ReceivedMail mail, Tenant tenant, RightWords.Asked asked) {
		if (this.confirmations.enough(mail)) {
			return triage("too-many-unverified");
		}
		// What is not verified counts as no open request, but it is to become one.
		if (this.open.full(Door.MAIL, mail.tenant())) {
			throw new TooManyOpen();
		}
		RequestDocument document;
		try {
			document = this.reader.read(document(mail, asked.right()));
		}
		catch (InvalidRequest ex) {
			return triage("no-valid-request");
		}
		Registration registration = this.registrar.registerUnverified(document, Door.MAIL,
				new Caller(Registrar.SUBJECT, tenant.inbox().principal().roles(), Set.of(tenant.tenant())),
				ConfirmationMails.language(mail, asked.language()));
		UUID request = registration.request();
		if (registration.duplicate()) {
			return new Settled(End.TAKEN, "duplicate", request);
		}
		this.mails.ask(request, mail, asked, this.confirmations.ask(request, mail));
		return new Settled(End.TAKEN, "unverified", request);
	}

	private ObjectNode document(ReceivedMail mail, Right right) {
		Instant now = this.clock.instant();
		Instant receivedAt = mail.receivedAt().isAfter(now) ? now : mail.receivedAt();
		ObjectNode document = JsonNodeFactory.instance.objectNode()
			.put("tenant", mail.tenant())
			.put("right", right.label())
			.put("receivedAt", receivedAt.toString());
		document.putObject("subject").put("email", mail.from());
		document.putObject("requester").put("email", mail.from());
		return document;
	}

	private static Settled triage(String reason) {
		return new Settled(End.TRIAGE, reason, null);
	}

}
