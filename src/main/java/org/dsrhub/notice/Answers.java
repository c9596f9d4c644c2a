package org.dsrhub.notice;

import java.util.Optional;
import java.util.UUID;

import org.dsrhub.mail.MailTemplates;
import org.dsrhub.mail.MailText;
import org.dsrhub.notice.AnswerView.How;
import org.dsrhub.notice.Receipts.Receipt;
import org.dsrhub.request.AnswerKind;
import org.dsrhub.request.Decisions;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.WrongState;
import org.dsrhub.source.Catalogue;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Drafts the answer to the data subject: what was done (GDPR art. 12(3)), or why nothing
 * was, and where to complain (art. 12(4)). The same rows give the same answer; it holds
 * no identifier of the subject.
 */
@Component
public class Answers {

	private final Results results;

	private final Requests requests;

	private final Decisions decisions;

	private final Tenants tenants;

	private final Catalogue catalogue;

	private final MailTemplates templates;

	private final JdbcClient jdbc;

	Answers(Results results, Requests requests, Decisions decisions, Tenants tenants, Catalogue catalogue,
			MailTemplates templates, JdbcClient jdbc) {
		this.results = results;
		this.requests = requests;
		this.decisions = decisions;
		this.tenants = tenants;
		this.catalogue = catalogue;
		this.templates = templates;
		this.jdbc = jdbc;
	}

	/**
	 * The answer to a request, under the reference of this receipt, in plain text.
	 * @throws WrongState if the request is not closed yet, or was given up
	 */
	public String draft(Receipt receipt) {
		ResultDocument result = this.results.find(receipt.id()).orElseThrow();
		String template = AnswerMails.template(kind(result.state()));
		RequestRow request = this.requests.get(receipt.request());
		Tenant tenant = this.tenants.get(receipt.tenant());
		String language = language(request.id(), tenant, template);
		MailText text = this.templates.write(template, language,
				new AnswerView(result, request, result.reference(), this.decisions.reason(request.id()).orElse(""),
						null, tenant, this.catalogue, language, How.DRAFT, null));
		return text.subject() + "\n\n" + text.text();
	}

	/**
	 * The first of the person's own language, the tenant's and English that has this
	 * template.
	 */
	String language(UUID request, Tenant tenant, String template) {
		Optional<String> own = this.jdbc.sql("select language from request where id = ? and language is not null")
			.param(request)
			.query(String.class)
			.optional();
		return own.filter((language) -> this.templates.has(template, language))
			.or(() -> Optional.of(tenant.answers().language())
				.filter((language) -> this.templates.has(template, language)))
			.orElse("en");
	}

	private static AnswerKind kind(RequestState state) {
		return switch (state) {
			case DECLINED -> AnswerKind.DECLINED;
			case COMPLETED, COMPLETED_WITH_EXCEPTIONS -> AnswerKind.COMPLETED;
			case CANCELLED, EXPIRED ->
				throw new WrongState("the request is %s: neither fulfilled nor declined".formatted(state.label()));
			default -> throw new WrongState(
					"the request is %s; its answer can be drafted when it is closed".formatted(state.label()));
		};
	}

}
