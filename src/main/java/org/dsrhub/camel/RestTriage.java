package org.dsrhub.camel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.dsrhub.intake.JsonBody;
import org.dsrhub.intake.Triage;
import org.dsrhub.intake.TriageDecision;
import org.dsrhub.mail.Authenticity;
import org.dsrhub.mail.InboundMail;
import org.dsrhub.mail.InboundMails;
import org.dsrhub.mail.KeptMails;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.mail.Settled.End;
import org.dsrhub.notice.DocumentJson.Page;
import org.dsrhub.notice.ResultDocument;
import org.dsrhub.notice.Results;
import org.dsrhub.security.Caller;
import org.dsrhub.security.Callers;
import org.dsrhub.security.NotAllowed;
import org.dsrhub.security.NotThere;
import org.dsrhub.security.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What REST routes do with mails in triage.
 */
@Component
public class RestTriage {

	private static final Logger log = LoggerFactory.getLogger(RestTriage.class);

	private static final Set<Role> READERS = Set.of(Role.PRIVACY_OPERATOR, Role.APPROVER);

	private final Callers callers;

	private final Triage triage;

	private final InboundMails mails;

	private final KeptMails kept;

	private final Results results;

	RestTriage(Callers callers, Triage triage, InboundMails mails, KeptMails kept, Results results) {
		this.callers = callers;
		this.triage = triage;
		this.mails = mails;
		this.kept = kept;
		this.results = results;
	}

	public Page list(@Variable("query") String query) throws IOException {
		Caller caller = reader();
		QueryParameters parameters = new QueryParameters(query, Set.of("tenant", "limit", "after"));
		int limit = (int) parameters.number("limit", 1, 200, 50);
		List<InboundMail> listed = this.triage.list(tenants(parameters, caller), after(parameters, caller), limit + 1);
		boolean more = listed.size() > limit;
		List<InboundMail> page = more ? listed.subList(0, limit) : listed;
		return new Page(page.stream().map(this::line).toList(),
				more ? next(parameters.text("tenant"), limit, page.get(limit - 1).id()) : null);
	}

	public Shown show(@Variable("id") String id) throws IOException {
		InboundMail mail = waiting(id);
		Optional<ReceivedMail> read = this.kept.read(mail);
		return new Shown(line(mail), read.map(ReceivedMail::from).orElse(null),
				read.map(ReceivedMail::authenticity).orElse(Authenticity.UNKNOWN).name().toLowerCase(Locale.ROOT),
				read.map(ReceivedMail::subject).orElse(null), read.map(ReceivedMail::text).orElse(null),
				read.map(ReceivedMail::attachments)
					.orElse(List.of())
					.stream()
					.map((file) -> new File(file.name(), file.type(), file.bytes()))
					.toList());
	}

	public InputStream content(@Variable("id") String id) throws IOException {
		Path eml = this.mails.eml(waiting(id)).orElseThrow(NotThere::new);
		try {
			return Files.newInputStream(eml);
		}
		catch (NoSuchFileException ex) {
			// Somebody settled it a moment ago.
			throw new NotThere();
		}
	}

	public Object decide(@Variable("id") String id, @Body byte[] body, Exchange exchange) {
		Caller caller = reader();
		InboundMail mail = this.triage.visible(id, caller);
		TriageDecision decision = TriageDecision.read(JsonBody.parse(body));
		if (decision.request() == null) {
			this.triage.dismiss(mail, decision.reason(), caller);
			return new Dismissed(mail.id(), "dismiss");
		}
		ResultDocument result = this.results.find(this.triage.file(mail, decision.request(), caller)).orElseThrow();
		exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 201);
		exchange.getMessage().setHeader("Location", "/api/requests/" + result.id());
		return result;
	}

	private Caller reader() {
		Caller caller = this.callers.current();
		if (!caller.hasAny(READERS)) {
			throw new NotAllowed("reading mails in triage takes PrivacyOperator or Approver");
		}
		return caller;
	}

	/**
	 * A mail whose content somebody is about to see. What vendors sent is for those alone
	 * who may have their data.
	 */
	private InboundMail waiting(String id) {
		Caller caller = reader();
		InboundMail mail = this.triage.visible(id, caller);
		if (mail.mailbox() == MailboxName.ADMINISTRATOR && !caller.roles().contains(Role.TENANT_ADMINISTRATOR)) {
			throw new NotAllowed("reading mails of the administrator's mailbox takes TenantAdministrator, too");
		}
		if (mail.settled().end() != End.TRIAGE) {
			throw new NotThere();
		}
		log.info("event=triage-read mail={} request={} tenant={} caller={}", mail.id(), mail.settled().request(),
				mail.tenant(), caller.name());
		return mail;
	}

	private InboundMail after(QueryParameters parameters, Caller caller) {
		try {
			return (parameters.text("after") != null) ? this.triage.visible(parameters.text("after"), caller) : null;
		}
		catch (NotThere ex) {
			throw QueryParameters.invalid("after", "must come from the next of a page before");
		}
	}

	private static Collection<String> tenants(QueryParameters parameters, Caller caller) {
		String tenant = parameters.text("tenant");
		if (tenant != null && !caller.mayEnter(tenant)) {
			throw new NotThere("no such tenant");
		}
		return (tenant != null) ? List.of(tenant) : caller.tenants();
	}

	private static String next(String tenant, int limit, UUID after) {
		return "/api/triage?%slimit=%d&after=%s".formatted((tenant != null) ? "tenant=" + tenant + "&" : "", limit,
				after);
	}

	private Line line(InboundMail mail) {
		return new Line(mail.id(), mail.tenant(), mail.mailbox().label(), mail.receivedAt(), mail.settled().reason(),
				mail.settled().request(), this.mails.eml(mail).map((eml) -> eml.toFile().length()).orElse(null));
	}

	/**
	 * A mail as a list shows it: nothing of what is in it.
	 *
	 * @param request the request in whose thread it came, or null
	 * @param bytes null if it was too large to be kept
	 */
	record Line(UUID id, String tenant, String mailbox, Instant receivedAt, String reason, UUID request, Long bytes) {
	}

	/**
	 * A mail as it is read anew.
	 */
	record Shown(@JsonUnwrapped Line mail, String from, String authenticity, String subject, String text,
			List<File> attachments) {
	}

	/**
	 * An attachment's name, media type and size.
	 */
	record File(String name, String type, long bytes) {
	}

	/**
	 * What was decided.
	 */
	record Dismissed(UUID id, String decision) {
	}

}
