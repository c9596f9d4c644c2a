package org.dsrhub.source;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;

import org.dsrhub.configuration.ConfigurationFile.Faults;
import org.dsrhub.configuration.TemplateFolder;

/**
 * What must hold of a correspondence besides its schema.
 */
class Correspondences {

	private static final LocalDate ANY_DAY = LocalDate.of(2026, 1, 1);

	private static final String FIELD = "collect.correspondence";

	private final TemplateFolder templates;

	Correspondences(Path config) {
		this.templates = new TemplateFolder(config.resolve("templates").resolve("mail").resolve("en"), "mail/en");
	}

	void check(Source source, Faults faults) {
		source.correspondence().ifPresent((correspondence) -> {
			check(correspondence, faults);
			for (Right right : List.of(Right.RECTIFY, Right.RESTRICT, Right.ERASE)) {
				source.change(right)
					.filter(Change::possible)
					.ifPresent((change) -> faults.add(right.label() + ".procedure",
							"a vendor that is asked by e-mail changes nothing for the hub; write refused, retained or manual"));
			}
		});
	}

	private void check(Correspondence correspondence, Faults faults) {
		Correspondence.Mails mails = correspondence.mails();
		Map.of("ask", mails.ask(), "acknowledge", mails.acknowledge(), "remind", mails.remind())
			.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.filter((mail) -> !this.templates.has(mail.getValue()))
			.forEach((mail) -> faults.add(FIELD + ".mails." + mail.getKey(),
					"there is no such template, neither built-in nor in templates/mail/en"));
		LocalDate before = ANY_DAY;
		for (int i = 0; i < correspondence.remind().size(); i++) {
			Period rung = correspondence.remind().get(i);
			if (!ANY_DAY.plus(rung).isAfter(before)) {
				faults.add(FIELD + ".remind[%d]".formatted(i), "expected: a time later than the one before");
			}
			before = ANY_DAY.plus(rung);
		}
	}

}
