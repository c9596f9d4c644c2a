package org.dsrhub.notice;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.notice.Receipts.Receipt;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.Requests;
import org.dsrhub.request.WrongState;
import org.dsrhub.security.NotThere;
import org.dsrhub.source.Catalogue;
import org.dsrhub.task.Outcome;
import org.dsrhub.task.TaskRow;
import org.dsrhub.task.Tasks;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * Drafts what a tenant administrator writes to the vendor's support when a task failed
 * for good. It holds no identifier of the subject: those are added by hand, in the
 * vendor's own form.
 */
@Component
public class SupportCases {

	private final Requests requests;

	private final Tasks tasks;

	private final EvidenceLog evidence;

	private final Tenants tenants;

	private final Catalogue catalogue;

	private final ObjectMapper json;

	private final Letter letter;

	SupportCases(Requests requests, Tasks tasks, EvidenceLog evidence, Tenants tenants, Catalogue catalogue,
			ObjectMapper json, HubProperties hub) {
		this.requests = requests;
		this.tasks = tasks;
		this.evidence = evidence;
		this.tenants = tenants;
		this.catalogue = catalogue;
		this.json = json;
		this.letter = new Letter(hub.config(), "support-case");
	}

	/**
	 * The text for a task that failed.
	 * @throws NotThere if the request has no task of this source
	 * @throws WrongState if it did not fail
	 */
	public String draft(Receipt receipt, String source) {
		RequestRow request = this.requests.get(receipt.request());
		TaskRow task = this.tasks.of(request.id())
			.stream()
			.filter((each) -> each.source().equals(source) && !each.beside())
			.findFirst()
			.orElseThrow(NotThere::new);
		if (task.outcome() != Outcome.FAILED) {
			throw new WrongState("the task is %s; a support case is for one that failed"
				.formatted((task.outcome() != null) ? task.outcome().label() : task.state().label()));
		}
		return this.letter.write(new SupportCaseView(request, task, task.source(this.catalogue),
				this.tenants.get(request.tenant()), detail(request.id(), source).orElse(null)));
	}

	/**
	 * What the evidence says of how the task ended last.
	 */
	private Optional<String> detail(UUID request, String source) {
		List<JsonNode> ends = this.evidence.entries(request)
			.stream()
			.map(this::read)
			.filter((entry) -> entry.path("event").asText().equals("task-ended"))
			.map((entry) -> entry.path("data"))
			.filter((data) -> data.path("source").asText().equals(source))
			.toList();
		return ends.isEmpty() ? Optional.empty()
				: Optional.ofNullable(ends.get(ends.size() - 1).path("detail").textValue());
	}

	private JsonNode read(String entry) {
		try {
			return this.json.readTree(entry);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("an entry of the evidence cannot be read");
		}
	}

}
