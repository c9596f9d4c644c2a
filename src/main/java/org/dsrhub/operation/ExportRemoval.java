package org.dsrhub.operation;

import java.util.Map;
import java.util.Optional;

import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.operation.Operations.Stale;
import org.dsrhub.source.VendorFault;
import org.dsrhub.task.Collection;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Removes what services exported and nobody awaits any more. It is safe to run again, and
 * what cannot be removed now is tried again by the next sweep.
 */
@Component
public class ExportRemoval {

	private static final Logger log = LoggerFactory.getLogger(ExportRemoval.class);

	private final Operations operations;

	private final ExportStorage storage;

	private final Tenants tenants;

	private final EvidenceLog evidence;

	private final Transactions transactions;

	ExportRemoval(Operations operations, ExportStorage storage, Tenants tenants, EvidenceLog evidence,
			Transactions transactions) {
		this.operations = operations;
		this.storage = storage;
		this.tenants = tenants;
		this.evidence = evidence;
		this.transactions = transactions;
	}

	/**
	 * Removes what a task's service put down, unless it is still awaited.
	 */
	public void after(Collection work) {
		this.operations.stale(Optional.of(work.task().id())).forEach(this::remove);
	}

	/**
	 * The same for all tasks.
	 */
	public void sweep() {
		this.operations.stale(Optional.empty()).forEach(this::remove);
	}

	private void remove(Stale stale) {
		Optional<Tenant> tenant = this.tenants.find(stale.tenant())
			.filter((each) -> each.container().azure() && this.storage.account(each).equals(stale.account()));
		if (tenant.isEmpty()) {
			log.warn(
					"event=export-not-removed tenant={} container={} account={} advice=\"the tenant's file names this account no more: remove it by hand\"",
					stale.tenant(), stale.name(), stale.account());
			return;
		}
		try {
			this.storage.remove(tenant.get(), stale.name());
			this.transactions.run(() -> {
				stale.open()
					.ifPresent((request) -> this.evidence.append(request, "export-removed", "hub",
							Map.of("container", stale.name())));
				this.operations.removed(stale.name());
				return null;
			});
		}
		catch (VendorFault fault) {
			log.warn("event=export-not-removed tenant={} container={} reason=\"{}\" advice=\"it is tried again\"",
					stale.tenant(), stale.name(), fault.getMessage());
		}
	}

}
