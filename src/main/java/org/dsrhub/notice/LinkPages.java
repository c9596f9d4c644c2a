package org.dsrhub.notice;

import org.dsrhub.mail.MailTemplates;
import org.dsrhub.packaging.LinkedPackage;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * The pages behind links to packages, which are for people and say nothing about any.
 */
@Component
public class LinkPages {

	private static final String OPEN = "link-open";

	private final MailTemplates templates;

	private final Answers answers;

	private final Tenants tenants;

	LinkPages(MailTemplates templates, Answers answers, Tenants tenants) {
		this.templates = templates;
		this.answers = answers;
		this.tenants = tenants;
	}

	/**
	 * The page with the button. What merely follows the link, such as a mail scanner, has
	 * not used it.
	 */
	public String open(LinkedPackage linked) {
		Tenant tenant = this.tenants.get(linked.tenant());
		String language = this.answers.language(linked.request(), tenant, OPEN + ".html");
		return this.templates.page(OPEN, language, new View(language, tenant.tenant(), linked.reference(),
				AnswerFormat.of(language, tenant.timezone()).time(linked.expiresAt())));
	}

	/**
	 * The page of every link that leads nowhere, whether it never did or does no more.
	 */
	public String gone() {
		return this.templates.page("link-gone", "en", new Object());
	}

	record View(String language, String organisation, String reference, String expires) {
	}

}
