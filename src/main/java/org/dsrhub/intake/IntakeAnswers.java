package org.dsrhub.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import org.dsrhub.intake.MailedFiles.Part;
import org.dsrhub.intake.MailedFiles.Taking;
import org.dsrhub.intake.RowIntake.RowError;
import org.dsrhub.mail.MailOutbox;
import org.dsrhub.mail.MailTemplates;
import org.dsrhub.mail.MailText;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.OutgoingMail;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.notice.ResultDocument;
import org.dsrhub.notice.Results;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * Tells an operator what became of the requests in a mail: the receipts, and what was
 * wrong with the others. Nothing of what they wrote is repeated.
 */
@Component
class IntakeAnswers {

	private static final String TEMPLATE = "intake-answer";

	/**
	 * More lines than these nobody reads in a mail; the outbox and REST have them all.
	 */
	private static final int LINES = 100;

	private final TakenFiles files;

	private final Results results;

	private final MailTemplates templates;

	private final MailOutbox outbox;

	private final Tenants tenants;

	IntakeAnswers(TakenFiles files, Results results, MailTemplates templates, MailOutbox outbox, Tenants tenants) {
		this.files = files;
		this.results = results;
		this.templates = templates;
		this.outbox = outbox;
		this.tenants = tenants;
	}

	/**
	 * Writes the one answer to a mail down.
	 */
	Told write(ReceivedMail mail, Taking taking) {
		List<UUID> receipts = new ArrayList<>();
		List<ErrorLine> errors = new ArrayList<>();
		taking.refused().forEach((file) -> errors.add(new ErrorLine(file.name(), 1, "(file)", file.message(), null)));
		taking.parts().forEach((part) -> {
			receipts.addAll(this.files.receipts(part.file()));
			this.files.errors(part.file(), (json) -> errors.addAll(lines(part, json)));
		});
		MailText text = this.templates.write(TEMPLATE, this.tenants.get(mail.tenant()).answers().language(),
				view(receipts, errors));
		this.outbox.write(new OutgoingMail(mail.tenant(), MailboxName.INTAKE, TEMPLATE + "/" + mail.sha256(), TEMPLATE,
				null, mail.from(), text.subject(), text.text(), text.html(), mail.messageId(), Threads.before(mail),
				true));
		return new Told(receipts.size(), errors.size(), (receipts.size() == 1) ? request(receipts.get(0)) : null);
	}

	private AnswerView view(List<UUID> receipts, List<ErrorLine> errors) {
		return new AnswerView(receipts.size(), errors.size(),
				receipts.stream().limit(LINES).map((receipt) -> this.results.find(receipt).orElseThrow()).toList(),
				Math.max(0, receipts.size() - LINES), errors.stream().limit(LINES).toList(),
				Math.max(0, errors.size() - LINES));
	}

	private UUID request(UUID receipt) {
		ResultDocument result = this.results.find(receipt).orElseThrow();
		return (result.duplicateOf() != null) ? result.duplicateOf() : result.id();
	}

	private static List<ErrorLine> lines(Part part, String json) {
		try {
			return StrictJson.MAPPER.readValue(json, new TypeReference<List<RowError>>() {
			})
				.stream()
				.map((error) -> new ErrorLine(part.name(), error.line(), error.field(), error.message(),
						error.reference()))
				.toList();
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("the errors in the ledger cannot be read", ex);
		}
	}

	/**
	 * What the template can name.
	 *
	 * @param moreReceipts how many are not listed
	 * @param moreErrors how many are not listed
	 */
	record AnswerView(int taken, int bad, List<ResultDocument> receipts, int moreReceipts, List<ErrorLine> errors,
			int moreErrors) {

		boolean nothing() {
			return this.taken + this.bad == 0;
		}

		boolean anyTaken() {
			return this.taken > 0;
		}

		boolean anyBad() {
			return this.bad > 0;
		}

		boolean receiptsLeft() {
			return this.moreReceipts > 0;
		}

		boolean errorsLeft() {
			return this.moreErrors > 0;
		}

	}

	/**
	 * What is wrong, and where.
	 *
	 * @param reference the filer's name of the request, or null
	 */
	record ErrorLine(String file, long line, String field, String message, String reference) {
	}

	/**
	 * What an operator was told.
	 *
	 * @param request the request, if it is one
	 */
	record Told(int taken, int bad, UUID request) {

		/**
		 * The rule by which the mail ended.
		 */
		String rule() {
			if (this.taken + this.bad == 0) {
				return "nothing-asked";
			}
			return (this.bad == 0) ? "requests-taken"
					: (this.taken == 0) ? "requests-refused" : "some-requests-refused";
		}

	}

}
