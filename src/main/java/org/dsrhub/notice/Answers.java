package org.dsrhub.notice;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.notice.Receipts.Receipt;
import org.dsrhub.request.Decisions;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.WrongState;
import org.dsrhub.source.Catalogue;
import org.dsrhub.tenant.Tenants;
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

	private final Letter declined;

	private final Letter completed;

	Answers(Results results, Requests requests, Decisions decisions, Tenants tenants, Catalogue catalogue,
			HubProperties hub) {
		this.results = results;
		this.requests = requests;
		this.decisions = decisions;
		this.tenants = tenants;
		this.catalogue = catalogue;
		this.declined = new Letter(hub.config(), "answer-declined");
		this.completed = new Letter(hub.config(), "answer-completed");
	}

	/**
	 * The answer to a request, under the reference of this receipt.
	 * @throws WrongState if the request is not closed yet, or was given up
	 */
	public String draft(Receipt receipt) {
		ResultDocument result = this.results.find(receipt.id()).orElseThrow();
		Letter letter = letter(result.state());
		RequestRow request = this.requests.get(receipt.request());
		return letter.write(new AnswerView(result, request, this.decisions.reason(request.id()).orElse(""),
				this.tenants.get(receipt.tenant()), this.catalogue));
	}

	private Letter letter(RequestState state) {
		return switch (state) {
			case DECLINED -> this.declined;
			case COMPLETED, COMPLETED_WITH_EXCEPTIONS -> this.completed;
			case CANCELLED, EXPIRED ->
				throw new WrongState("the request is %s: neither fulfilled nor declined".formatted(state.label()));
			default -> throw new WrongState(
					"the request is %s; its answer can be drafted when it is closed".formatted(state.label()));
		};
	}

}
