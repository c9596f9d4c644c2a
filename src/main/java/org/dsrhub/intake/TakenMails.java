package org.dsrhub.intake;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import org.dsrhub.database.Transactions;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.mail.Settled;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What was made of mails. A mail that is shown again after a crash ends as it did before,
 * and nothing is done for it a second time.
 */
@Component
class TakenMails {

	private final JdbcClient jdbc;

	private final Transactions transactions;

	TakenMails(JdbcClient jdbc, Transactions transactions) {
		this.jdbc = jdbc;
		this.transactions = transactions;
	}

	/**
	 * Does what a mail asks for, in one transaction with the note that it was done.
	 */
	Settled once(ReceivedMail mail, Supplier<Settled> step) {
		return this.transactions.run(() -> find(mail.id()).orElseGet(() -> keep(mail.id(), step.get())));
	}

	private Optional<Settled> find(UUID mail) {
		return this.jdbc.sql("select ending, reason, request from taken_mail where mail = ?")
			.param(mail)
			.query((row, number) -> new Settled(Settled.End.of(row.getString("ending")), row.getString("reason"),
					row.getObject("request", UUID.class)))
			.optional();
	}

	private Settled keep(UUID mail, Settled settled) {
		this.jdbc.sql("insert into taken_mail (mail, ending, reason, request) values (?, ?, ?, ?)")
			.params(mail, settled.end().label(), settled.reason(), settled.request())
			.update();
		return settled;
	}

}
