package org.dsrhub.correspondence;

import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Source;
import org.dsrhub.task.TaskRow;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;

/**
 * How a vendor is asked, as the files say now: whoever corrects an address there and
 * retries does not want the old one. What a task was planned with counts only where its
 * source's file has gone.
 */
@Component
class Terms {

	private final Catalogue catalogue;

	Terms(Catalogue catalogue) {
		this.catalogue = catalogue;
	}

	/**
	 * The task's source with its correspondence.
	 */
	Source of(Tenant tenant, TaskRow task) {
		return this.catalogue.find(task.source())
			.filter((source) -> source.correspondence().isPresent())
			.map(tenant::at)
			.orElseGet(() -> task.source(this.catalogue));
	}

}
