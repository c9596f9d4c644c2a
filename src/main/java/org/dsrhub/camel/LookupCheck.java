package org.dsrhub.camel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.dsrhub.camel.FirstPages.Refusal;
import org.dsrhub.check.Finding.Level;
import org.dsrhub.check.Report;
import org.dsrhub.subject.DirectorySearch;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Subject;
import org.dsrhub.tenant.Tenant;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Looks for somebody who is not there, by every question that a lookup may ask.
 */
@Component
@Profile("check")
class LookupCheck {

	/**
	 * What the questions of a lookup need, and what becomes of the lookup without.
	 */
	private static final Map<String, Need> LOOKUP = Map.of("organization",
			new Need(Level.WARN, "Organization.Read.All", "; without it sign-in identities are not looked through"),
			"users", new Need(Level.FAIL, "User.Read.All", ""), "deleted-users",
			new Need(Level.FAIL, "Directory.Read.All", ""));

	private final FirstPages pages;

	LookupCheck(FirstPages pages) {
		this.pages = pages;
	}

	/**
	 * Asks every question, and tells of each whether it can be asked.
	 */
	void run(Tenant tenant, Report report) {
		DirectorySearch search = new DirectorySearch(
				new Subject(Map.of(IdentifierKind.EMAIL, Set.of(FirstPages.NOBODY + "@dsr-hub-check.invalid")),
						Set.of(), tenant.region()));
		Map<String, Optional<Refusal>> refusals = new LinkedHashMap<>();
		while (search.isMore()) {
			String question = search.getQuestion();
			FirstPage page = new FirstPage(tenant, "directory", Map.of("filter", search.filter()), search.isOptional());
			Optional<Refusal> refusal = this.pages.ask(tenant, page, "direct:directory-ask", Map.of("search", search),
					LOOKUP.get(question).words());
			refusals.merge(question, refusal, (first, second) -> first.isPresent() ? first : second);
			if (refusal.isPresent()) {
				search.unanswerable();
			}
			else {
				search.answered(page.items(), null);
			}
		}
		refusals
			.forEach((question, refusal) -> report.add(refusal.isPresent() ? LOOKUP.get(question).level() : Level.OK,
					"lookup", question + ": " + refusal.map(Refusal::words).orElse("can be asked")));
	}

	private record Need(Level level, String permission, String without) {

		String words() {
			return "the application permission '%s' of Microsoft Graph%s".formatted(this.permission, this.without);
		}

	}

}
