package org.dsrhub.camel;

import java.util.List;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.dsrhub.intake.ClassificationReader;
import org.dsrhub.intake.JsonBody;
import org.dsrhub.notice.DocumentJson.Page;
import org.dsrhub.notice.Receipts;
import org.dsrhub.security.Caller;
import org.dsrhub.security.Callers;
import org.dsrhub.security.NotAllowed;
import org.dsrhub.security.NotThere;
import org.dsrhub.security.Role;
import org.dsrhub.task.Classifications;
import org.dsrhub.task.ReadableRecords;
import org.dsrhub.task.StagedRecords;
import org.springframework.stereotype.Component;

/**
 * What REST routes do with the records that were found.
 */
@Component
public class RestRecords {

	private static final Set<Role> CLASSIFIERS = Set.of(Role.ACCOUNT_ADMINISTRATOR, Role.TENANT_ADMINISTRATOR);

	private final Callers callers;

	private final Receipts receipts;

	private final ReadableRecords records;

	private final StagedRecords staged;

	private final Classifications classifications;

	RestRecords(Callers callers, Receipts receipts, ReadableRecords records, StagedRecords staged,
			Classifications classifications) {
		this.callers = callers;
		this.receipts = receipts;
		this.records = records;
		this.staged = staged;
		this.classifications = classifications;
	}

	public Page list(@Variable("id") String id, @Variable("query") String query) {
		Caller caller = this.callers.current();
		UUID request = this.receipts.visible(id, caller).request();
		QueryParameters parameters = new QueryParameters(query, Set.of("limit", "after"));
		int limit = (int) parameters.number("limit", 1, 200, 50);
		long after = parameters.number("after", 0, Long.MAX_VALUE, 0);
		List<String> page = this.records.page(request, caller, after, limit + 1);
		if (page.size() <= limit) {
			return Page.ofJson(page, null);
		}
		return Page.ofJson(page.subList(0, limit),
				"/api/requests/%s/records?limit=%d&after=%d".formatted(id, limit, after + limit));
	}

	public Classified classify(@Variable("id") String id, @Variable("record") String record, @Body byte[] body) {
		Caller caller = this.callers.current();
		UUID request = this.receipts.visible(id, caller).request();
		if (!caller.hasAny(CLASSIFIERS)) {
			throw new NotAllowed("classifying a record takes AccountAdministrator or TenantAdministrator");
		}
		JsonNode document = JsonBody.parse(body);
		String label = ClassificationReader.read(document);
		String source = this.staged.sourceOf(request, record)
			.orElseThrow(() -> new NotThere("this request has no such record"));
		this.classifications.set(request, source, record, label, caller.name());
		return new Classified(record, source, label);
	}

	/**
	 * What a record is called now.
	 */
	record Classified(String record, String source, String classification) {
	}

}
