package org.dsrhub.operation;

import java.util.Optional;
import java.util.UUID;

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

	ExportRemoval(Operations operations, ExportStorage storage, Tenants tenants) {
		this.operations = operations;
		this.storage = storage;
		this.tenants = tenants;
	}

	/**
	 * Removes what a task's service put down, unless it is still awaited.
	 */
	public void after(Collection work) {
		remove(Optional.of(work.task().id()));
	}

	/**
	 * The same for all tasks.
	 */
	public void sweep() {
		remove(Optional.empty());
	}

	private void remove(Optional<UUID> task) {
		this.operations.stale(task)
			.forEach((stale) -> this.tenants.find(stale.tenant())
				.filter((tenant) -> tenant.container().azure())
				.ifPresent((tenant) -> remove(tenant, stale.name())));
	}

	private void remove(Tenant tenant, String container) {
		try {
			this.storage.remove(tenant, container);
			this.operations.removed(container);
		}
		catch (VendorFault fault) {
			log.warn("event=export-not-removed tenant={} container={} reason=\"{}\" advice=\"it is tried again\"",
					tenant.tenant(), container, fault.getMessage());
		}
	}

}
