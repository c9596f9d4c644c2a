package org.dsrhub.task;

import java.util.UUID;

import org.dsrhub.request.Requests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Removes at the start what a node staged for requests that are closed: it died between
 * closing one and cleaning up after it.
 */
@Component
class LeftStaging {

	private static final Logger log = LoggerFactory.getLogger(LeftStaging.class);

	private final Requests requests;

	private final Staging staging;

	LeftStaging(Requests requests, Staging staging) {
		this.requests = requests;
		this.staging = staging;
	}

	@EventListener(ApplicationReadyEvent.class)
	void remove() {
		this.staging.folders().forEach((folder) -> {
			UUID request = UUID.fromString(folder.getFileName().toString());
			String tenant = folder.getParent().getFileName().toString();
			if (this.requests.find(request).map((row) -> row.state().closed()).orElse(false)) {
				this.staging.delete(tenant, request);
				log.info("event=staging-removed request={} tenant={}", request, tenant);
			}
		});
	}

}
