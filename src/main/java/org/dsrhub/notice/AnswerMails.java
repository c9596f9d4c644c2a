package org.dsrhub.notice;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import com.samskivert.mustache.MustacheException;
import org.dsrhub.database.Timestamps;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.mail.MailOutbox;
import org.dsrhub.mail.MailTemplates;
import org.dsrhub.mail.MailText;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.OutgoingMail;
import org.dsrhub.notice.AnswerView.How;
import org.dsrhub.packaging.PackageLink;
import org.dsrhub.packaging.PackageLinks;
import org.dsrhub.request.AnswerKind;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.Requests;
import org.dsrhub.source.Catalogue;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The mails to whoever asked: those that a request's state calls for and that were not
 * written before. The receipt of a duplicate brings none, since it notes nobody to write
 * to.
 */
@Component
class AnswerMails {

	private static final Logger log = LoggerFactory.getLogger(AnswerMails.class);

	private final JdbcClient jdbc;

	private final Requests requests;

	private final Answers answers;

	private final Tenants tenants;

	private final Catalogue catalogue;

	private final MailTemplates templates;

	private final MailOutbox mails;

	private final PackageLinks links;

	private final EvidenceLog evidence;

	AnswerMails(JdbcClient jdbc, Requests requests, Answers answers, Tenants tenants, Catalogue catalogue,
			MailTemplates templates, MailOutbox mails, PackageLinks links, EvidenceLog evidence) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.answers = answers;
		this.tenants = tenants;
		this.catalogue = catalogue;
		this.templates = templates;
		this.mails = mails;
		this.links = links;
		this.evidence = evidence;
	}

	static String template(AnswerKind kind) {
		return "answer-" + kind.label();
	}

	/**
	 * Writes what is to be told of a request, in the transaction that holds its row.
	 * @param result how it stands
	 * @return whether all of it is written; a template with a fault keeps only its own
	 * mail back
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public boolean write(ResultDocument result) {
		Optional<Wish> wish = this.jdbc
			.sql("select answers, first_deadline, extension_reason, decision_reason, closed_at from request"
					+ " where id = ? and answers is not null")
			.param(result.id())
			.query(Wish::read)
			.optional();
		if (wish.isEmpty()) {
			return true;
		}
		RequestRow request = this.requests.get(result.id());
		Tenant tenant = this.tenants.get(request.tenant());
		// Verified is for those whose own mail asked, and nothing is due before that is
		// confirmed.
		Addressee addressee = new Addressee(request, wish.get().answers().contains(AnswerKind.VERIFIED));
		if (MailboxName.INTAKE.of(tenant).isEmpty() || addressee.address().isEmpty()) {
			return true;
		}
		boolean all = true;
		for (AnswerKind kind : AnswerKind.due(wish.get().answers(), request.state(), wish.get().first() != null)) {
			all &= write(kind, wish.get(), addressee, tenant, result);
		}
		return all;
	}

	private boolean write(AnswerKind kind, Wish wish, Addressee addressee, Tenant tenant, ResultDocument result) {
		RequestRow request = addressee.request();
		// What was tried again is told again.
		String once = template(kind) + "/" + request.id() + ((kind == AnswerKind.COMPLETED) ? "/" + wish.closed() : "");
		if (this.mails.written(tenant.tenant(), once)) {
			return true;
		}
		String language = this.answers.language(request.id(), tenant, template(kind));
		Optional<PackageLink> link = (kind == AnswerKind.COMPLETED && hasPackage(request) && addressee.subject())
				? this.links.draw(request.id(), request.revision()) : Optional.empty();
		MailText text;
		try {
			text = this.templates.write(template(kind), language,
					new AnswerView(result, request, addressee.reference(), wish.reason(kind), wish.first(), tenant,
							this.catalogue, language, addressee.subject() ? How.TO_SUBJECT : How.TO_ANOTHER,
							link.orElse(null)));
		}
		catch (MustacheException | IllegalStateException ex) {
			log.error(
					"event=answer-not-written request={} tenant={} answer={} language={} reason=\"{}\" advice=\"correct the template and restart\"",
					request.id(), tenant.tenant(), kind.label(), language, ex.getMessage());
			return false;
		}
		link.ifPresent((made) -> this.links.keep(made, "hub"));
		this.mails.write(new OutgoingMail(tenant.tenant(), MailboxName.INTAKE, once, template(kind), request.id(),
				addressee.address().orElseThrow(), text.subject(), text.text(), text.html(), null, List.of(), true));
		prove(kind, language, addressee, link.isPresent());
		return true;
	}

	private void prove(AnswerKind kind, String language, Addressee addressee, boolean linked) {
		RequestRow request = addressee.request();
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("answer", kind.label());
		data.put("language", language);
		if (kind == AnswerKind.COMPLETED && hasPackage(request)) {
			data.put("link", linked);
			if (!linked) {
				String reason = addressee.subject() ? "no-public-url" : "address-not-known-as-the-subjects";
				data.put("noLink", reason);
				log.info("event=no-link request={} tenant={} reason={} advice=\"hand the package over in another way\"",
						request.id(), request.tenant(), reason);
			}
		}
		this.evidence.append(request.id(), "answer-written", "hub", data);
	}

	private static boolean hasPackage(RequestRow request) {
		return request.right().packaged() && request.revision() != null;
	}

	/**
	 * What a row says besides the request's own.
	 *
	 * @param first the first deadline, or null if it was not extended
	 */
	private record Wish(Set<AnswerKind> answers, LocalDate first, String extension, String decision, Instant closed) {

		static Wish read(ResultSet row, int number) throws SQLException {
			return new Wish(AnswerKind.of(row.getString("answers")), row.getObject("first_deadline", LocalDate.class),
					row.getString("extension_reason"), row.getString("decision_reason"),
					Timestamps.read(row, "closed_at"));
		}

		String reason(AnswerKind kind) {
			return Objects.toString((kind == AnswerKind.EXTENDED) ? this.extension : this.decision, "");
		}

	}

}
