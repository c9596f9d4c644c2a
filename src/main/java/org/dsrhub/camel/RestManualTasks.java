package org.dsrhub.camel;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.dsrhub.correspondence.VendorTasks;
import org.dsrhub.intake.CompletionReader;
import org.dsrhub.intake.JsonBody;
import org.dsrhub.notice.Receipts;
import org.dsrhub.notice.Receipts.Receipt;
import org.dsrhub.notice.ResultDocument;
import org.dsrhub.notice.Results;
import org.dsrhub.operation.OperationTasks;
import org.dsrhub.security.Caller;
import org.dsrhub.security.Callers;
import org.dsrhub.security.NotAllowed;
import org.dsrhub.security.NotThere;
import org.dsrhub.security.Role;
import org.dsrhub.task.ManualTasks;
import org.dsrhub.task.ManualTasks.Completion;
import org.springframework.stereotype.Component;

/**
 * What REST routes do with tasks that a person does.
 */
@Component
public class RestManualTasks {

	private static final Set<Role> DOERS = Set.of(Role.PRIVACY_OPERATOR, Role.TENANT_ADMINISTRATOR);

	private final Callers callers;

	private final Receipts receipts;

	private final Results results;

	private final ManualTasks tasks;

	private final VendorTasks vendors;

	private final OperationTasks operations;

	RestManualTasks(Callers callers, Receipts receipts, Results results, ManualTasks tasks, VendorTasks vendors,
			OperationTasks operations) {
		this.callers = callers;
		this.receipts = receipts;
		this.results = results;
		this.tasks = tasks;
		this.vendors = vendors;
		this.operations = operations;
	}

	public byte[] instructions(@Variable("id") String id, @Variable("source") String source) {
		Receipt receipt = this.receipts.visible(id, this.callers.current());
		return this.tasks.instructions(receipt.request(), source).getBytes(StandardCharsets.UTF_8);
	}

	public ResultDocument acknowledge(@Variable("id") String id, @Variable("source") String source) {
		Caller caller = this.callers.current();
		Receipt receipt = this.receipts.visible(id, caller);
		if (!caller.hasAny(Set.of(Role.TENANT_ADMINISTRATOR))) {
			throw new NotAllowed("confirming a request to a vendor takes TenantAdministrator");
		}
		this.vendors.acknowledge(receipt.request(), source, caller.name());
		return this.results.find(receipt.id()).orElseThrow(NotThere::new);
	}

	public ResultDocument complete(@Variable("id") String id, @Variable("source") String source, @Body byte[] body) {
		Caller caller = this.callers.current();
		Receipt receipt = this.receipts.visible(id, caller);
		if (!caller.hasAny(DOERS)) {
			throw new NotAllowed("completing a manual task takes PrivacyOperator or TenantAdministrator");
		}
		Completion completion = CompletionReader.read(JsonBody.parse(body));
		if (this.vendors.has(receipt.request(), source)) {
			this.vendors.complete(receipt.request(), source, completion, caller.name());
		}
		else if (this.operations.has(receipt.request(), source)) {
			this.operations.complete(receipt.request(), source, completion, caller.name());
		}
		else {
			this.tasks.complete(receipt.request(), source, completion, caller.name());
		}
		return this.results.find(receipt.id()).orElseThrow(NotThere::new);
	}

}
