package org.dsrhub.camel;

import java.util.stream.Stream;

import jakarta.mail.Flags;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.BodyTerm;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.HeaderTerm;
import jakarta.mail.search.OrTerm;
import jakarta.mail.search.SearchTerm;
import jakarta.mail.search.SubjectTerm;
import org.dsrhub.mail.MailOutbox;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Source;
import org.dsrhub.tenant.Tenant;

/**
 * Which mails of an inbox the hub takes, opened or not: what a person has looked at
 * before is no less a request.
 */
final class MailSearch {

	private MailSearch() {
	}

	/**
	 * Those mails without the ones that the hub has held back: it flags them, because not
	 * every server has keywords.
	 */
	static SearchTerm notHeld(SearchTerm all) {
		return new AndTerm(all, new FlagTerm(new Flags(Flags.Flag.FLAGGED), false));
	}

	/**
	 * Of the intake mailbox all of them. An administrator's mailbox may be a person's
	 * own: there only what comes from a vendor, belongs to a thread of the hub's or tells
	 * that a mail could not be delivered.
	 */
	static SearchTerm of(Tenant tenant, MailboxName mailbox, Catalogue catalogue) {
		if (mailbox == MailboxName.INTAKE) {
			return new FlagTerm(new Flags(Flags.Flag.DELETED), false);
		}
		Stream<SearchTerm> vendors = catalogue.all()
			.stream()
			.filter(tenant::uses)
			.map(tenant::at)
			.map(Source::correspondence)
			.flatMap((correspondence) -> correspondence.stream())
			.flatMap((correspondence) -> correspondence.answersFrom().stream())
			.distinct()
			.map((domain) -> new HeaderTerm("From", "@" + domain));
		Stream<SearchTerm> threads = Stream.of(new SubjectTerm(MailOutbox.TOKEN),
				new HeaderTerm("References", MailOutbox.THREAD), new HeaderTerm("In-Reply-To", MailOutbox.THREAD),
				// A delivery report has the hub's mail in it, or it is about somebody
				// else's.
				new BodyTerm(MailOutbox.THREAD));
		// One in the other, to the right: not every server reads what is nested
		// otherwise.
		return Stream.concat(vendors, threads).reduce((first, second) -> new OrTerm(second, first)).orElseThrow();
	}

}
