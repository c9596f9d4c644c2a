package org.dsrhub.camel;

import java.nio.charset.StandardCharsets;

import org.apache.camel.Variable;
import org.dsrhub.notice.Answers;
import org.dsrhub.notice.Receipts;
import org.dsrhub.notice.Receipts.Receipt;
import org.dsrhub.notice.SupportCases;
import org.dsrhub.security.Callers;
import org.springframework.stereotype.Component;

/**
 * The texts that REST routes draft for people.
 */
@Component
public class RestNotices {

	private final Callers callers;

	private final Receipts receipts;

	private final Answers answers;

	private final SupportCases cases;

	RestNotices(Callers callers, Receipts receipts, Answers answers, SupportCases cases) {
		this.callers = callers;
		this.receipts = receipts;
		this.answers = answers;
		this.cases = cases;
	}

	public byte[] answer(@Variable("id") String id) {
		return this.answers.draft(visible(id)).getBytes(StandardCharsets.UTF_8);
	}

	public byte[] supportCase(@Variable("id") String id, @Variable("source") String source) {
		return this.cases.draft(visible(id), source).getBytes(StandardCharsets.UTF_8);
	}

	private Receipt visible(String id) {
		return this.receipts.visible(id, this.callers.current());
	}

}
